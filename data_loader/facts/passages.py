"""Passages from a file of JSON lines, and what is found in each, as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_loader.facts.find import facts_once, find_facts
from data_loader.facts.json_lines import read_objects

# A line holds a text of 200,000 characters, escaped.
LONGEST_LINE = 8_000_000


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A line of the file: its number from 1, and its passage, or why it cannot be read."""

    line: int
    passage: dict[str, Any]
    error: str = ""


def read_passages(path: Path) -> Iterator[ReadPassage]:
    """The lines of a file that are not blank. Raises FactsError where the file cannot be read."""
    for line in read_objects(path, LONGEST_LINE):
        yield ReadPassage(line.number, {}, line.error) if line.error else _read(line.number, line.given)


def passage_facts(passage: dict[str, Any]) -> dict[str, Any]:
    """`id`, and each fact of the passage once, with its first place; `also`: the other roles and places that state it."""
    found = facts_once(find_facts(passage["text"], passage["field"]))
    facts = []
    for fact, places in found:
        entry: dict[str, Any] = {
            "kind": fact.kind,
            "value": fact.value,
            "need": fact.need,
            "role": fact.role,
            "start": fact.start,
            "end": fact.end,
        }
        others = {(place.role, place.start, place.end) for place in places} - {(fact.role, fact.start, fact.end)}
        if others:
            ordered = sorted(others, key=lambda other: other[1:])
            entry["also"] = [{"role": role, "start": start, "end": end} for role, start, end in ordered]
        facts.append(entry)
    return {"id": passage["id"], "facts": facts}


def _read(number: int, given: dict[str, Any]) -> ReadPassage:
    if not isinstance(given.get("text"), str):
        return ReadPassage(number, {}, "text에 글이 없습니다")
    field = given.get("field", "eligibility")
    if not isinstance(field, str):
        return ReadPassage(number, {}, "field가 글이 아닙니다")
    passage = {"id": given.get("id", number), "text": given["text"], "field": field}
    return ReadPassage(number, passage)
