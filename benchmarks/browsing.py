"""How long a reader waits in a real browser, beside a page of one chart: both in turns in one run, so that a busy machine
slows both. The time of the main thread is counted in its own processor time, which other work hardly moves."""

import shutil
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Locator, Page, sync_playwright

from benchmarks.servers import DASHBOARD, ONE_CHART, serve

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-renderer-backgrounding", "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
)  # fmt: skip
SIDEBAR = "[data-testid=stSidebar] [data-testid=stMultiSelect]"
# A page without filters in the sidebar has its choice in the page.
IN_PAGE = "[data-testid=stMain] [data-testid=stSelectbox]"
PAGES = {
    "한눈에": ("", SIDEBAR),
    "추이": ("trends?view=months", SIDEBAR),
    "지도": ("places", SIDEBAR),
    "임금": ("pay", IN_PAGE),
}
# The second of the filters and the third: hire type and region, by turns.
FILTERS = (1, 2)
QUIET_MS = 800
OPENING_MS = 450
TRIES = 3
PATIENCE_MS = 60_000
FIGURE = ".js-plotly-plot"

# Notes the reader's click, and when the main column and its figures last changed on screen.
WATCH = """(() => {
    const seen = window.seen = {click: 0, any: 0, main: 0, figure: 0};
    const painted = (then) => requestAnimationFrame(() => {
        const {port1, port2} = new MessageChannel(); port1.onmessage = then; port2.postMessage(0);
    });
    addEventListener("pointerup", event => { if (event.target.closest?.("[role=option]")) seen.click = event.timeStamp }, true);
    let isDue = false, isMain = false, isFigure = false;
    new MutationObserver(changes => {
        seen.any = performance.now();
        for (const {target, addedNodes} of changes) {
            const element = target.nodeType === 1 ? target : target.parentElement;
            if (!element?.closest?.("[data-testid=stMain]")) continue;
            isMain = true;
            isFigure ||= !!element.closest("FIGURE") || [...addedNodes].some(node => node.querySelector?.("FIGURE"));
        }
        if (isDue || !isMain) return;
        isDue = true;
        painted(() => {
            const now = performance.now();
            if (isMain) seen.main = now;
            if (isFigure) seen.figure = now;
            isDue = isMain = isFigure = false;
        });
    }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
})()""".replace("FIGURE", FIGURE)
# The figures of some pages come a while after their page.
SETTLED = f"""document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]")
    && !document.querySelector("[data-testid=stSkeleton]") && document.querySelector("{FIGURE} .main-svg")
    && performance.now() - seen.any > {QUIET_MS}"""


@dataclass(frozen=True, slots=True)
class Click:
    """Milliseconds from the pointer's release to the frame after the last change, and of the main thread's processor."""

    wait: float
    processor: float


@dataclass(frozen=True, slots=True)
class Visit:
    """Of a browser that was never there: milliseconds until the last figure in sight, and kB on the wire."""

    painted: float
    kilobytes: float


@dataclass(frozen=True, slots=True)
class Beside:
    """Medians of a page and of the page of one chart."""

    page: str
    ours: Any
    theirs: Any


def try_browser(data_dir: Path, clicks: int, visits: int) -> tuple[list[Beside], Beside]:
    """Filter clicks on each page, and first visits to the first; each beside the page of one chart."""
    with (
        serve(ONE_CHART, data_dir) as one,
        serve(DASHBOARD, data_dir) as dashboard,
        sync_playwright() as playwright,
    ):

        @contextmanager
        def browser() -> Iterator[Browser]:
            launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
            try:
                yield launched
            finally:
                launched.close()

        def visit(url: str) -> Visit:
            with browser() as fresh:
                return _first_visit(_open_tab(fresh), url)

        # The server's first answers are nobody's.
        for url in (one.url, dashboard.url):
            visit(url)
        both = [(visit(dashboard.url), visit(one.url)) for _ in range(visits)]
        first = Beside("한눈에", *(_median(Visit, column) for column in zip(*both, strict=True)))
        pages = []
        for name, (path, choices) in PAGES.items():
            with browser() as opened:
                tabs = [Tab(opened, f"{dashboard.url}/{path}", choices), Tab(opened, one.url, SIDEBAR)]
                rounds = [[tab.click(turn) for tab in tabs] for turn in range(clicks + 1)]
                pages.append(Beside(name, *(_median(Click, column) for column in zip(*rounds[1:], strict=True))))
        return pages, first


class Tab:
    def __init__(self, browser: Browser, url: str, choices: str) -> None:
        self._page, self._tools = _open_tab(browser)
        self._choices = choices
        self._page.goto(url)
        self._settle()

    def click(self, turn: int) -> Click:
        """Choose one more option, of one filter and the other by turns."""
        page = self._page
        page.bring_to_front()
        boxes = page.locator(self._choices)
        box = boxes.nth(FILTERS[turn % len(FILTERS)] % boxes.count())
        options = self._opened(box)
        # A list of one choice is gone through; of a filter, one that is left is taken.
        place = min(1, options.count() - 1) if self._choices == SIDEBAR else turn % options.count()
        before = _processor_ms(self._tools)
        page.evaluate("Object.assign(seen, {click: 0, main: 0})")
        options.nth(place).click()
        page.keyboard.press("Escape")
        self._settle()
        seen = page.evaluate("seen")
        return Click(max(seen["main"] - seen["click"], 0), _processor_ms(self._tools) - before)

    def _opened(self, box: Locator) -> Locator:
        """The options of a list. One that still has the focus does not open again on a click."""
        options = self._page.get_by_role("option")
        for open_it in (
            box.locator("input").first.click,
            lambda: box.locator("input").first.press("ArrowDown"),
        ) * TRIES:
            open_it()
            # The list comes in slowly; the reader looks at it.
            self._page.wait_for_timeout(OPENING_MS)
            if options.count():
                break
        return options

    def _settle(self) -> None:
        self._page.wait_for_function(SETTLED, polling=120, timeout=PATIENCE_MS)


def _open_tab(browser: Browser) -> tuple[Page, CDPSession]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ko-KR", timezone_id="Asia/Seoul")
    context.add_init_script(WATCH)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    return page, tools


def _first_visit(tab: tuple[Page, CDPSession], url: str) -> Visit:
    page, tools = tab
    sizes: list[float] = []
    tools.send("Network.enable")
    tools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="commit")
    page.wait_for_function(f"window.seen && {SETTLED}", polling=120, timeout=PATIENCE_MS)
    return Visit(page.evaluate("seen.figure"), sum(sizes) / 1000)


def _processor_ms(tools: CDPSession) -> float:
    metrics = tools.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def _median(kind: type[Any], measured: Sequence[Any]) -> Any:
    return kind(*(statistics.median(getattr(each, name) for each in measured) for name in kind.__slots__))
