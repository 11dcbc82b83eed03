"""What the server tells of itself."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.server.metrics import RERUN, routes

pytestmark = pytest.mark.usefixtures("recorded")


def test_reruns_readers_files_and_refusals_are_told() -> None:
    RERUN.observe(0.02)
    said = TestClient(Starlette(routes=routes())).get("/metrics").text
    for name in (
        "rerun_seconds_bucket",
        "readers",
        "files_waiting",
        'refused_total{what="files"}',
        "snapshot_age_seconds",
    ):
        assert f"\n{name}" in said, name
