"""The browser's code for figures: this project's own and the one of the plotly package, kept by browsers for a year."""

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.ui.browser_code import CODE, FOLDER, address_of

# An address names the state of what it leads to.
FOR_A_YEAR = "public, immutable, max-age=31536000"


def routes() -> list[Route]:
    return [Route(f"{FOLDER}/{{name}}.{{mark}}.js", _code)]


def _code(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in CODE:
        return PlainTextResponse("404", 404)
    # A page opened before the program changed gets today's code, but must not keep it under the old address.
    is_current = request.url.path.endswith(address_of(name))
    headers = {"Cache-Control": FOR_A_YEAR if is_current else "no-cache"}
    return FileResponse(CODE[name], headers=headers, media_type="text/javascript")
