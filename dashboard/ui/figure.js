// Draws a figure in Plotly's public format: only near the view, the first on the page first, and only what has changed.

// The path the site begins at: what figures name lies there.
const SITE = new URL(import.meta.url).pathname.split("/code/static/")[0];
const NEAR = "150px";
const HOLDS_COLOUR = /#0000(?:0[1-9]|[1-3]\d|40)\b/g;
const STYLE = `
.chart-figure { position: relative; width: 100%; overflow: hidden; }
.chart-figure:fullscreen { background: var(--st-background-color); padding: 2rem; overflow: auto; }
.chart-actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.9rem; margin: 0.1rem 0 0.4rem; font: 0.8rem/1.4 var(--st-font); }
.chart-actions :is(a, button, summary) { padding: 0.2rem 0; border: 0; background: none; font: inherit; cursor: pointer;
  color: color-mix(in srgb, var(--st-text-color) 72%, transparent); text-decoration: none; }
.chart-actions :is(a, button, summary):is(:hover, :focus-visible, [aria-pressed=true]) { color: var(--st-link-color);
  text-decoration: underline; }
.chart-actions details[open] { flex-basis: 100%; order: 1; }
.chart-actions p { margin: 0.1rem 0; color: var(--st-text-color); }
.chart-table { max-height: 30rem; overflow: auto; font: 0.85rem/1.4 var(--st-font); }
.chart-table table { border-collapse: collapse; color: var(--st-text-color); }
.chart-table :is(th, td) { padding: 0.25rem 0.7rem; border-bottom: 1px solid var(--st-border-color); text-align: left; }
.chart-table .number { text-align: right; font-variant-numeric: tabular-nums; }
@media (pointer: coarse) { .chart-actions :is(a, button, summary) { min-height: 44px; min-width: 32px;
  display: inline-flex; align-items: center; } }
@media print {
  .chart-actions { display: none; }
  .chart-figure, .chart-figure :is(.js-plotly-plot, .plot-container, .svg-container, .main-svg) { width: 100% !important; }
  .chart-figure > .js-plotly-plot { height: auto !important; aspect-ratio: var(--shape); }
  .chart-figure :is(.plot-container, .svg-container, .main-svg) { height: 100% !important; }
}`;

const figures = new Map();
const waiting = new Set();
let code;
let isDrawing = false;

// What the page calls whenever the figure, what goes with it or the theme may have changed.
export default function show({ parentElement, data, setTriggerValue }) {
  let figure = figures.get(parentElement);
  if (!figure) figures.set(parentElement, (figure = new Figure(parentElement)));
  const turn = ++figure.turn;
  figure.take(data, (point) => setTriggerValue("clicked", point));
  return () => turn === figure.turn && figure.leave();
}

class Figure {
  turn = 0;
  isNear;
  width;
  text = "";
  colours = "";
  // What stands on screen: text, colours and width it was drawn with.
  drawn = "";

  constructor(host) {
    this.host = host;
    addStyle();
    this.box = host.appendChild(document.createElement("div"));
    this.box.className = "chart-figure";
    this.box.setAttribute("role", "figure");
    this.box.setAttribute("aria-busy", true);
    this.plot = this.box.appendChild(document.createElement("div"));
    this.seeing = new IntersectionObserver(
      (entries) => this.place(entries.at(-1).isIntersecting, this.width),
      { rootMargin: NEAR, scrollMargin: NEAR },
    );
    this.sizing = new ResizeObserver((entries) => this.place(this.isNear, Math.floor(entries.at(-1).contentRect.width)));
    this.seeing.observe(this.box);
    this.sizing.observe(this.box);
  }

  take(data, tell) {
    this.tell = tell;
    const text = new TextDecoder().decode(data);
    if (text !== this.text) {
      this.text = text;
      const { alt, figure, is_clickable, actions } = JSON.parse(text);
      this.showActions(actions);
      this.box.setAttribute("aria-label", alt);
      this.isClickable = is_clickable;
      this.ownHeight = figure.layout.height;
      this.stretch();
      if (this.table) this.readTable();
    }
    this.theme = themeOf(this.host);
    this.ask();
  }

  // Full screen a figure is as high as the screen leaves it room.
  stretch() {
    const isFull = document.fullscreenElement === this.box;
    this.height = isFull ? Math.max(this.ownHeight, innerHeight - 160) : this.ownHeight;
    this.plot.style.height = `${this.height}px`;
  }

  showPlot() {
    this.table?.remove();
    this.table = undefined;
    this.plot.hidden = false;
  }

  showActions(actions) {
    const text = JSON.stringify(actions ?? "");
    if (text === this.actions) return;
    this.actions = text;
    this.showPlot();
    this.row?.remove();
    this.row = actions && this.box.appendChild(rowOf(this, actions));
  }

  place(isNear, width) {
    [this.isNear, this.width] = [isNear, width];
    this.ask();
  }

  get wanted() {
    return `${this.width} ${this.height} ${this.theme.key} ${this.text}`;
  }

  ask() {
    // Nothing is known of a new one yet.
    if (this.isNear === undefined || this.width === undefined) return;
    const isDue = this.isNear && this.width && this.text && this.wanted !== this.drawn;
    this.box.setAttribute("aria-busy", Boolean(isDue));
    if (!isDue) return;
    waiting.add(this);
    drawWaiting();
  }

  draw(Plotly) {
    const wanted = this.wanted;
    if (wanted === this.drawn || !this.width) return;
    this.drawn = wanted;
    this.box.setAttribute("aria-busy", false);
    const { figure, config } = JSON.parse(this.theme.colour(this.text.replaceAll('"/app/static/', `"${SITE}/app/static/`)));
    giveRoom(figure, this.theme.layout);
    const layout = { ...figure.layout, width: this.width, height: this.height, template: { layout: this.theme.layout } };
    Plotly.react(this.plot, figure.data, layout, { displayModeBar: false, scrollZoom: false, ...config });
    if (this.isClickable && !this.isListening) {
      this.isListening = true;
      this.plot.on("plotly_click", ({ points }) => this.isClickable && this.tell({ location: points[0].location, customdata: points[0].customdata }));
    }
  }

  leave() {
    figures.delete(this.host);
    waiting.delete(this);
    this.seeing.disconnect();
    this.sizing.disconnect();
    if (this.drawn) window.Plotly.purge(this.plot);
    this.box.remove();
  }
}

// What a reader can take of a chart: plain links to its own address with what is chosen on this page now.
function rowOf(figure, { id, title, counting, words }) {
  const row = document.createElement("nav");
  row.className = "chart-actions";
  row.setAttribute("aria-label", `${title}: ${words.row}`);
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const say = (text) => { status.textContent = text; };
  const address = (rest = "") => new URL(`chart/${id}${rest}${location.search}`, location.href).href;
  const copy = async (text) => { await navigator.clipboard.writeText(text); say(words.copied); };

  for (const [form, name] of [["png", "PNG"], ["svg", "SVG"], ["csv", "CSV"], ["xlsx", words.xlsx]]) {
    row.append(linkTo(() => address(`.${form}`), name, title, { download: "" }));
  }
  const table = button(words.table, title, () => showTable(figure, table, () => address("/table"), () => say(words.failed)));
  table.setAttribute("aria-pressed", false);
  row.append(table);
  if (navigator.clipboard) {
    row.append(button(words.link, title, () => copy(address())));
  }
  row.append(linkTo(() => `${address()}#cite`, words.cite, title, { target: "_blank" }));
  row.append(linkTo(() => `${address()}#embed`, words.embed, title, { target: "_blank" }));
  row.append(linkTo(address, words.alone, title, { target: "_blank" }));
  if (document.fullscreenEnabled) row.append(button(words.full, title, () => turnFull(figure)));
  if (counting) row.append(folded(words.counting, title, counting));
  row.append(status);
  return row;
}

// The address is that of the moment of the click: going by the keyboard and by the menu of a right click too.
function linkTo(address, name, title, more) {
  const link = Object.assign(document.createElement("a"), { textContent: name, href: address(), ...more });
  link.setAttribute("aria-label", `${title}: ${name}`);
  for (const event of ["pointerenter", "focus", "click"]) link.addEventListener(event, () => { link.href = address(); });
  return link;
}

function button(name, title, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: name, onclick: act });
  made.setAttribute("aria-label", `${title}: ${name}`);
  return made;
}

function folded(name, title, text) {
  const details = document.createElement("details");
  const summary = Object.assign(document.createElement("summary"), { textContent: name });
  summary.setAttribute("aria-label", `${title}: ${name}`);
  details.append(summary, Object.assign(document.createElement("p"), { textContent: text }));
  return details;
}

function turnFull({ box }) {
  if (document.fullscreenElement) document.exitFullscreen();
  else box.requestFullscreen();
}

document.addEventListener("fullscreenchange", () => {
  for (const figure of figures.values()) if (figure.text) { figure.stretch(); figure.ask(); }
});

// The table stands in the figure's place; nothing of it is sent before somebody asks.
async function showTable(figure, toggle, address, fail) {
  const isOpen = Boolean(figure.table);
  toggle.setAttribute("aria-pressed", !isOpen);
  if (isOpen) return figure.showPlot();
  figure.plot.hidden = true;
  figure.table = Object.assign(document.createElement("div"), { className: "chart-table", tabIndex: 0 });
  figure.plot.after(figure.table);
  figure.readTable = async () => {
    const answer = await fetch(address());
    if (!answer.ok) return fail();
    const table = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("table");
    figure.table?.replaceChildren(document.adoptNode(table));
  };
  await figure.readTable();
}

// One figure a frame, in the order of the page, so that the first is seen while the next is drawn.
async function drawWaiting() {
  if (isDrawing) return;
  isDrawing = true;
  try {
    const Plotly = await loadPlotly();
    while (waiting.size) {
      const [first] = [...waiting].sort((a, b) =>
        a.box.compareDocumentPosition(b.box) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
      waiting.delete(first);
      first.draw(Plotly);
      if (waiting.size) await nextFrame();
    }
  } finally {
    isDrawing = false;
  }
}

function nextFrame() {
  return new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  }));
}

function loadPlotly() {
  return (code ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = SITE + new URL(import.meta.url).searchParams.get("plotly");
    script.onload = () => done(window.Plotly);
    script.onerror = () => fail(new Error(`${script.src} did not load`));
    document.head.append(script);
  }));
}

// On paper every figure is there, and as wide as the paper.
addEventListener("beforeprint", () => {
  if (!window.Plotly) return;
  for (const figure of figures.values()) {
    if (figure.text) figure.draw(window.Plotly);
    figure.plot.style.setProperty("--shape", `${figure.width} / ${figure.height}`);
    for (const svg of figure.plot.querySelectorAll(".main-svg")) {
      svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
    }
  }
});

// Room for the labels of axes, where they are known beforehand: Plotly finds it by drawing everything twice.
function giveRoom({ data, layout }, { font, margin: { pad } }) {
  const { xaxis, yaxis, margin } = layout;
  // Where there is no title, a distance to it would be measured all the same.
  for (const axis of [xaxis, yaxis]) if (axis?.title?.text) axis.title.standoff ??= 1.75 * font.size;
  if (layout.xaxis2 || layout.yaxis2 || !xaxis || !yaxis) return;
  const beside = isPlain(yaxis) && namesOn(data, yaxis);
  if (beside) {
    yaxis.automargin = false;
    margin.l = Math.max(margin.l, Math.ceil(Math.max(0, ...beside.map((name) => widthOf(name, font))) + pad + 10));
  }
  const isFlat = xaxis.tickangle === 0 || !data.some(({ x }) => x?.some((value) => typeof value === "string"));
  if (isPlain(xaxis) && isFlat) {
    const lines = Math.max(1, ...(xaxis.ticktext ?? []).map((name) => linesOf(name).length));
    xaxis.automargin = false;
    margin.b = Math.max(margin.b, Math.ceil(lines * 1.3 * font.size + pad + 4));
  }
}

function isPlain({ automargin, type, side, title, showticklabels }) {
  return automargin && type !== "log" && !side && !title?.text && showticklabels !== false;
}

// What stands beside a vertical axis; of numbers, about the widest. Nothing where it cannot be told.
function namesOn(data, { ticktext, tickformat = ",", ticksuffix = "", range }) {
  if (ticktext) return ticktext;
  const values = data.flatMap(({ y }) => y ?? []);
  const names = values.filter((value) => typeof value === "string");
  if (names.length) return [...new Set(names)];
  if (![",", "d", ",d"].includes(tickformat)) return null;
  // Bars may stand on one another.
  const most = data.reduce((sum, { y, error_y }) => sum + largest(y) + largest(error_y?.array), 0);
  const end = Math.max(most, ...(range ?? []).map(Math.abs));
  const low = values.some((value) => value < 0) ? "-" : "";
  return [`${low}${Math.round(end).toLocaleString("en")}${end < 5 ? ".55" : ""}${ticksuffix}`];
}

function largest(values = []) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
}

function linesOf(name) {
  return String(name).split(/<br>|\n/);
}

function widthOf(name, { size, family }) {
  paper ??= document.createElement("canvas").getContext("2d");
  paper.font = `${size}px ${family}`;
  return Math.max(...linesOf(name).map((line) => paper.measureText(line).width));
}

let paper;

function addStyle() {
  if (document.getElementById("chart-figure-style")) return;
  const style = document.head.appendChild(document.createElement("style"));
  style.id = "chart-figure-style";
  style.textContent = STYLE;
}

// The theme's colours for the placeholders of figures, and its letters.
function themeOf(host) {
  const style = getComputedStyle(host);
  const value = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const key = ["background-color", "text-color", "border-color", "chart-categorical-colors", "font", "base-font-size"]
    .map(value).join();
  if (!themes.has(key)) themes.set(key, makeTheme(key, value));
  return themes.get(key);
}

const themes = new Map();

function makeTheme(key, value) {
  const [background, ink, grid, font] = ["background-color", "text-color", "border-color", "font"].map(value);
  const isDark = luminance(background) < 0.5;
  const faint = isDark ? "#e6eaf1" : "#808495";
  const places = [
    ...["categorical", "sequential", "diverging"].flatMap((kind) => value(`chart-${kind}-colors`).split(/,\s*/)),
    faint, faint, ink, ink, grid, faint, ink, background, faint, grid,
  ];
  const rem = parseFloat(value("base-font-size")) || 16;
  const small = { color: ink, family: font, size: 0.75 * rem };
  const title = { font: { ...small, size: 0.875 * rem } };
  const axis = { gridcolor: grid, zerolinecolor: grid, tickcolor: grid, tickfont: small, ticklabeloverflow: "allow" };
  const layout = {
    font: small,
    margin: { pad: 0.5 * rem },
    legend: { font: small, borderwidth: 0, valign: "top" },
    xaxis: { ...axis, showgrid: false, zeroline: false, title },
    yaxis: { ...axis, ticklabelposition: "outside", title },
    hoverlabel: { bgcolor: background, bordercolor: grid, font: small },
    coloraxis: { colorbar: { thickness: 16, outlinewidth: 0, title, tickfont: small } },
  };
  const colour = (text) => text.replace(HOLDS_COLOUR, (place) => places[Number(place.slice(1)) - 1]);
  return { key, colour, layout };
}

function luminance(colour) {
  const [red, green, blue] = colour.match(/^#(..)(..)(..)/)?.slice(1).map((part) => parseInt(part, 16) / 255)
    ?? colour.match(/[\d.]+/g).map((part) => part / 255);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
