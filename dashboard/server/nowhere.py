"""What stands at an address that leads nowhere."""

from collections.abc import Iterable

from starlette.responses import HTMLResponse

from dashboard.languages import _
from dashboard.takeaways.html import POLICY, document, links, text
from dashboard.takeaways.titles import name_of, navigation


def not_found(label: str, there_is: Iterable[tuple[str, str]]) -> HTMLResponse:
    """That nothing is there, and what there is instead: (address, name)."""
    title = _("이 주소에는 아무것도 없습니다")
    body = [f"<h1>{text(title)}</h1>", f"<h2>{text(label)}</h2>", links(label, there_is)]
    return HTMLResponse(document(title, body), 404, {"Content-Security-Policy": POLICY})


def pages_below(root: str) -> list[tuple[str, str]]:
    """The pages of the app, with their addresses below its own."""
    return [(f"{root}/{page}", name_of(page)) for page in navigation() if page]
