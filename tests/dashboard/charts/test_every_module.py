"""A chart is one function and one test: short functions, each called in the test module that mirrors its own."""

import ast
from pathlib import Path

import pytest

CHARTS = Path(__file__).resolve().parents[3] / "dashboard" / "charts"
TESTS = Path(__file__).resolve().parent
MODULES = sorted(path for path in CHARTS.rglob("*.py") if path.stem != "__init__")
LONGEST_FUNCTION = 25
# Modules whose charts are tested together, by what they have in common.
TESTED_IN = {
    "notices": "test_postings_views",
    "terms": "test_postings_views",
    "years": "test_postings_views",
}


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def charts_of(path: Path) -> list[str]:
    return [
        function.name
        for function in functions(path)
        if isinstance(function.returns, ast.Name) and function.returns.id == "Chart" and function.name[0] != "_"
    ]


def name_of(path: Path) -> str:
    return path.relative_to(CHARTS).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_is_longer_than_can_be_seen_at_once(path: Path) -> None:
    long = {
        function.name: function.end_lineno - function.lineno + 1 for function in functions(path) if function.end_lineno
    }
    assert not {name: lines for name, lines in long.items() if lines > LONGEST_FUNCTION}


@pytest.mark.parametrize("path", [path for path in MODULES if charts_of(path)], ids=name_of)
def test_every_chart_is_called_in_the_test_module_of_its_own(path: Path) -> None:
    tests = TESTS / path.relative_to(CHARTS).parent / f"{TESTED_IN.get(path.stem, f'test_{path.stem}')}.py"
    called = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(ast.parse(tests.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute | ast.Name)
    }
    assert {*charts_of(path)} <= called
