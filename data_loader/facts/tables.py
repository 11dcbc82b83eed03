"""The tables of roles and facts of all postings, read from their texts when a snapshot is published.

A posting whose title and texts are as in the snapshot before keeps what was read then, unless the rules are others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_loader.facts.fact import RULES_VERSION, Fact
from data_loader.facts.find import TITLE, find_facts
from data_loader.facts.preferences import preference_groups
from data_loader.facts.roles import Role, role_key, split_roles
from data_loader.schema import FACTS, JD_SECTIONS, ROLES, UNKNOWN_LICENCES
from data_loader.snapshot import Snapshot

# The texts read, in this order, and the title. The selection process and the grounds for exclusion ask for nothing.
READ = ("eligibility", "preference", "preference_condition")
UNKNOWN_RULE = "licence.unknown"
# What the `source` of a fact read from an attached file begins with.
FROM_DOCUMENT = "document:"
_CHUNK = 5_000
_KEPT_READINGS = 4096


@dataclass(frozen=True, slots=True)
class FactTables:
    """The tables by name, and the postings with the groups they favour filled in."""

    tables: Mapping[str, pa.Table]
    postings: pa.Table


@dataclass(slots=True)
class _Read:
    """Rows read so far, and the groups of each posting."""

    roles: list[tuple[Any, ...]] = field(default_factory=list)
    facts: list[tuple[Any, ...]] = field(default_factory=list)
    groups: dict[int, tuple[str, ...]] = field(default_factory=dict)


def fact_tables(postings: pa.Table, posting_texts: pa.Table, before: Snapshot | None = None) -> FactTables:
    """Roles, facts and unknown licence-like words of the postings, the newest number first.

    `before`: the snapshot whose readings stay for postings that have not changed.
    """
    texts = _texts_of(postings, posting_texts)
    kept = _unchanged(texts, before)
    fresh = texts.filter(pc.invert(pc.is_in(texts["posting_id"], kept)))
    parts = {name: [_carried(before, name, kept)] for name in ("roles", "facts")}
    of_documents = _of_documents(before, texts["posting_id"])
    groups: dict[int, tuple[str, ...]] = _carried_groups(before, kept)
    for chunk in fresh.to_batches(_CHUNK):
        read = _read(chunk)
        parts["roles"].append(table_of(read.roles, ROLES.arrow))
        parts["facts"].append(table_of(read.facts, FACTS.arrow))
        groups |= read.groups
    parts["facts"].append(of_documents["facts"])
    tables = {name: newest_first(pa.concat_tables(tables)) for name, tables in parts.items()}
    tables["jd_sections"] = of_documents["jd_sections"]
    tables["unknown_licences"] = unknown_licences(tables["facts"])
    return FactTables(tables, _with_groups(postings, groups))


def unknown_licences(facts: pa.Table) -> pa.Table:
    """Words written as a licence that no list knows: in how many postings, and one of them; the most frequent first."""
    unknown = facts.filter(pc.equal(facts["rule_id"], UNKNOWN_RULE)).select(["posting_id", "value"])
    pairs = set(zip(unknown["value"].to_pylist(), unknown["posting_id"].to_pylist(), strict=True))
    counted = Counter(word for word, _ in pairs)
    newest: dict[str, int] = {}
    for word, posting_id in pairs:
        newest[word] = max(posting_id, newest.get(word, 0))
    rows = [
        (word, count, newest[word]) for word, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    ]
    return table_of(rows, UNKNOWN_LICENCES.arrow)


def newest_first(table: pa.Table) -> pa.Table:
    """By posting, the highest number first; rows of one posting stay in order."""
    return table.take(pa.array(np.argsort(-table["posting_id"].to_numpy(), kind="stable")))


def is_of_document(table: pa.Table) -> pa.ChunkedArray:
    """Which rows of `facts` or `jd_sections` were read from attached files."""
    if "source" not in table.column_names:
        return pa.chunked_array([pa.array(np.ones(table.num_rows, bool))])
    return pc.starts_with(table["source"], FROM_DOCUMENT)


# Which postings have to be read


def _texts_of(postings: pa.Table, posting_texts: pa.Table) -> pa.Table:
    """posting_id, title and the texts read, as strings."""
    titles = postings.select(["posting_id", TITLE])
    place = pc.index_in(posting_texts["posting_id"], titles["posting_id"])
    columns = {"posting_id": posting_texts["posting_id"], TITLE: titles[TITLE].take(place)}
    columns |= {name: posting_texts[name].cast(pa.string()) for name in READ}
    without = titles.filter(pc.invert(pc.is_in(titles["posting_id"], posting_texts["posting_id"])))
    nothing = pa.nulls(without.num_rows, pa.string())
    rest = {"posting_id": without["posting_id"], TITLE: without[TITLE], **dict.fromkeys(READ, nothing)}
    return pa.concat_tables([pa.table(columns), pa.table(rest)])


def _unchanged(texts: pa.Table, before: Snapshot | None) -> pa.Array:
    """The postings whose title and texts are as they were, where the rules are too."""
    nobody = pa.array([], pa.int64())
    if before is None or not {"facts", "roles", "postings", "posting_texts"} <= before.tables.keys():
        return nobody
    facts = before.read("facts", ["source", "rules_version"])
    versions = pc.unique(facts.filter(pc.invert(is_of_document(facts)))["rules_version"]).to_pylist()
    if versions != [RULES_VERSION] or before.tables["facts"].origin.is_sample:
        return nobody
    old = _texts_of(before.read("postings", ["posting_id", TITLE]), before.read("posting_texts", ["posting_id", *READ]))
    place = pc.index_in(texts["posting_id"], old["posting_id"])
    is_same = pc.is_valid(place)
    for name in (TITLE, *READ):
        own, other = pc.fill_null(texts[name], ""), pc.fill_null(old[name].take(place), "")
        is_same = pc.and_(is_same, pc.equal(own, other))
    return texts["posting_id"].filter(is_same).combine_chunks()


def _carried(before: Snapshot | None, name: str, kept: pa.Array) -> pa.Table:
    if before is None or not len(kept):
        return {"roles": ROLES, "facts": FACTS}[name].arrow.empty_table()
    table = before.read(name)
    table = table.filter(pc.is_in(table["posting_id"], kept))
    return table if name == "roles" else table.filter(pc.invert(is_of_document(table)))


def _of_documents(before: Snapshot | None, postings: pa.ChunkedArray) -> dict[str, pa.Table]:
    """What was read of files, which are not read here: it stays as long as its posting does."""
    found = {}
    for table in (FACTS, JD_SECTIONS):
        found[table.name] = table.arrow.empty_table()
        stored = before.tables.get(table.name) if before else None
        if before and stored and not stored.origin.is_sample:
            rows = before.read(table.name)
            found[table.name] = rows.filter(pc.and_(is_of_document(rows), pc.is_in(rows["posting_id"], postings)))
    return found


def _carried_groups(before: Snapshot | None, kept: pa.Array) -> dict[int, tuple[str, ...]]:
    if before is None or not len(kept):
        return {}
    postings = before.read("postings", ["posting_id", "preference_groups"])
    postings = postings.filter(pc.is_in(postings["posting_id"], kept))
    numbers, groups = (postings[name].to_pylist() for name in ("posting_id", "preference_groups"))
    return {number: tuple(own or ()) for number, own in zip(numbers, groups, strict=True)}


# Reading


def _read(batch: pa.RecordBatch) -> _Read:
    read = _Read()
    columns = [batch.column(name).to_pylist() for name in ("posting_id", TITLE, *READ)]
    for posting_id, title, *texts in zip(*columns, strict=True):
        passages = [(source, text) for source, text in zip((TITLE, *READ), (title, *texts), strict=True) if text]
        found = [(source, _facts_of(source, text), _roles_of(source, text)) for source, text in passages]
        numbers = _role_numbers(role.name for _, _, roles in found for role in roles)
        read.roles += _role_rows(posting_id, found, numbers)
        for source, facts, _ in found:
            read.facts += _fact_rows(posting_id, source, facts, numbers)
        groups = preference_groups((fact for _, facts, _ in found for fact in facts), texts[-1])
        if groups:
            read.groups[posting_id] = groups
    return read


@lru_cache(maxsize=_KEPT_READINGS)
def _facts_of(source: str, text: str) -> tuple[Fact, ...]:
    """Offices paste the same paragraphs into notice after notice."""
    return tuple(find_facts(text, source))


@lru_cache(maxsize=_KEPT_READINGS)
def _roles_of(source: str, text: str) -> tuple[Role, ...]:
    return tuple(split_roles(text)) if source != TITLE else ()


def _role_numbers(names: Iterable[str]) -> dict[str, int]:
    """Role's key → its number within the posting, from 1."""
    numbers: dict[str, int] = {}
    for name in names:
        numbers.setdefault(role_key(name), len(numbers) + 1)
    return numbers


def _role_rows(
    posting_id: int, found: Sequence[tuple[str, Sequence[Fact], Sequence[Role]]], numbers: Mapping[str, int]
) -> Iterator[tuple[Any, ...]]:
    for source, _, roles in found:
        for role in roles:
            number = numbers[role_key(role.name)]
            yield posting_id, number, role.name, role.headcount, source, role.start, role.end


def _fact_rows(
    posting_id: int, source: str, facts: Iterable[Fact], numbers: Mapping[str, int]
) -> Iterator[tuple[Any, ...]]:
    for fact in facts:
        role = numbers[role_key(fact.role)] if fact.role is not None else None
        yield (
            posting_id, role, fact.kind, fact.value, fact.need, fact.group, fact.option,
            fact.is_open if fact.group is not None else None, source, fact.start, fact.end, fact.rule_id, RULES_VERSION,
        )  # fmt: skip


def _with_groups(postings: pa.Table, groups: Mapping[int, tuple[str, ...]]) -> pa.Table:
    own = [list(groups.get(number, ())) for number in postings["posting_id"].to_pylist()]
    place = postings.schema.get_field_index("preference_groups")
    column = postings.schema.field(place)
    return postings.set_column(place, column, pa.array(own, column.type))


def table_of(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema.names)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
