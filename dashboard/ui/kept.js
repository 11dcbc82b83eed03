// What a reader keeps in this browser alone: addresses of views, and what was newest at the last visit. Nothing of it is
// sent, but for the addresses themselves when their postings are counted.

const NAME = "public-jobs";
const MOST = 100;
const LONGEST = { address: 1500, title: 200 };
// A page of ours and its parameters, and nowhere else.
const OURS = /^[a-z_]*(\?[^#]*)?$/;
const STYLE = `
:host, .kept { font-family: var(--st-font); color: var(--st-text-color); }
.row { display: flex; flex-wrap: wrap; gap: 0 1.25rem; align-items: center; border-top: 1px solid var(--st-border-color); }
a, button { font: inherit; color: var(--st-link-color); background: none; border: 0; padding: 0; cursor: pointer;
  min-height: 44px; display: inline-flex; align-items: center; text-decoration: none; }
a:hover, button:hover { text-decoration: underline; }
ul { list-style: none; margin: 0; padding: 0; }
li { display: flex; gap: 1rem; align-items: center; justify-content: space-between; border-bottom: 1px solid var(--st-border-color); }
li a { overflow-wrap: anywhere; }
.quiet { opacity: 0.75; } .new { font-weight: 700; } li span { white-space: nowrap; } p { margin: 0.5rem 0; }
@media print { .kept { display: none; } }`;

let memory = "";

export default function show({ parentElement, data, setTriggerValue }) {
  const open = (address) => setTriggerValue("open", address);
  const draw = () => parentElement.replaceChildren(...page(data, open, draw));
  draw();
  const hear = ({ key }) => key === NAME && draw();
  addEventListener("storage", hear);
  return () => removeEventListener("storage", hear);
}

function page(data, open, draw) {
  const style = make("style", { textContent: STYLE });
  const box = make("div", { className: "kept" });
  (data.is_list ? list : row)(box, data, open, draw);
  return [style, box];
}

// Reading and writing

function read() {
  try {
    memory = localStorage.getItem(NAME) ?? memory;
  } catch { /* Where nothing may be kept it lasts as long as the page. */ }
  try {
    const { kept = [], visit = null } = JSON.parse(memory);
    return { kept: kept.filter(isOurs).slice(0, MOST), visit };
  } catch {
    return { kept: [], visit: null };
  }
}

function write(all) {
  memory = JSON.stringify(all);
  try {
    localStorage.setItem(NAME, memory);
  } catch { /* As above. */ }
}

function isOurs({ address, title } = {}) {
  return typeof address === "string" && typeof title === "string" && OURS.test(address) && address.length <= LONGEST.address;
}

function entry(address, title, seen) {
  return { address, title: title.slice(0, LONGEST.title), seen };
}

// The same view, whatever the order of its parameters.
function plain(address) {
  const [page, query = ""] = address.split("?");
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return `${page}?${parameters}`;
}

// Below each page: keep this view, what is kept, and what to take along

function row(box, data, open, draw) {
  const all = read();
  const { labels, address, title, latest } = data;
  const place = all.kept.findIndex((each) => plain(each.address) === plain(address));
  const toggle = make("button", { textContent: place < 0 ? labels.keep : labels.keeping, type: "button" });
  toggle.setAttribute("aria-pressed", place >= 0);
  toggle.onclick = () => {
    const now = read();
    const others = now.kept.filter((each) => plain(each.address) !== plain(address));
    if (others.length === now.kept.length) others.unshift(entry(address, title, latest));
    write({ ...now, kept: others.slice(0, MOST) });
    draw();
  };
  const mine = link(`${labels.mine} ${all.kept.length || ""}`.trim(), data.mine, open);
  const others = data.links.map(({ text, href }) => make("a", { textContent: text, href, target: "_blank", rel: "noopener" }));
  const print = make("button", { textContent: labels.print, type: "button", onclick: () => window.print() });
  const line = make("div", { className: "row" });
  line.append(toggle, mine, ...others, print);
  box.append(line);
  tellNew(line, data, all, open);
}

// New since the visit before this one, which ends with the tab.
function tellNew(line, data, all, open) {
  if (!data.latest) return;
  let before;
  try {
    before = sessionStorage.getItem(NAME);
    if (before === null) {
      before = JSON.stringify(all.visit);
      sessionStorage.setItem(NAME, before);
      write({ ...read(), visit: { latest: data.latest, day: data.day } });
    }
  } catch {
    return;
  }
  const last = JSON.parse(before);
  if (!last || !(last.latest < data.latest)) return;
  count(data, [`since=${last.latest}`]).then(([found]) => {
    if (!found?.new) return;
    const words = data.labels.new_since.replace("{day}", last.day).replace("{count}", found.new.toLocaleString());
    line.prepend(link(words, data.newest, open));
  });
}

// The page of what is kept

function list(box, data, open, draw) {
  const all = read();
  const shared = new URLSearchParams(data.query).getAll("item").slice(0, MOST).map(unpack).filter(isOurs);
  const unknown = shared.filter((each) => !all.kept.some((own) => plain(own.address) === plain(each.address)));
  if (unknown.length) {
    box.append(make("p", { textContent: data.labels.shared }), entries(unknown, data, open));
    const take = make("button", { textContent: data.labels.take, type: "button" });
    take.onclick = () => {
      write({ ...all, kept: [...unknown.map((each) => entry(each.address, each.title, data.latest)), ...all.kept].slice(0, MOST) });
      draw();
    };
    box.append(take);
  }
  if (!all.kept.length) {
    box.append(make("p", { textContent: data.labels.nothing }));
    return;
  }
  const forget = (gone) => {
    write({ ...read(), kept: read().kept.filter((each) => each.address !== gone.address) });
    draw();
  };
  box.append(entries(all.kept, data, open, forget));
  const line = make("div", { className: "row" });
  const status = make("span", { className: "quiet" });
  status.setAttribute("role", "status");
  const share = make("button", { textContent: data.labels.share, type: "button" });
  share.onclick = () => copy(shareable(all.kept), status, data.labels.copied);
  const clear = make("button", { textContent: data.labels.clear, type: "button" });
  clear.onclick = () => {
    write({ kept: [], visit: null });
    draw();
  };
  line.append(share, clear, status);
  box.append(line);
}

function entries(kept, data, open, forget) {
  const lines = make("ul");
  const counted = kept.map((each) => {
    const line = make("li");
    const number = make("span", { className: "quiet" });
    line.append(link(each.title, each.address, open, () => forget && seen(each, data.latest)), number);
    if (forget) {
      const button = make("button", { textContent: data.labels.forget, type: "button", onclick: () => forget(each) });
      button.setAttribute("aria-label", `${data.labels.forget}: ${each.title}`);
      line.append(button);
    }
    lines.append(line);
    return number;
  });
  count(data, kept.map(asked)).then((found) => found.forEach((each, place) => each && say(counted[place], each, data.labels)));
  return lines;
}

function say(place, { count, new: fresh, left }, labels) {
  place.textContent = left ?? labels.count.replace("{count}", count.toLocaleString());
  if (fresh) place.append(" · ", make("span", { className: "new", textContent: labels.fresh.replace("{count}", fresh.toLocaleString()) }));
}

function seen({ address }, latest) {
  const all = read();
  write({ ...all, kept: all.kept.map((each) => (each.address === address ? { ...each, seen: latest } : each)) });
}

// What the server is asked about an address.
function asked({ address, seen }) {
  const [page, query = ""] = address.split("?");
  const parameters = new URLSearchParams(query);
  parameters.set("page", page);
  if (seen) parameters.set("since", seen);
  return parameters.toString();
}

async function count({ counts, language }, queries) {
  try {
    const answer = await fetch(`${counts}?${new URLSearchParams([["lang", language], ...queries.map((each) => ["of", each])])}`);
    return answer.ok ? (await answer.json()).of : [];
  } catch {
    return [];
  }
}

// Sharing

function shareable(kept) {
  const items = kept.map(({ address, title }) => ["item", `${title}\n${address}`]);
  return `${location.origin}${location.pathname}?${new URLSearchParams(items)}`;
}

function unpack(item) {
  const [title, address] = item.split("\n");
  return { title: (title ?? "").slice(0, LONGEST.title), address };
}

async function copy(text, status, copied) {
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = copied;
  } catch {
    // Only secure pages may write to the clipboard: the address itself can be marked.
    status.textContent = text;
  }
}

// Elements

function make(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}

// Stays in the session; a click that wants a tab of its own gets one.
function link(text, address, open, before = () => {}) {
  const anchor = make("a", { textContent: text, href: address });
  anchor.onclick = (event) => {
    before();
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(address);
  };
  return anchor;
}
