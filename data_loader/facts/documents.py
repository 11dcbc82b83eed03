"""Facts and job-description sections of documents that were read: notices and 직무기술서 beside a posting."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from data_loader.codes import ATTACHMENT_KINDS
from data_loader.facts.fact import RULES_VERSION, Fact
from data_loader.facts.find import find_facts
from data_loader.facts.needs import JOB_DESCRIPTION
from data_loader.facts.tables import FROM_DOCUMENT, table_of
from data_loader.schema import FACTS, JD_SECTIONS

NOTICE_TEXT = "notice_text"
# What `document_type` says of a file that is read for facts.
NOTICE, DESCRIPTION = "notice", "job_description"
_KINDS = {code.name: code.code for code in ATTACHMENT_KINDS.values()}
_DESCRIBES = re.compile(r"직무\s?(?:기술|설명|소개)|NCS")
_IS_FILLED_IN = re.compile(r"지원서|이력서|자기소개|동의서|서약|양식|서식|신청서|확인서|증명서|체크리스트")
LONGEST_WORDS = 200
# What begins an item of a section, in documents that kept their line ends and in those that lost them.
_BETWEEN_ITEMS = re.compile(r"\s*(?:\n+\s*[-·ㆍ*•○◦▪●□]?|[○◦▪●•■□◾❍]|(?<=[가-힣).,])\s*[-ㆍ](?=[가-힣A-Z])|^\s*-)\s*")


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document's text, and the posting it is attached to. `is_job_description`: 직무기술서, else a notice.

    `begins`: where the text stands in that of the whole file, which of a ZIP is the text of all it holds.
    """

    sha256: str
    posting_id: int
    text: str
    is_job_description: bool
    begins: int = 0


def source_of(sha256: str) -> str:
    """The `source` of facts read from a document."""
    return FROM_DOCUMENT + sha256


def document_type(attachment_kind: str | None, file_name: str, member: str = "") -> str | None:
    """What a file is read as, by what the portal calls it and by its name; None for forms and the like."""
    name = member or file_name
    if _DESCRIBES.search(name) or (attachment_kind == _KINDS["직무기술서"] and not member):
        return DESCRIPTION
    if attachment_kind == _KINDS["입사지원서"] or _IS_FILLED_IN.search(name):
        return None
    return NOTICE if attachment_kind == _KINDS["공고문"] or "공고" in name else None


def document_tables(documents: Iterable[ReadDocument]) -> tuple[pa.Table, pa.Table]:
    """FACTS and JD_SECTIONS of the documents, in their order; the places are in the document's text."""
    facts: list[tuple[Any, ...]] = []
    sections: list[tuple[Any, ...]] = []
    for document in documents:
        for fact in find_facts(document.text, JOB_DESCRIPTION if document.is_job_description else NOTICE_TEXT):
            if fact.kind == "jd_section":
                sections += _section_rows(document, fact)
            else:
                facts.append(_fact_row(document, fact))
    return table_of(facts, FACTS.arrow), table_of(sections, JD_SECTIONS.arrow)


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
        source_of(document.sha256), fact.start + document.begins, fact.end + document.begins, fact.rule_id, RULES_VERSION,
    )  # fmt: skip


def _section_rows(document: ReadDocument, fact: Fact) -> Iterator[tuple[Any, ...]]:
    for number, (start, end) in enumerate(section_items(document.text, fact.start, fact.end), 1):
        words = " ".join(document.text[start:end].split())[:LONGEST_WORDS]
        place = start + document.begins, end + document.begins
        yield document.sha256, document.posting_id, None, fact.value, number, words, *place
