"""What every test may use: the recorded real data, where they lie beside the project."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner

REAL = Path(__file__).resolve().parent.parent.parent / "shared" / "real"


# Beside what is marked in its module: what kills, waits, or goes through many files, and products of charts and situations.
LONG_MODULES = (
    "alio/test_service.py", "alio/test_sheets.py", "alio/test_workbooks.py", "alio/test_sizes.py", "alio/test_vintages.py",
    "sample/test_making.py", "sync/test_losses.py", "sync/test_day.py", "sync/test_audit.py", "sync/test_run.py", "sync/test_publishing.py",
    "takeaways/test_workbook.py", "takeaways/test_two_readers.py", "charts/pay/test_every_chart.py", "charts/test_comparison.py",
    "measures/test_contributions.py", "measures/test_terms.py", "measures/test_competition.py", "selection/test_fillers.py",
    "server/test_paper.py",
)  # fmt: skip
LONG_NAMES = (
    "whatever_is",
    "in_every_situation",
    "speaks_english",
    "speak_english",
    "hostile_text_takes",
    "with_something_on_it",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test first: begun last, it would keep one processor busy alone in the end."""
    for item in items:
        if item.path.as_posix().endswith(LONG_MODULES) or any(name in item.name for name in LONG_NAMES):
            item.add_marker(pytest.mark.long)
    items.sort(key=lambda item: "longest" not in item.keywords)


@pytest.fixture(scope="session", autouse=True)
def _components_looked_for_once() -> Iterator[None]:
    """Each run in Streamlit's test harness would read what every installed package says of itself, for half a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of recorded real data; a clone without it skips the tests that need them."""
    if not REAL.is_dir():
        pytest.skip("recorded real data (../shared/real) are not beside this clone")
    return REAL


@pytest.fixture(scope="session")
def real_list(real: Path) -> dict[str, Any]:
    """The recorded answer of the recruitment list: every posting open on 2025-11-03."""
    answer: dict[str, Any] = json.loads((real / "recruitment" / "list_20251103.json").read_text(encoding="utf-8"))
    return answer
