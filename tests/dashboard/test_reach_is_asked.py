"""Nobody reads the days on which postings start without asking which of them were read whole."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.every_module import ROOT, in_every, name_of

# The index itself knows; what it gives to others are histories.
ASKED_BY = ROOT / "dashboard" / "selection"
FILES = [
    path
    for folder in ("dashboard", "pages")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if ASKED_BY not in path.parents
]
START_DAYS = {"start", "month", "rows_since", "rows_from", "in_spans", "last_year", "all_days", "recent", "covered"}
ASKS = {"history", "population", "days_read", "is_whole", "is_whole_from_the_start", "months_read", "years_read"}
# What needs no history, and why.
NEEDS_NONE = {
    "dashboard/measures/flow.py:_daily": "counts days for functions that have asked",
    "dashboard/measures/flow.py:_recent_daily": "counts days for functions that have asked",
    "dashboard/measures/flow.py:_every_daily": "counts days for functions that have asked",
    "dashboard/measures/flow.py:__init__": "counts days for functions that have asked",
    "dashboard/measures/notices.py:lead_times": "of postings seen to be new, which needs no other",
    "dashboard/measures/notices.py:followings": "what each posting is to an earlier one; `repostings` asks of which days",
    "dashboard/measures/notices.py:_histograms": "how long postings given are open, whenever they start",
    "dashboard/charts/provinces.py:_months_of": "names the days of postings that were counted",
}
# Shares of a whole: of days read, or of what is open.
BREAKDOWNS = {"break_down", "by_municipality", "regular_share", "share_naming", "region_by_field", "domestic", "mix",
              "headquarters_to_workplace", "headcount_per_100_000"}  # fmt: skip
IS_GIVEN_THEM = {
    "dashboard/takeaways/brief.py:_regular": "of the last year or of what is open, as `_counted` says",
    "dashboard/takeaways/brief.py:_posting_facts": "of the last year or of what is open, as `_counted` says",
    "dashboard/ui/institution.py:_show_mix": "gives everything to a chart that asks",
}


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def attributes(function: ast.FunctionDef) -> set[tuple[str, str]]:
    """(owner, name) of every attribute read in it; the owner's last name, as `index` in `found.index.start`."""
    read = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            read.add((name, node.attr))
    return read


def reads_start_days(function: ast.FunctionDef) -> bool:
    owners = {"index", "found", "history", "own", "owners", "postings", "counted", "open_now", "peers"}
    return any(owner in owners and name in START_DAYS for owner, name in attributes(function))


def takes_a_history(function: ast.FunctionDef) -> bool:
    annotations = [ast.unparse(arg.annotation) for arg in function.args.args if arg.annotation]
    return any("History" in text for text in annotations)


def asks(function: ast.FunctionDef) -> bool:
    return takes_a_history(function) or bool({name for _owner, name in attributes(function)} & ASKS)


def forgetful(path: Path) -> list[str]:
    where = name_of(path)
    return [
        f"{where}:{function.name}"
        for function in functions(path)
        if reads_start_days(function) and not asks(function) and f"{where}:{function.name}" not in NEEDS_NONE
    ]


@in_every(FILES)
def test_whoever_reads_start_days_asks_which_were_read(path: Path) -> None:
    assert not forgetful(path)


def breaks_down(function: ast.FunctionDef) -> bool:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    return bool(names & BREAKDOWNS)


@in_every(FILES)
def test_whoever_breaks_down_asks_for_the_population(path: Path) -> None:
    where = name_of(path)
    # Measures count whom they are given.
    if where.startswith("dashboard/measures/"):
        return
    assert [
        name for function in functions(path)
        if breaks_down(function) and not asks(function) and (name := f"{where}:{function.name}") not in IS_GIVEN_THEM
    ] == []  # fmt: skip


def test_a_measure_that_forgets_to_ask_is_found(tmp_path: Path) -> None:
    text = "def per_year(found: Found):\n    return 1970 + found.index.month[found.rows] // 12\n"
    (function,) = ast.parse(text).body
    assert isinstance(function, ast.FunctionDef)
    assert reads_start_days(function)
    assert not asks(function)
    (good,) = ast.parse(text.replace("Found", "History")).body
    assert isinstance(good, ast.FunctionDef)
    assert asks(good)


def test_every_exception_is_one() -> None:
    known = {f"{name_of(path)}:{function.name}" for path in FILES for function in functions(path)}
    assert {*NEEDS_NONE, *IS_GIVEN_THEM} <= known
