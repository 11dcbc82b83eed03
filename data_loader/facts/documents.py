"""Facts and job-description sections of documents that were read: notices and 직무기술서 beside a posting."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from data_loader.facts.fact import RULES_VERSION, Fact
from data_loader.facts.find import find_facts
from data_loader.facts.needs import JOB_DESCRIPTION
from data_loader.schema import FACTS, JD_SECTIONS

NOTICE = "notice_text"
# What begins an item of a section, in documents that kept their line ends and in those that lost them.
_BETWEEN_ITEMS = re.compile(r"\s*(?:\n+\s*[-·ㆍ*•○◦▪●□]?|[○◦▪●•■□◾❍]|(?<=[가-힣).,])\s*[-ㆍ](?=[가-힣A-Z])|^\s*-)\s*")


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document's text, and the posting it is attached to. `is_job_description`: 직무기술서, else a notice."""

    sha256: str
    posting_id: int
    text: str
    is_job_description: bool


def source_of(sha256: str) -> str:
    """The `source` of facts read from a document."""
    return f"document:{sha256}"


def document_tables(documents: Iterable[ReadDocument]) -> tuple[pa.Table, pa.Table]:
    """FACTS and JD_SECTIONS of the documents, in their order; the places are in the document's text."""
    facts: list[tuple[Any, ...]] = []
    sections: list[tuple[Any, ...]] = []
    for document in documents:
        for fact in find_facts(document.text, JOB_DESCRIPTION if document.is_job_description else NOTICE):
            if fact.kind == "jd_section":
                sections += _section_rows(document, fact)
            else:
                facts.append(_fact_row(document, fact))
    return _table_of(facts, FACTS.arrow), _table_of(sections, JD_SECTIONS.arrow)


def section_items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of text[start:end], a section: where each begins and ends."""
    place = start
    for between in [*_BETWEEN_ITEMS.finditer(text, start, end), None]:
        stop = between.start() if between else end
        item = text[place:stop]
        begin = place + len(item) - len(item.lstrip())
        if item.strip(" \n\t-·ㆍ,."):
            yield begin, begin + len(item.strip())
        place = between.end() if between else end


def _fact_row(document: ReadDocument, fact: Fact) -> tuple[Any, ...]:
    return (
        document.posting_id, None, fact.kind, fact.value, fact.need, fact.group, fact.option, None,
        source_of(document.sha256), fact.start, fact.end, fact.rule_id, RULES_VERSION,
    )  # fmt: skip


def _section_rows(document: ReadDocument, fact: Fact) -> Iterator[tuple[Any, ...]]:
    for number, (start, end) in enumerate(section_items(document.text, fact.start, fact.end), 1):
        yield document.sha256, document.posting_id, None, fact.value, number, start, end


def _table_of(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema.names)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
