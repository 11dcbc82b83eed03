"""What every test may use: the recorded real data, where they lie beside the project."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner

REAL = Path(__file__).resolve().parent.parent.parent / "shared" / "real"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test first: begun last, it would keep one processor busy alone in the end."""
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
