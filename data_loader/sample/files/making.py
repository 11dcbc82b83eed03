"""The file behind an attachment of a sample posting, made from the posting when somebody asks for it."""

import random
import re
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_loader.codes import HIRE_TYPES, NCS_FIELDS, WORK_REGIONS, Code
from data_loader.errors import AttachmentError
from data_loader.sample.files.packages import as_docx, as_hwpx, as_xlsx, zipped
from data_loader.sample.files.paper import Block, Subject, form, job_description, leaflet, notice
from data_loader.sample.files.pdf import as_pdf, as_scan
from data_loader.sample.stages import title_jobs
from data_loader.sample.words import load_words, read_jobs
from data_loader.snapshot import open_current

# Of a hundred PDFs so many are pictures of pages, and so many broke off on the way to the portal.
SCANS, BROKEN = 12, 3
_LIKE = {"hwp": "hwpx"}
_WRITERS = {"hwpx": as_hwpx, "docx": as_docx, "xlsx": as_xlsx, "pdf": as_pdf}

Row = Mapping[str, Any]


def make_file(data_dir: Path, attachment_id: int) -> tuple[str, bytes]:
    """Name and bytes of a sample attachment, the same each time. Raises AttachmentError where there is no such one."""
    snapshot = open_current(data_dir)
    rows = snapshot.read_rows("attachments", "attachment_id", attachment_id)
    if not rows or not snapshot.tables["attachments"].origin.is_sample:
        raise AttachmentError("예시 자료에 첨부파일 {number}이(가) 없습니다.", number=attachment_id)
    number = rows[0]["posting_id"]
    assert isinstance(number, int)
    (posting,) = snapshot.read_rows("postings", "posting_id", number)
    texts = snapshot.read_rows("posting_texts", "posting_id", number)
    return file_of(rows[0], posting, texts[0] if texts else {})


def file_of(attachment: Row, posting: Row, texts: Row) -> tuple[str, bytes]:
    """Name and bytes of an attachment, from the rows of the tables.

    We do not write HWP 5: what is called .hwp is a HWPX file, and gets that ending.
    """
    name = re.sub(r"\.hwp$", ".hwpx", str(attachment["file_name"]))
    words = _words()
    subject = _subject(posting, texts, words)
    kind, extension = str(attachment["attachment_kind"]), str(attachment["extension"])
    return name, _content(kind, extension, name, subject, words["documents"])


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return load_words()


def pace_of(title: str, attachment: Row) -> int:
    """How long a file takes: 0 for some milliseconds; half a second for 1, which will be damaged, and 2: letters of a
    PDF are cut out of their font."""
    if attachment["extension"] == "pdf":
        fate = _fate(title, attachment["file_name"]) % 100
        return 0 if fate < SCANS else 1 if fate < SCANS + BROKEN else 2
    return 2 if attachment["extension"] == "zip" else 0


def _fate(title: str, name: str) -> int:
    return zlib.crc32(f"{title.strip()} {name}".encode())


def _content(kind: str, extension: str, name: str, subject: Subject, words: Mapping[str, Sequence[str]]) -> bytes:
    fate = _fate(subject.title, name)
    rng = random.Random(fate)
    blocks = _blocks(kind, name, subject, words, rng)
    if extension == "zip":
        description = job_description(subject, words, rng)
        return zipped({"직무기술서.pdf": as_pdf(description), "붙임. 채용공고문.hwpx": as_hwpx(blocks)})
    if extension == "pdf" and fate % 100 < SCANS:
        return as_scan(blocks)
    content = _WRITERS[_LIKE.get(extension, extension)](blocks)
    return content[: len(content) * 3 // 5] if extension == "pdf" and fate % 100 < SCANS + BROKEN else content


def _blocks(
    kind: str, name: str, subject: Subject, words: Mapping[str, Sequence[str]], rng: random.Random
) -> list[Block]:
    if kind == "A":
        return notice(subject, words, rng)
    if kind == "B":
        return form(subject)
    return job_description(subject, words, rng) if kind == "C" else leaflet(subject, name, words)


def _subject(posting: Row, texts: Row, words: dict[str, Any]) -> Subject:
    columns = {name: [posting[name]] for name in ("ncs_fields", "title")}
    (job,) = title_jobs(pa.table(columns), read_jobs(words))
    return Subject(
        title=posting["title"].strip(),
        institution=posting["institution"],
        job=job.name,
        field=_named(NCS_FIELDS, [job.field]),
        hire_types=_named(HIRE_TYPES, posting["hire_types"]),
        regions=_named(WORK_REGIONS, posting["work_regions"]),
        headcount=posting["headcount"] or 1,
        start_date=posting["start_date"],
        end_date=posting["end_date"],
        demand=job.demand,
        **{
            name: texts.get(name) or ""
            for name in ("eligibility", "preference", "selection_process", "disqualification")
        },
    )


def _named(codes: Mapping[str, Code], values: Sequence[str] | None) -> str:
    return ", ".join(codes[value].name for value in values or () if value in codes)
