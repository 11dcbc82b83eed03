"""Store and ledger against a slow and obvious model: what an onlooker with a notebook would say.

Postings are published, edited, extended, withdrawn and put back at random, and looked at at random times: the
whole list, what is open, a window of start dates, page by page or cut short. The notebook holds only what each
look saw; all answers are worked out from it by reading it from the front.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loader.schema import POSTINGS
from data_loader.settings import KST
from data_loader.store.database import Store
from data_loader.sync.ledger import read_ledger
from tests.data_loader.conftest import NOW, posting_row

pytestmark = pytest.mark.long

Row = dict[str, Any]
# Titles that do not normalise alike: re-postings are tested by themselves.
TITLES = ("가", "나", "나(공고취소)", "다")
NUMBERS = st.integers(1, 3)
DAYS = st.integers(-2, 5)
WINDOWS = (("2025-10-30", "2025-11-03"), ("2025-11-04", "2025-11-07"))


@dataclass
class Look:
    """One reading: when, with which filters, what it saw, and whether it came to its end."""

    at: datetime
    filters: dict[str, str]
    saw: dict[int, Row]
    is_complete: bool

    @property
    def day(self) -> date:
        return self.at.astimezone(KST).date()

    def must_show(self, row: Row) -> bool:
        if self.filters.get("ongoingYn") == "Y":
            return first_day(row) <= self.day <= last_day(row)
        if self.filters:
            low, high = (date.fromisoformat(bound) for bound in self.filters.values())
            return low <= first_day(row) <= high
        return True

    def would_have_shown_by(self, day: date, row: Row) -> bool:
        if self.filters.get("ongoingYn") == "Y":
            return first_day(row) <= day and self.day <= last_day(row)
        return self.must_show(row)


def first_day(row: Row) -> date:
    return datetime.strptime(row["pbancBgngYmd"], "%Y%m%d").replace(tzinfo=KST).date()


def last_day(row: Row) -> date:
    return datetime.strptime(row["pbancEndYmd"], "%Y%m%d").replace(tzinfo=KST).date()


@dataclass
class Notebook:
    looks: list[Look] = field(default_factory=list)

    def sightings(self, number: int) -> list[tuple[datetime, Row]]:
        return [(look.at, look.saw[number]) for look in self.looks if number in look.saw]

    def versions(self, number: int) -> list[tuple[datetime, Row]]:
        kept: list[tuple[datetime, Row]] = []
        for at, row in self.sightings(number):
            if not kept or kept[-1][1] != row:
                kept.append((at, row))
        return kept

    def absences(self, number: int) -> list[tuple[datetime, datetime | None]]:
        ended: list[tuple[datetime, datetime | None]] = []
        missed: Look | None = None
        known: Row | None = None
        for look in self.looks:
            row = look.saw.get(number)
            if row is not None:
                if missed and missed.must_show(row):
                    ended.append((missed.at, look.at))
                missed, known = None, row
            elif known and look.is_complete and not missed and look.must_show(known):
                missed = look
        return ended + ([(missed.at, None)] if missed else [])

    def is_new(self, number: int) -> bool:
        first, row = self.sightings(number)[0]
        day = first.astimezone(KST).date()
        return any(look.is_complete and look.at < first and look.would_have_shown_by(day, row) for look in self.looks)

    def known_at(self, when: datetime) -> dict[int, Row]:
        found = {}
        for number in {number for look in self.looks for number in look.saw}:
            seen = [row for at, row in self.sightings(number) if at <= when]
            is_gone = any(since <= when and (until is None or until > when) for since, until in self.absences(number))
            if seen and not is_gone:
                found[number] = seen[-1]
        return found

    def changes(self, number: int) -> set[tuple[Any, ...]]:
        versions = self.versions(number)
        told: set[tuple[Any, ...]] = {(versions[0][0], "new")} if self.is_new(number) else set()
        if self.is_new(number) and "취소" in versions[0][1]["recrutPbancTtl"]:
            told.add((versions[0][0], "cancelled"))
        for (_, old), (at, new) in pairwise(versions):
            if old["pbancEndYmd"] != new["pbancEndYmd"]:
                told.add((at, "extended" if last_day(new) > last_day(old) else "shortened"))
            if old["recrutPbancTtl"] != new["recrutPbancTtl"]:
                is_cancelled = "취소" in new["recrutPbancTtl"] and "취소" not in old["recrutPbancTtl"]
                told.add((at, "cancelled" if is_cancelled else "edited"))
            if old["pbancBgngYmd"] != new["pbancBgngYmd"]:
                told.add((at, "edited"))
        for since, until in self.absences(number):
            known = [row for at, row in versions if at <= since][-1]
            if since.astimezone(KST).date() <= last_day(known):
                told.add((since, "withdrawn"))
                told |= {(until, "returned")} if until else set()
        return told


def shown(row: Row, day: date) -> Row:
    """The row as the portal shows it on a day."""
    return row | {"decimalDay": (last_day(row) - day).days, "ongoingYn": "Y" if first_day(row) <= day else "N"}


def steady(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("decimalDay", "ongoingYn")}


def ymd(days: int) -> str:
    return f"{NOW.date() + timedelta(days=days):%Y%m%d}"


LOOK = st.tuples(st.just("look"), st.sampled_from(["all", "all", "open", "open", 0, 1]), st.sampled_from([0, 0, 0, 1]))
CHANGE = (
    st.tuples(st.just("title"), NUMBERS, st.sampled_from(TITLES))
    | st.tuples(st.just("start"), NUMBERS, DAYS)
    | st.tuples(st.just("end"), NUMBERS, DAYS)
    | st.tuples(st.just("withdraw"), NUMBERS)
)
PUBLISH = st.tuples(st.just("publish"), NUMBERS, DAYS, st.integers(0, 5))
LIFE = st.lists(PUBLISH | CHANGE | LOOK | LOOK, min_size=15, max_size=30)


def live(store: Store, life: list[tuple[Any, ...]]) -> Notebook:
    """Let it all happen, some hours apart, to the store and into the notebook."""
    world: dict[int, Row] = {}
    notebook = Notebook()
    at = NOW
    for what, *how in life:
        at += timedelta(hours=7)
        if what == "look":
            notebook.looks.append(look(store, world, at, *how))
        elif what == "publish":
            number, start, length = how
            world[number] = steady(
                posting_row(
                    number,
                    pbancBgngYmd=ymd(start),
                    pbancEndYmd=ymd(start + length),
                    pblntInstCd=f"C{number}",
                    recrutPbancTtl="가",
                )
            )
        elif what == "withdraw":
            world.pop(how[0], None)
        elif how[0] in world:
            change(world[how[0]], what, how[1])
    return notebook


def change(row: Row, what: str, value: Any) -> None:
    if what == "title":
        row["recrutPbancTtl"] = value
    elif what == "start":
        row["pbancBgngYmd"] = min(ymd(value), row["pbancEndYmd"])
    else:
        row["pbancEndYmd"] = max(ymd(value), row["pbancBgngYmd"])


def look(store: Store, world: dict[int, Row], at: datetime, part: object, cut_after: int) -> Look:
    """Read a part of the list two rows at a time; `cut_after` 1 or 2 pages it is cut short, where there are more."""
    filters: dict[str, str] = {}
    if part == "open":
        filters = {"ongoingYn": "Y"}
    elif isinstance(part, int):
        filters = dict(zip(("pbancBgngYmd", "pbancEndYmd"), WINDOWS[part], strict=True))
    this = Look(at, filters, {}, True)
    rows = [(number, dict(row)) for number, row in sorted(world.items(), reverse=True) if this.must_show(row)]
    run = store.start_run("recruitment", filters, 2, at)
    for place in range(0, len(rows), 2):
        if place and place == cut_after * 2:
            this.is_complete = False
            return this
        page = rows[place : place + 2]
        run = store.save_page(run, [shown(row, this.day) for _, row in page], "recrutPblntSn", len(rows), 2, at)
        this.saw |= dict(page)
    store.finish_run(run, complete=True, now=at)
    return this


def titles(notebook: Notebook) -> pa.Table:
    """As much of the tidy table as the ledger needs: what each posting was last known to say."""
    rows = [notebook.versions(number)[-1][1] for number in numbers(notebook)]
    return pa.table(
        {
            "posting_id": pa.array([row["recrutPblntSn"] for row in rows], pa.int64()),
            "institution_code": pa.array([row["pblntInstCd"] for row in rows], pa.string()),
            "title": pa.array([row["recrutPbancTtl"] for row in rows], pa.string()),
            "start_date": pa.array([first_day(row) for row in rows], POSTINGS.column("start_date").arrow_type),
        }
    )


def numbers(notebook: Notebook) -> list[int]:
    return sorted({number for look in notebook.looks for number in look.saw})


@settings(max_examples=40)
@given(LIFE)
def test_store_and_ledger_say_what_an_onlooker_would_say(tmp_path_factory: Any, life: list[tuple[Any, ...]]) -> None:
    folder: Path = tmp_path_factory.mktemp("store")
    with Store(folder) as store:
        notebook = live(store, life)
        seen = numbers(notebook)
        states = {state.key: state for state in store.states("recruitment")}
        assert sorted(states) == seen
        for number, state in states.items():
            sightings, absences = notebook.sightings(number), notebook.absences(number)
            assert (state.first_seen_at, state.last_seen_at) == (sightings[0][0], sightings[-1][0])
            assert state.missing_since == (absences[-1][0] if absences and absences[-1][1] is None else None)
            assert [(a.since, a.until) for a in store.absences("recruitment") if a.key == number] == absences
            kept = [(v.seen_from, v.row) for v in store.versions("recruitment") if v.key == number]
            assert kept == (notebook.versions(number) if len(notebook.versions(number)) > 1 else [])
        latest = {row["recrutPblntSn"]: steady(row) for row in store.latest("recruitment")}
        assert latest == {number: notebook.sightings(number)[-1][1] for number in seen}
        for when in (this.at + timedelta(hours=later) for this in notebook.looks[-6:] for later in (-1, 0)):
            known = {row["recrutPblntSn"]: row for row in store.as_of("recruitment", when)}
            assert known == notebook.known_at(when)
        told = read_ledger(store, titles(notebook)).changes.to_pylist()
    for number in seen:
        said = {(row["observed_at"], row["change"]) for row in told if row["posting_id"] == number}
        assert said == notebook.changes(number)
