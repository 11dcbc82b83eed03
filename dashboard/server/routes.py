"""Everything the server answers beside the pages: whoever has routes stands in `WITH_ROUTES`.

Streamlit puts its own below `server.baseUrlPath`; these go there too.
"""

from starlette.routing import Route

from dashboard.server import asked_by_browsers, assistants, by_url, code, follow, health, paper

WITH_ROUTES = (by_url, health, asked_by_browsers, code, paper, follow, assistants)


def routes(prefix: str = "") -> list[Route]:
    """The routes below a prefix such as `jobs`, with or without slashes around it."""
    root = f"/{prefix.strip('/')}".rstrip("/")
    ours = [route for module in WITH_ROUTES for route in module.routes()]
    return [Route(f"{root}{route.path}", route.app, methods=[*(route.methods or ())]) for route in ours]
