"""The rules of the house, read off the source: who may import whom, and what nobody may do."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from data_loader.schema import (
    ATTACHMENTS,
    BRANCHES,
    FACILITIES,
    FACILITY_FILES,
    INSTITUTIONS,
    POSTING_TEXTS,
    POSTINGS,
    PROGRAMMES,
    STAGES,
)
from tests.every_module import ROOT, in_every, name_of

OURS = ("data_loader", "dashboard", "pages")
MODULES = sorted(path for folder in OURS for path in (ROOT / folder).rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
EVERYTHING = [*MODULES, *sorted(ROOT.glob("*.py"))]
LONGEST_PAGE = 80
# In dashboard only the door to the data, what a server sets and does first, and the elements on screen.
KNOW_STREAMLIT = ("dashboard/data.py", "dashboard/internals.py", "dashboard/server/warmup.py", "dashboard/ui/")


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a module's syntax tree; each module is parsed once."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imported(path: Path) -> set[str]:
    """The modules a module imports, wherever in it."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: imports are written in full"
            found.add(str(node.module))
    return found


def packages(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def calls_with(path: Path, keyword: str) -> Iterator[ast.keyword]:
    for node in nodes(path):
        if isinstance(node, ast.Call):
            yield from (given for given in node.keywords if given.arg == keyword)


# Imports point one way


@in_every([path for path in MODULES if name_of(path).startswith("data_loader/")])
def test_the_loader_knows_no_screen(path: Path) -> None:
    assert not packages(path) & {"streamlit", "plotly", "dashboard", "pages"}


@in_every([path for path in MODULES if name_of(path).startswith("dashboard/")])
def test_the_dashboard_knows_no_page_and_streamlit_in_a_few_places_only(path: Path) -> None:
    assert "pages" not in packages(path)
    assert "streamlit" not in packages(path) or name_of(path).startswith(KNOW_STREAMLIT)


@in_every([path for path in MODULES if name_of(path).startswith(("dashboard/measures/", "dashboard/charts/"))])
def test_numbers_and_figures_are_worked_out_without_screen_and_session(path: Path) -> None:
    assert not {name for name in imported(path) if name.startswith(("dashboard.ui", "dashboard.data"))}


# Each wing may know those to its left. A ground floor is for all; who ties the wings together knows them all.
WINGS = {
    "data_loader": ("reference", "tables", "facts", "sample", "portal", "store", "alio", "documents", "sync"),
    "dashboard": (
        *(
            "languages",
            "search",
            "selection",
            "measures",
            "charts",
            "posting",
            "matching",
            "takeaways",
            "questions",
            "ask",
            "ui",
            "mcp",
            "server",
        ),
    ),
}
TIE_THE_WINGS = ("__main__", "build", "catalogue")


@in_every(
    [path for path in MODULES if len(path.relative_to(ROOT).parts) > 2 and not path.stem.startswith(TIE_THE_WINGS)]
)
def test_a_wing_knows_only_wings_that_stand_before_it(path: Path) -> None:
    package, own = path.relative_to(ROOT).parts[:2]
    order = WINGS[package]
    known = {name.split(".")[1] for name in imported(path) if name.startswith(f"{package}.")} & {*order}
    assert own in order, f"{package}/{own} has no place in the order of the wings"
    assert known <= {*order[: order.index(own) + 1]}


@pytest.mark.parametrize(("package", "most"), [("data_loader", 12), ("dashboard", 8)])
def test_few_modules_stand_on_the_ground_floor(package: str, most: int) -> None:
    assert len([path for path in MODULES if path.parent == ROOT / package]) <= most


@in_every(EVERYTHING)
def test_private_names_of_others_stand_in_one_module(path: Path) -> None:
    ours = {path.stem for path in MODULES} | {*OURS}
    for node in nodes(path):
        names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
        outside = isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] not in ours
        private = [name for name in names if name.startswith("_") and name != "__version__"]
        assert not (outside and private), f"{name_of(path)}: {private}"


@in_every(PAGES)
def test_a_page_imports_streamlit_and_the_dashboard_and_no_tool_for_numbers(path: Path) -> None:
    assert packages(path) - sys.stdlib_module_names <= {"streamlit", "dashboard"}


@in_every(PAGES)
def test_a_page_is_a_paragraph(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_PAGE


# What nobody may do


@in_every(EVERYTHING)
def test_no_module_is_a_drawer_for_everything(path: Path) -> None:
    assert path.stem not in ("utils", "util", "helpers", "helper", "common", "manager", "misc")


@in_every(EVERYTHING)
def test_html_is_never_trusted_and_certificates_always_checked(path: Path) -> None:
    assert not list(calls_with(path, "unsafe_allow_html"))
    assert not [given for given in calls_with(path, "verify") if getattr(given.value, "value", True) is False]


@in_every(EVERYTHING)
def test_errors_are_caught_by_name_or_raised_again(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.ExceptHandler):
            names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else set()
            is_broad = node.type is None or bool(names & {"Exception", "BaseException"})
            last = node.body[-1]
            raises_again = isinstance(last, ast.Raise) and last.exc is None
            assert not is_broad or raises_again, f"{name_of(path)}:{node.lineno}"


PORTAL_NAMES = {
    name
    for table in (
        *(POSTINGS, POSTING_TEXTS, STAGES, ATTACHMENTS, INSTITUTIONS),
        *(BRANCHES, FACILITIES, FACILITY_FILES, PROGRAMMES),
    )
    for name in (
        *(c.source for c in table.received),
        *(c.source_names for c in table.received),
        *table.ignored,
        *table.personal,
    )
}

# A parameter of a request that is spelled like a field of the answer.
REQUEST_PARAMETERS = {"data_loader/portal/client.py": {"ongoingYn"}}


@in_every([path for path in MODULES if name_of(path) != "data_loader/schema.py"])
def test_the_names_of_the_portal_stand_in_the_schema_alone(path: Path) -> None:
    # `files` and `steps` are names of the portal too, but anybody's words.
    spellings = sorted(name for name in PORTAL_NAMES if re.search("[A-Z]", name))
    assert "recrutPblntSn" in spellings
    found = re.findall(rf"\b(?:{'|'.join(spellings)})\b", path.read_text(encoding="utf-8"))
    assert set(found) <= REQUEST_PARAMETERS.get(name_of(path), set())


# Importing does nothing

IMPORT_QUIETLY = """
import importlib, sys, threading
import numpy, pandas, plotly, pyarrow, pyarrow.compute, pyarrow.csv, pyarrow.parquet, requests, streamlit
import mcp.server, prometheus_client, openpyxl, logging.config, xlsxwriter, matplotlib.figure, unhwp, extract_hwp, pypdfium2, pdfplumber

root, *modules = sys.argv[1:]
# What the libraries above do when they are first used.
importlib.import_module("streamlit.runtime.caching")
seen = []

def watch(event, args):
    if event == "open":
        path, mode = str(args[0]), args[1] or "r"
        is_code = path.endswith((".py", ".pyc", ".so")) or "__pycache__" in path
        if not is_code and (path.startswith(root) or set(mode) & set("wax+")):
            seen.append(f"open {path} {mode}")
    elif event.startswith(("socket.", "subprocess.", "sqlite3.", "os.system", "os.fork", "os.exec", "urllib.")):
        seen.append(event)

sys.addaudithook(watch)
threads = threading.active_count()
for module in modules:
    importlib.import_module(module)
    assert not seen, f"{module}: {seen}"
    assert threading.active_count() == threads, f"{module}: starts a thread"
"""


def test_importing_a_module_opens_no_file_and_no_connection(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = [name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in MODULES]
    modules = [name for name in names if not name.startswith("pages.")]
    assert len(modules) > 20
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_QUIETLY, str(ROOT), *modules],
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(tmp_path),
            # Matplotlib keeps the fonts it found there.
            "MPLCONFIGDIR": str(tmp_path_factory.mktemp("matplotlib")),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())
