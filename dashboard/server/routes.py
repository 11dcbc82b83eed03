"""Everything the server answers beside the pages: whoever has routes stands in `WITH_ROUTES`.

Streamlit puts its own below `server.baseUrlPath`; these go there too.
"""

from starlette.routing import Route

from dashboard.server import asked_by_browsers, assistants, by_url, charts, code, follow, health, paper

WITH_ROUTES = (by_url, health, asked_by_browsers, code, paper, follow, charts, assistants)


def routes(site: str = "") -> list[Route]:
    """The routes below the path the site begins at, as `/jobs`."""
    return [_below(site, route) for module in WITH_ROUTES for route in module.routes()]


def _below(site: str, route: Route) -> Route:
    placed = Route(f"{site}{route.path}", route.endpoint, methods=[*(route.methods or ())])
    # With what was put around the endpoint.
    placed.app = route.app
    return placed
