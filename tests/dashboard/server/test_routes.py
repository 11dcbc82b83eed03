"""The routes of all modules, at the root and below a path."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.server.routes import routes

pytestmark = pytest.mark.usefixtures("recorded")


@pytest.mark.parametrize("site", ["", "/jobs", "/a/b"])
@pytest.mark.parametrize("path", ["/robots.txt", "/health/ready", "/data/nothing.csv"])
def test_every_module_answers_below_the_path_the_site_begins_at(site: str, path: str) -> None:
    client = TestClient(Starlette(routes=routes(site)))
    assert client.get(f"{site}{path}").status_code in (200, 404, 503)
    assert client.get(f"{site}{path}").headers["content-type"].startswith(("text/plain", "application/json"))
    assert client.get(f"/elsewhere{path}").status_code == 404


def test_what_stands_around_an_endpoint_stays_around_it() -> None:
    client = TestClient(Starlette(routes=routes("/jobs")))
    answer = client.options(
        "/jobs/data/postings.csv", headers={"Origin": "https://a.kr", "Access-Control-Request-Method": "GET"}
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    refused = client.get("/jobs/data/postings.csv?colour=red", headers={"Origin": "https://a.kr"})
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (400, "*")
