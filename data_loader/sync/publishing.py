"""From the store to a published snapshot: what changed is tidied, what did not stays as it is.

The first time in a process everything is tidied, so that a new program shows itself; after that only what
changed since. Where nothing changed no table is written, only the times at which it was seen move on.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_loader.errors import PortalAnswerInvalid, SnapshotError
from data_loader.facts.tables import fact_tables, is_of_document, unknown_licences
from data_loader.portal.client import (
    BRANCHES,
    FACILITIES,
    FACILITY_DETAIL,
    INSTITUTIONS,
    PROGRAMMES,
    RECRUITMENT,
    RECRUITMENT_DETAIL,
    Operation,
    branches_of,
    without_persons,
)
from data_loader.reference import load_reference
from data_loader.schema import ATTACHMENTS, CODE_NAMES, POSTINGS, REJECTED, STAGES, TABLES, UNREAD_VALUES
from data_loader.schema import INSTITUTIONS as INSTITUTION_TABLE
from data_loader.sentence import Sentence, joined
from data_loader.settings import KST
from data_loader.snapshot import NewTable, Origin, SameTable, Snapshot, current_id, open_current, publish
from data_loader.store.database import DAMAGED, Store
from data_loader.store.record import UNNUMBERED, Key
from data_loader.sync.covering import covered_by
from data_loader.sync.knowledge import Survey
from data_loader.sync.ledger import read_ledger
from data_loader.sync.losses import is_too_many
from data_loader.sync.plan import Details, Knowledge, Plan, is_due
from data_loader.tables.columns import CODE_TABLES, TidyTables, unusable
from data_loader.tables.details import competitions, tidy_details
from data_loader.tables.offers import tidy_branches, tidy_facilities, tidy_programmes
from data_loader.tables.tidy import POSTING_ORDER, tidy_institutions, tidy_postings
from data_loader.tables.unread import unread_documents

# The tables made from each service's records.
MADE_FROM: Mapping[Operation, tuple[str, ...]] = MappingProxyType(
    {
        RECRUITMENT: ("postings", "posting_texts", "workplaces", "roles", "facts", "jd_sections", "unknown_licences"),
        RECRUITMENT_DETAIL: ("stages", "attachments", "competitions"),
        INSTITUTIONS: ("institutions",),
        BRANCHES: ("branches",),
        FACILITIES: ("facilities", "facility_files"),
        PROGRAMMES: ("programmes",),
    }
)
_FIRST_TABLE = {operation: names[0] for operation, names in MADE_FROM.items()} | {FACILITY_DETAIL: "facilities"}
_DAMAGED_RECORD = "저장소에서 손상됨"
_EARLIER_STANDS = " (앞서 받은 내용을 씀)"
_OPENNESS = ["posting_id", "start_date", "end_date", "withdrawn_date"]
# From other tables, whole, whatever changed in those.
_WORKED_OUT = ("competitions", "unknown_licences")
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

    def publish(self, store: Store, known: Knowledge, plan: Plan, now: datetime, *, accept: bool = False) -> Published:
        """Make what the store holds the current snapshot.

        Raises PortalAnswerInvalid where no posting can be used, or where, without `accept`, too many of those open
        today would be gone at once.
        """
        before = self.snapshot
        parts = self._make_parts(store, before)
        if not accept:
            _check_loss(before, parts[RECRUITMENT], now)
        origins = _origins(parts, known, plan, now, self._bundled)
        revision = store.revision()
        is_new = not self._parts or revision != self._revision
        is_ledger_due = self._is_ledger_due(revision, now)
        if before and not is_new and not is_ledger_due and origins == self._origins:
            return Published(before, False, (), False)
        tables = _tables(parts, origins, is_new) | _documents(before, origins)
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
        return revision != self._ledger_revision and is_due(self._ledger_at, self._ledger_every, now)

    def _make_parts(self, store: Store, before: Snapshot | None) -> dict[Operation, _Part]:
        states = {operation: store.state_of(operation.name) for operation in (*MADE_FROM, FACILITY_DETAIL)}
        institutions = self._part(INSTITUTIONS, (states[INSTITUTIONS],), lambda: self._institutions(store, before))
        roster = _roster(institutions, before)
        withdrawals = store.withdrawals(RECRUITMENT.name)
        postings = self._renewed(
            RECRUITMENT,
            (states[RECRUITMENT], institutions.state, withdrawals),
            store,
            lambda records, known: _postings(store, records, roster, known),
        )
        return {
            RECRUITMENT: self._with_withdrawals(postings, withdrawals),
            RECRUITMENT_DETAIL: self._renewed(
                RECRUITMENT_DETAIL,
                (states[RECRUITMENT_DETAIL], ()),
                store,
                lambda records, _: _details(store, records),
            ),
            INSTITUTIONS: institutions,
            BRANCHES: self._part(BRANCHES, (states[BRANCHES],), lambda: self._branches(store)),
            FACILITIES: self._part(
                FACILITIES, (states[FACILITIES], states[FACILITY_DETAIL]), lambda: _facilities(store)
            ),
            PROGRAMMES: self._part(
                PROGRAMMES, (states[PROGRAMMES],), lambda: _listed(store, PROGRAMMES, tidy_programmes)
            ),
        }

    def _part(self, operation: Operation, state: tuple[Any, ...], make: Callable[[], TidyTables]) -> _Part:
        known = self._parts.get(operation)
        return known if known and known.state == state else _part(state, make())

    def _with_withdrawals(self, part: _Part, withdrawals: Mapping[int, date]) -> _Part:
        """The postings with the days on which they were withdrawn, where those are not what was published."""
        known = self._parts.get(RECRUITMENT)
        if part.tables is None and (self._snapshot is None or (known and known.state[2] == withdrawals)):
            return part
        tables = dict(part.tables or {})
        postings = tables["postings"] if tables else self._snapshot.read("postings") if self._snapshot else None
        if postings is not None:
            tables["postings"] = _marked_withdrawn(postings, withdrawals)
        return replace(part, tables=tables)

    def _renewed(
        self,
        operation: Operation,
        state: tuple[Any, ...],
        store: Store,
        tidy: Callable[[Iterable[tuple[Key, Any]], Snapshot | None], TidyTables],
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
                return _merged(operation, known, state, tidy(changed.items(), None), [*changed], self._snapshot)
        return _part(state, tidy(store.latest_by_key(operation.name), self._snapshot))

    def _institutions(self, store: Store, before: Snapshot | None) -> TidyTables:
        """The roster as last read; where it never was, or nothing of it can be used, the newest known one."""
        known = self._known_roster(before)
        aside: list[dict[str, str]] = []
        rows = _readable(store, INSTITUTIONS, store.latest_by_key(INSTITUTIONS.name, present_only=True), aside)
        tidy = tidy_institutions(rows, known.data)
        table, warnings = tidy.tables["institutions"], list(tidy.warnings)
        if pc.all(table["is_former"]).as_py():
            table = known.data
            if store.count(INSTITUTIONS.name):
                warnings.append(f"{_unusable(INSTITUTIONS)} {known.origin.as_of} 기준 명단을 그대로 씁니다.")
        return _with_aside(replace(tidy, tables={"institutions": table}, warnings=warnings), aside, INSTITUTIONS)

    def _branches(self, store: Store) -> TidyTables:
        """The branches received; as long as there are none, those that come with the program."""
        tidied = _listed(store, BRANCHES, tidy_branches)
        if store.count(BRANCHES.name):
            return tidied
        return replace(tidied, tables={"branches": self._bundled["branches"].data})

    def _known_roster(self, before: Snapshot | None) -> NewTable:
        """The roster of the current snapshot, or the bundled one where that is newer."""
        bundled = self._bundled["institutions"]
        if before is None or "institutions" not in before.tables:
            return bundled
        published = NewTable(before.read("institutions"), before.tables["institutions"].origin)
        return max(bundled, published, key=lambda table: table.origin.as_of)


def _part(state: tuple[Any, ...], tidied: TidyTables) -> _Part:
    return _Part(state, tidied.tables, tidied.rejected, tidied.unread_values, tidied.code_names, tuple(tidied.warnings))


def _is_found_again(operation: Operation, part: _Part) -> bool:
    """Whether what was kept aside carries the number of its record, so that it goes when that changes."""
    keys = [key for table in (part.rejected, part.unread_values) for key in table["key"].to_pylist()]
    # What is kept aside of a detail is a stage or a file, under its own number.
    return not keys or (operation == RECRUITMENT and all(key.isdecimal() for key in keys))


def _merged(
    operation: Operation, known: _Part, state: tuple[Any, ...], new: TidyTables, changed: list[Any], before: Snapshot
) -> _Part:
    """The tables of before with the changed records' rows in place of their old ones, in the order of tidy tables."""
    numbers = pa.array(changed, pa.int64())
    tables = {}
    for name in MADE_FROM[operation]:
        if name not in _WORKED_OUT:
            old = before.read(name)
            of_documents = old.slice(0, 0)
            if name in ("facts", "jd_sections"):
                is_apart = is_of_document(old)
                old, of_documents = old.filter(pc.invert(is_apart)), old.filter(is_apart)
            kept = old.filter(pc.invert(pc.is_in(old["posting_id"], numbers)))
            whole = pa.concat_tables([kept, new.tables[name], of_documents]).unify_dictionaries()
            order = np.argsort(-whole["posting_id"].to_numpy(), kind="stable")
            tables[name] = whole.sort_by(POSTING_ORDER) if name == "postings" else whole.take(pa.array(order))
    if "competitions" in MADE_FROM[operation]:
        tables["competitions"] = competitions(tables["stages"])
    if "unknown_licences" in MADE_FROM[operation]:
        tables["unknown_licences"] = unknown_licences(tables["facts"])
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


def _postings(
    store: Store, records: Iterable[tuple[Key, Any]], roster: pa.Table, before: Snapshot | None
) -> TidyTables:
    aside: list[dict[str, str]] = []
    tidy = tidy_postings(_readable(store, RECRUITMENT, records, aside), roster)
    read = fact_tables(tidy.tables["postings"], tidy.tables["posting_texts"], before)
    tables = {**tidy.tables, "postings": read.postings, **read.tables}
    return _with_aside(replace(tidy, tables=tables), aside, RECRUITMENT)


def _details(store: Store, records: Iterable[tuple[Key, Any]]) -> TidyTables:
    aside: list[dict[str, str]] = []
    tidied = tidy_details(_readable(store, RECRUITMENT_DETAIL, records, aside))
    return _with_aside(tidied, aside, RECRUITMENT_DETAIL)


def _facilities(store: Store) -> TidyTables:
    aside: list[dict[str, str]] = []
    listed = list(_latest_readable(store, FACILITIES, aside))
    numbers = {str(row.get(FACILITIES.key_field)) for row in listed}
    details = (
        row for row in _latest_readable(store, FACILITY_DETAIL, aside) if str(row.get(FACILITIES.key_field)) in numbers
    )
    return _with_aside(tidy_facilities(chain(listed, details)), aside, FACILITIES)


def _listed(store: Store, operation: Operation, tidy: Callable[[Iterable[Any]], TidyTables]) -> TidyTables:
    aside: list[dict[str, str]] = []
    return _with_aside(tidy(_latest_readable(store, operation, aside)), aside, operation)


def _latest_readable(store: Store, operation: Operation, aside: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    return _readable(store, operation, store.latest_by_key(operation.name, present_only=True), aside)


def _readable(
    store: Store, operation: Operation, records: Iterable[tuple[Key, Any]], aside: list[dict[str, str]]
) -> Iterator[dict[str, Any]]:
    """For each record the last content that can be used; what is newer than that goes to `aside` as a row of REJECTED.

    One that was never usable is given as it is, so that tidying says why; what is no object goes to `aside`.
    """
    for key, latest in records:
        problem = _problem(operation, latest)
        if not problem:
            yield latest
            continue
        usable = next((row for row in store.earlier(operation.name, key) if not _problem(operation, row)), None)
        if usable is not None or not isinstance(latest, dict):
            reason = f"{problem}{_EARLIER_STANDS if usable is not None else ''}"
            shown = _without_persons(latest)
            named = "" if str(key).startswith(UNNUMBERED) else str(key)
            aside.append({"table": _FIRST_TABLE[operation], "key": named, "reason": reason, "record": shown})
        if usable is not None or isinstance(latest, dict):
            yield latest if usable is None else usable


def _problem(operation: Operation, record: Any) -> str:
    """Why nothing of a record can be used, or nothing."""
    if record is DAMAGED:
        return _DAMAGED_RECORD
    if not isinstance(record, dict):
        return "필드가 있는 기록이 아님"
    if operation != RECRUITMENT_DETAIL:
        return unusable(record, TABLES[_FIRST_TABLE[operation]])
    odd = (table for table in (STAGES, ATTACHMENTS) if not isinstance(record.get(table.inside), list | None))
    return next((f"{table.label} 목록이 아님" for table in odd), "")


def _without_persons(record: Any) -> str:
    if record is DAMAGED:
        return ""
    return json.dumps(without_persons(record), ensure_ascii=False).encode("utf-8", "replace").decode()


def _with_aside(tidied: TidyTables, aside: list[dict[str, str]], operation: Operation) -> TidyTables:
    if not aside:
        return tidied
    stands = sum(_EARLIER_STANDS in row["reason"] for row in aside)
    damaged = sum(row["reason"] == _DAMAGED_RECORD for row in aside)
    notes = []
    if damaged:
        notes.append(
            f"{operation.label}: 저장소에서 손상되어 제외한 기록이 {damaged:,}건 있습니다. check로 살펴 주세요."
        )
    if stands + damaged < len(aside):
        odd = len(aside) - stands - damaged
        notes.append(f"{operation.label}: 필드가 있는 기록이 아니어서 제외한 줄이 {odd:,}건 있습니다.")
    if stands:
        notes.append(f"{operation.label}: 새 내용을 읽지 못해 앞서 받은 내용을 쓴 기록이 {stands:,}건 있습니다.")
    rejected = pa.concat_tables([tidied.rejected, pa.Table.from_pylist(aside, schema=REJECTED.arrow)])
    return replace(tidied, rejected=rejected, warnings=[*tidied.warnings, *notes])


def _marked_withdrawn(postings: pa.Table, withdrawals: Mapping[int, date]) -> pa.Table:
    column = POSTINGS.column("withdrawn_date")
    numbers, days = pa.array(list(withdrawals), pa.int64()), pa.array(list(withdrawals.values()), column.arrow_type)
    marked = days.take(pc.index_in(postings["posting_id"].combine_chunks(), numbers))
    return postings.set_column(postings.column_names.index(column.name), POSTINGS.arrow.field(column.name), marked)


def _check_loss(before: Snapshot | None, part: _Part, now: datetime) -> None:
    """Raises PortalAnswerInvalid where too many of the postings published as open would no longer be."""
    published = before.tables.get("postings") if before else None
    if before is None or published is None or published.origin.source != RECRUITMENT.source or not part.tables:
        return
    if published.origin.is_sample or "postings" not in part.tables:
        return
    today = now.astimezone(KST).date()
    opened = _open_on(before.read("postings", _OPENNESS), today)
    stays = pc.sum(pc.is_in(opened, _open_on(part.tables["postings"], today))).as_py() or 0
    lost = len(opened) - stays
    if is_too_many(lost, len(opened)):
        raise PortalAnswerInvalid(
            "지금 열린 공고 {opened:,}건 가운데 {lost:,}건이 한꺼번에 사라지게 되어 공개하지 않고 이전 자료를 그대로 두었습니다. 포털이 잠시 잘못 "
            "답한 것이면 다음에 저절로 나아집니다. 정말 줄었으면 `python -m data_loader sync --accept`를 실행해 주세요.",
            opened=len(opened),
            lost=lost,
        )


def _open_on(postings: pa.Table, day: date) -> pa.Array:
    """The numbers of the postings that take applications on a day."""
    is_open = pc.and_(pc.less_equal(postings["start_date"], day), pc.greater_equal(postings["end_date"], day))
    is_there = pc.is_null(postings["withdrawn_date"])
    return postings.filter(pc.and_(is_open, is_there))["posting_id"].combine_chunks()


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
            made = (part.tables or {}).get(name)
            found[name] = SameTable(origins[name]) if made is None else NewTable(made, origins[name])
    for name, empty in zip(_ASIDE, (REJECTED, UNREAD_VALUES, CODE_NAMES), strict=True):
        pieces = [getattr(part, name) for part in parts.values()]
        whole = pa.concat_tables([empty.arrow.empty_table(), *pieces])
        found[name] = NewTable(whole, origins[name]) if is_new else SameTable(origins[name])
    if isinstance(postings := found["postings"], NewTable) and postings.data.num_rows == 0:
        raise PortalAnswerInvalid("{told} 이전 자료는 그대로입니다.", told=_unusable(RECRUITMENT))
    return found


def _documents(before: Snapshot | None, origins: Mapping[str, Origin]) -> dict[str, NewTable]:
    """What attachments say stays as it is, unless it was said of a sample."""
    known = before.tables.get("document_texts") if before else None
    if known and not known.origin.is_sample:
        return {}
    return {"document_texts": unread_documents(origins["attachments"].as_of, is_sample=False)}


def _ledger(
    store: Store, part: _Part, before: Snapshot | None, origins: Mapping[str, Origin]
) -> dict[str, NewTable | SameTable]:
    postings = part.tables["postings"] if part.tables else before.read("postings") if before else None
    ledger = read_ledger(store, POSTINGS.arrow.empty_table() if postings is None else postings)
    return {name: NewTable(getattr(ledger, name), origins[name]) for name in _LEDGER}


def _origins(
    parts: Mapping[Operation, _Part],
    known: Knowledge,
    plan: Plan,
    now: datetime,
    bundled: Mapping[str, NewTable],
) -> dict[str, Origin]:
    """As of when each table was last seen, and what is still missing in it."""
    covered = covered_by(known, plan, now)
    asked_at, unasked = _asked(known.posting_details, "공고")
    seen: dict[Operation, tuple[datetime | None, str]] = {
        RECRUITMENT: (_last_read(known, RECRUITMENT), covered.sentence(now)),
        RECRUITMENT_DETAIL: (asked_at, _both(covered.sentence(now), unasked)),
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
            of_postings = covered if operation in (RECRUITMENT, RECRUITMENT_DETAIL) else None
            found[name] = Origin(operation.source, as_of, rejected=rejected, coverage=coverage, covered=of_postings)
    for operation, name in ((INSTITUTIONS, "institutions"), (BRANCHES, "branches")):
        if seen[operation][0] is None:
            found[name] = bundled[name].origin
    for name in (*_LEDGER, *_ASIDE):
        found[name] = replace(found["postings"], rejected=0, coverage="", covered=None)
    return found


def _both(first: str, second: str) -> str:
    return joined([first, second]) if first and second else first or second


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


def _missing_branches(known: Knowledge) -> str:
    unread = sum(known.reading(BRANCHES, branches_of(code)) is None for code in known.institution_codes)
    total = len(known.institution_codes)
    if not unread:
        return ""
    return Sentence(
        "기관 {total:,}곳 가운데 {unread:,}곳의 지역사무소를 아직 받지 못했습니다.", total=total, unread=unread
    )
