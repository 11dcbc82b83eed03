"""From the store to a published snapshot: what changed is tidied, what did not stays as it is.

The first time in a process everything is tidied, so that a new program shows itself; after that only what
changed since. Where nothing changed no table is written, only the times at which it was seen move on.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_loader.columns import CODE_TABLES, Tidied
from data_loader.details import competitions, tidy_details
from data_loader.errors import PortalAnswerInvalid, SnapshotError
from data_loader.knowledge import Survey
from data_loader.ledger import read_ledger
from data_loader.offers import tidy_branches, tidy_facilities, tidy_programmes
from data_loader.plan import Details, Knowledge, Plan
from data_loader.portal import (
    BRANCHES,
    FACILITIES,
    FACILITY_DETAIL,
    INSTITUTIONS,
    PROGRAMMES,
    RECRUITMENT,
    RECRUITMENT_DETAIL,
    Operation,
    branches_of,
)
from data_loader.reference import load_reference
from data_loader.schema import CODE_NAMES, POSTINGS, REJECTED, TABLES, UNREAD_VALUES
from data_loader.schema import INSTITUTIONS as INSTITUTION_TABLE
from data_loader.sentence import Sentence, joined
from data_loader.settings import KST
from data_loader.snapshot import NewTable, Origin, SameTable, Snapshot, current_id, open_current, publish
from data_loader.store import Store
from data_loader.tidy import POSTING_ORDER, tidy_institutions, tidy_postings

# The tables made from each service's records.
MADE_FROM: Mapping[Operation, tuple[str, ...]] = MappingProxyType(
    {
        RECRUITMENT: ("postings", "posting_texts", "workplaces"),
        RECRUITMENT_DETAIL: ("stages", "attachments", "competitions"),
        INSTITUTIONS: ("institutions",),
        BRANCHES: ("branches",),
        FACILITIES: ("facilities", "facility_files"),
        PROGRAMMES: ("programmes",),
    }
)
_LEDGER = ("changes", "observations")
_ASIDE = ("rejected", "unread_values", "code_names")


@dataclass(frozen=True, slots=True)
class Published:
    """The current snapshot, whether it holds anything new, and a sentence for each thing worth knowing.

    `needs_a_look`: records were kept aside or codes are unknown, so somebody has to decide something.
    """

    snapshot: Snapshot
    is_new: bool
    warnings: tuple[str, ...]
    needs_a_look: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """What was made of one service's records; `tables` is None where they are as in the snapshot.

    `state` says what it was made from: another state, another part.
    """

    state: tuple[Any, ...]
    tables: Mapping[str, pa.Table] | None
    rejected: pa.Table
    unread_values: pa.Table
    code_names: pa.Table
    warnings: tuple[str, ...]


class Publisher:
    """Publishes what a store holds, again and again, into one data folder. The writer's lock must be held.

    `survey` is what it knows the store by. The ledger of changes, made anew from all that was ever seen, is renewed at most once in `ledger_every`.
    """

    def __init__(self, data_dir: Path, ledger_every: timedelta = timedelta(0)) -> None:
        self.survey = Survey()
        self._data_dir = data_dir
        self._ledger_every = ledger_every
        self._snapshot: Snapshot | None = None
        self._parts: dict[Operation, _Part] = {}
        self._origins: dict[str, Origin] = {}
        self._revision = self._ledger_revision = -1
        self._ledger_at: datetime | None = None

    @cached_property
    def _bundled(self) -> dict[str, NewTable]:
        """The published facts that come with the program."""
        return load_reference()

    @property
    def snapshot(self) -> Snapshot | None:
        """The current snapshot, opened once; None where there is no sound one."""
        if self._snapshot is None or self._snapshot.id != current_id(self._data_dir):
            self._parts = {}
            try:
                self._snapshot = open_current(self._data_dir)
            except SnapshotError:
                self._snapshot = None
        return self._snapshot

    def publish(self, store: Store, known: Knowledge, plan: Plan, now: datetime) -> Published:
        """Make what the store holds the current snapshot. Raises PortalAnswerInvalid where no posting can be used."""
        before = self.snapshot
        parts = self._make_parts(store, before)
        origins = _origins(parts, known, plan, now, self._bundled["institutions"].origin)
        revision = store.revision()
        is_new = not self._parts or revision != self._revision
        is_ledger_due = self._is_ledger_due(revision, now)
        if before and not is_new and not is_ledger_due and origins == self._origins:
            return Published(before, False, (), False)
        tables = _tables(parts, origins, is_new)
        if is_ledger_due:
            tables |= _ledger(store, parts[RECRUITMENT], before, origins)
            self._ledger_revision, self._ledger_at = revision, now
        # What does not come from the portal is looked at once.
        base = {} if self._parts else self._bundled
        snapshot = publish(self._data_dir, tables, now, base)
        warnings = tuple(line for part in parts.values() if part.tables is not None for line in part.warnings)
        self._snapshot, self._origins, self._revision = snapshot, origins, revision
        self._parts = {operation: replace(part, tables=None, warnings=()) for operation, part in parts.items()}
        return Published(snapshot, is_new, warnings, _needs_a_look(parts))

    def _is_ledger_due(self, revision: int, now: datetime) -> bool:
        if not self._parts or self._ledger_at is None:
            return True
        return revision != self._ledger_revision and now - self._ledger_at >= self._ledger_every

    def _make_parts(self, store: Store, before: Snapshot | None) -> dict[Operation, _Part]:
        states = {operation: store.state_of(operation.name) for operation in (*MADE_FROM, FACILITY_DETAIL)}
        institutions = self._part(INSTITUTIONS, (states[INSTITUTIONS],), lambda: self._institutions(store, before))
        roster = _roster(institutions, before)
        return {
            RECRUITMENT: self._renewed(
                RECRUITMENT,
                (states[RECRUITMENT], institutions.state),
                store,
                lambda rows: _postings(rows, roster),
            ),
            RECRUITMENT_DETAIL: self._renewed(RECRUITMENT_DETAIL, (states[RECRUITMENT_DETAIL], ()), store, _details),
            INSTITUTIONS: institutions,
            BRANCHES: self._part(BRANCHES, (states[BRANCHES],), lambda: _listed(store, BRANCHES, tidy_branches)),
            FACILITIES: self._part(
                FACILITIES, (states[FACILITIES], states[FACILITY_DETAIL]), lambda: _facilities(store)
            ),
            PROGRAMMES: self._part(
                PROGRAMMES, (states[PROGRAMMES],), lambda: _listed(store, PROGRAMMES, tidy_programmes)
            ),
        }

    def _part(self, operation: Operation, state: tuple[Any, ...], make: Callable[[], Tidied]) -> _Part:
        known = self._parts.get(operation)
        return known if known and known.state == state else _part(state, make())

    def _renewed(
        self, operation: Operation, state: tuple[Any, ...], store: Store, tidy: Callable[[Iterable[Any]], Tidied]
    ) -> _Part:
        """As `_part`, but of the records only those with a newer version are tidied, where they can be told apart."""
        known = self._parts.get(operation)
        if known and known.state == state:
            return known
        if known and self._snapshot and known.state[1] == state[1] and _is_found_again(operation, known):
            changed = dict(store.changed_since(operation.name, known.state[0][0]))
            if not changed:
                return replace(known, state=state)
            if all(isinstance(key, int) for key in changed):
                return _merged(operation, known, state, tidy(changed.values()), [*changed], self._snapshot)
        return _part(state, tidy(store.latest(operation.name)))

    def _institutions(self, store: Store, before: Snapshot | None) -> Tidied:
        """The roster as last read; where it never was, or nothing of it can be used, the newest known one."""
        known = self._known_roster(before)
        aside: list[dict[str, str]] = []
        rows = _objects(store.latest(INSTITUTIONS.name, present_only=True), "institutions", aside)
        tidy = tidy_institutions(rows, known.data)
        table, warnings = tidy.institutions, list(tidy.warnings)
        if pc.all(table["is_former"]).as_py():
            table = known.data
            if store.count(INSTITUTIONS.name):
                warnings.append(f"{_unusable(INSTITUTIONS)} {known.origin.as_of} 기준 명단을 그대로 씁니다.")
        tidied = Tidied({"institutions": table}, tidy.rejected, tidy.unread_values, tidy.code_names, warnings)
        return _with_aside(tidied, aside, INSTITUTIONS)

    def _known_roster(self, before: Snapshot | None) -> NewTable:
        """The roster of the current snapshot, or the bundled one where that is newer."""
        bundled = self._bundled["institutions"]
        if before is None or "institutions" not in before.tables:
            return bundled
        published = NewTable(before.read("institutions"), before.tables["institutions"].origin)
        return max(bundled, published, key=lambda table: table.origin.as_of)


def _part(state: tuple[Any, ...], tidied: Tidied) -> _Part:
    return _Part(state, tidied.tables, tidied.rejected, tidied.unread_values, tidied.code_names, tuple(tidied.warnings))


def _is_found_again(operation: Operation, part: _Part) -> bool:
    """Whether what was kept aside carries the number of its record, so that it goes when that changes."""
    keys = [key for table in (part.rejected, part.unread_values) for key in table["key"].to_pylist()]
    # What is kept aside of a detail is a stage or a file, under its own number.
    return not keys or (operation == RECRUITMENT and all(key.isdecimal() for key in keys))


def _merged(
    operation: Operation, known: _Part, state: tuple[Any, ...], new: Tidied, changed: list[Any], before: Snapshot
) -> _Part:
    """The tables of before with the changed records' rows in place of their old ones, in the order of tidy tables."""
    numbers = pa.array(changed, pa.int64())
    tables = {}
    for name in MADE_FROM[operation]:
        if name != "competitions":
            old = before.read(name)
            kept = old.filter(pc.invert(pc.is_in(old["posting_id"], numbers)))
            whole = pa.concat_tables([kept, new.tables[name]]).unify_dictionaries()
            order = np.argsort(-whole["posting_id"].to_numpy(), kind="stable")
            tables[name] = whole.sort_by(POSTING_ORDER) if name == "postings" else whole.take(pa.array(order))
    if "competitions" in MADE_FROM[operation]:
        tables["competitions"] = competitions(tables["stages"])
    rejected = _aside(known.rejected, new.rejected, changed)
    unread_values = _aside(known.unread_values, new.unread_values, changed)
    code_names = _counted_codes(tables, (known.code_names, new.code_names))
    return _Part(state, tables, rejected, unread_values, code_names, tuple(new.warnings))


def _aside(old: pa.Table, new: pa.Table, changed: list[Any]) -> pa.Table:
    """What was kept aside of other records, and what is of these, by number."""
    keys = pa.array([str(key) for key in changed], pa.string())
    whole = pa.concat_tables([old.filter(pc.invert(pc.is_in(old["key"], keys))), new])
    if not old.num_rows:
        return whole
    order = np.argsort([int(key) for key in whole["key"].to_pylist()], kind="stable")
    return whole.take(pa.array(order))


def _counted_codes(tables: Mapping[str, pa.Table], named: Iterable[pa.Table]) -> pa.Table:
    entries = {(row["column"], row["code"]): row for table in named for row in table.to_pylist()}
    rows = []
    for name, table in tables.items():
        for column in TABLES[name].received:
            if column.name in CODE_TABLES:
                values = table[column.name].combine_chunks()
                counts = pc.value_counts(values.flatten() if column.kind == "codes" else values.drop_null())
                rows += [
                    entries[column.name, count["values"]] | {"records": count["counts"]} for count in counts.to_pylist()
                ]
    rows.sort(key=lambda row: (row["column"], row["code"]))
    return pa.Table.from_pylist(rows, schema=CODE_NAMES.arrow)


# What is made of each service's records


def _postings(rows: Iterable[Any], roster: pa.Table) -> Tidied:
    aside: list[dict[str, str]] = []
    tidy = tidy_postings(_objects(rows, "postings", aside), roster)
    tables = {"postings": tidy.postings, "posting_texts": tidy.posting_texts, "workplaces": tidy.workplaces}
    tidied = Tidied(tables, tidy.rejected, tidy.unread_values, tidy.code_names, tidy.warnings)
    return _with_aside(tidied, aside, RECRUITMENT)


def _details(rows: Iterable[Any]) -> Tidied:
    aside: list[dict[str, str]] = []
    return _with_aside(tidy_details(_objects(rows, "stages", aside)), aside, RECRUITMENT_DETAIL)


def _facilities(store: Store) -> Tidied:
    aside: list[dict[str, str]] = []
    listed = list(_objects(store.latest(FACILITIES.name, present_only=True), "facilities", aside))
    numbers = {str(row.get(FACILITIES.key_field)) for row in listed}
    details = (
        row
        for row in _objects(store.latest(FACILITY_DETAIL.name, present_only=True), "facilities", aside)
        if str(row.get(FACILITIES.key_field)) in numbers
    )
    return _with_aside(tidy_facilities(chain(listed, details)), aside, FACILITIES)


def _listed(store: Store, operation: Operation, tidy: Callable[[Iterable[Any]], Tidied]) -> Tidied:
    aside: list[dict[str, str]] = []
    rows = _objects(store.latest(operation.name, present_only=True), MADE_FROM[operation][0], aside)
    return _with_aside(tidy(rows), aside, operation)


def _objects(records: Iterable[Any], table: str, aside: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """The records that are objects; the others go to `aside` as rows of REJECTED."""
    for record in records:
        if isinstance(record, dict):
            yield record
        else:
            text = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode()
            aside.append({"table": table, "key": "", "reason": "필드가 있는 기록이 아님", "record": text})


def _with_aside(tidied: Tidied, aside: list[dict[str, str]], operation: Operation) -> Tidied:
    if not aside:
        return tidied
    note = f"{operation.label}: 필드가 있는 기록이 아니어서 따로 둔 줄이 {len(aside):,}건 있습니다."
    rejected = pa.concat_tables([tidied.rejected, pa.Table.from_pylist(aside, schema=REJECTED.arrow)])
    return replace(tidied, rejected=rejected, warnings=[*tidied.warnings, note])


def _roster(institutions: _Part, before: Snapshot | None) -> pa.Table:
    if institutions.tables is not None:
        return institutions.tables["institutions"]
    return before.read("institutions") if before else INSTITUTION_TABLE.arrow.empty_table()


def _unusable(operation: Operation) -> Sentence:
    return Sentence(
        "{label}: 받은 기록 가운데 쓸 수 있는 것이 하나도 없습니다. 포털의 형식이 바뀌었을 수 있으니 "
        "프로그램의 새 판이 있는지 확인해 주세요.",
        label=operation.label,
    )


def _needs_a_look(parts: Mapping[Operation, _Part]) -> bool:
    return any(
        part.rejected.num_rows or part.unread_values.num_rows or pc.all(part.code_names["is_known"]).as_py() is False
        for part in parts.values()
    )


# Where tables come from


def _tables(
    parts: Mapping[Operation, _Part], origins: Mapping[str, Origin], is_new: bool
) -> dict[str, NewTable | SameTable]:
    found: dict[str, NewTable | SameTable] = {}
    for operation, part in parts.items():
        for name in MADE_FROM[operation]:
            found[name] = NewTable(part.tables[name], origins[name]) if part.tables else SameTable(origins[name])
    for name, empty in zip(_ASIDE, (REJECTED, UNREAD_VALUES, CODE_NAMES), strict=True):
        pieces = [getattr(part, name) for part in parts.values()]
        whole = pa.concat_tables([empty.arrow.empty_table(), *pieces])
        found[name] = NewTable(whole, origins[name]) if is_new else SameTable(origins[name])
    if isinstance(postings := found["postings"], NewTable) and postings.data.num_rows == 0:
        raise PortalAnswerInvalid("{told} 이전 자료는 그대로입니다.", told=_unusable(RECRUITMENT))
    return found


def _ledger(
    store: Store, part: _Part, before: Snapshot | None, origins: Mapping[str, Origin]
) -> dict[str, NewTable | SameTable]:
    postings = part.tables["postings"] if part.tables else before.read("postings") if before else None
    ledger = read_ledger(store, POSTINGS.arrow.empty_table() if postings is None else postings)
    return {name: NewTable(getattr(ledger, name), origins[name]) for name in _LEDGER}


def _origins(
    parts: Mapping[Operation, _Part], known: Knowledge, plan: Plan, now: datetime, bundled_roster: Origin
) -> dict[str, Origin]:
    """As of when each table was last seen, and what is still missing in it."""
    seen: dict[Operation, tuple[datetime | None, str]] = {
        RECRUITMENT: (_last_read(known, RECRUITMENT), _missing_years(plan)),
        RECRUITMENT_DETAIL: _asked(known.posting_details, "공고"),
        INSTITUTIONS: (_last_read(known, INSTITUTIONS), ""),
        BRANCHES: (_last_read(known, BRANCHES), _missing_branches(known)),
        FACILITIES: (_last_read(known, FACILITIES), _asked(known.facility_details, "시설")[1]),
        PROGRAMMES: (_last_read(known, PROGRAMMES), ""),
    }
    found = {}
    for operation, (at, coverage) in seen.items():
        if at is None and operation != RECRUITMENT_DETAIL:
            coverage = Sentence("아직 받지 못했습니다.")
        rejected = parts[operation].rejected.num_rows
        as_of = (at or now).astimezone(KST).isoformat(timespec="seconds")
        for name in MADE_FROM[operation]:
            found[name] = Origin(operation.source, as_of, rejected=rejected, coverage=coverage)
    if seen[INSTITUTIONS][0] is None:
        found["institutions"] = bundled_roster
    for name in (*_LEDGER, *_ASIDE):
        found[name] = replace(found["postings"], rejected=0, coverage="")
    return found


def _last_read(known: Knowledge, operation: Operation) -> datetime | None:
    found = [reading.began_at for (name, _), reading in known.readings.items() if name == operation.name]
    return max(found, default=None)


def _asked(details: Details | None, label: str) -> tuple[datetime | None, str]:
    """When a detail was last asked for, and how many never were."""
    if details is None or not details.numbers.size:
        return None, Sentence("상세를 아직 받지 못했습니다.")
    asked = details.asked_at[~np.isnat(details.asked_at)]
    never = details.numbers.size - asked.size
    text = ""
    if never:
        text = Sentence(
            "{label} {total:,}건 가운데 {never:,}건의 상세를 아직 받지 못했습니다.",
            label=label, total=details.numbers.size, never=never,
        )  # fmt: skip
    return (asked.max().astype(datetime).replace(tzinfo=UTC) if asked.size else None), text


def _missing_years(plan: Plan) -> str:
    if not plan.missing:
        return ""
    missing = joined((window.label for window in plan.missing), ", ")
    return Sentence("아직 다 받지 못한 공고: {missing}.", missing=missing)


def _missing_branches(known: Knowledge) -> str:
    unread = sum(known.reading(BRANCHES, branches_of(code)) is None for code in known.institution_codes)
    total = len(known.institution_codes)
    if not unread:
        return ""
    return Sentence(
        "기관 {total:,}곳 가운데 {unread:,}곳의 지역사무소를 아직 받지 못했습니다.", total=total, unread=unread
    )
