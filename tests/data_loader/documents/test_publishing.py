"""Facts and sections of attached files in the snapshot: read once, kept, and gone with what they hang on."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from data_loader.documents import publishing
from data_loader.documents.invented import read_sample
from data_loader.documents.publishing import publish_documents
from data_loader.documents.shelf import Shelf
from data_loader.documents.texts import WITH_TEXTS
from data_loader.facts.documents import document_tables, document_type, source_of
from data_loader.facts.tables import fact_tables
from data_loader.sample import make_sample
from data_loader.schema import POSTING_TEXTS, POSTINGS
from data_loader.snapshot import NewTable, Origin, Snapshot, open_current, publish

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOTICE = "2. 응시자격\n○ 간호사 면허증 소지자\n○ 임상 경력 3년 이상인 자"
JD = "직무수행내용\n○ 환자 간호\n필요지식\n○ 간호 지식\n필요기술\n○ 투약 기술\n직무수행태도\n○ 성실"


def row(number: int, text: str, kind: str | None, *, sha256: str = "ab", posting: int = 7, member: str | None = None) -> dict[str, Any]:  # fmt: skip
    return {"attachment_id": number, "posting_id": posting, "sha256": sha256, "member": member, "document_type": kind,
            "kind": "hwpx", "status": "read" if text else "scan", "chars": len(text), "hangul": 0, "flags": [],
            "text": text, "offsets": []}  # fmt: skip


def files(*rows: dict[str, Any]) -> list[pa.Table]:
    return [pa.Table.from_pylist(list(rows), schema=WITH_TEXTS)]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A snapshot of one posting, whose own text names a licence."""
    postings = pa.Table.from_pylist([{"posting_id": 7, "title": "채용"}], schema=POSTINGS.arrow)
    texts = pa.Table.from_pylist([{"posting_id": 7, "eligibility": "○ 약사 면허 소지자"}], schema=POSTING_TEXTS.arrow)
    found = fact_tables(postings, texts)
    tables = {"postings": found.postings, "posting_texts": texts, **found.tables}
    publish(tmp_path, {name: NewTable(table, Origin("시험", "2026-11-22")) for name, table in tables.items()}, NOW)
    return tmp_path


def facts_of(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(fact["source"], fact["value"]) for fact in snapshot.read("facts").to_pylist()]


def test_facts_of_a_notice_stand_behind_those_of_the_postings_own_text(data_dir: Path) -> None:
    snapshot = publish_documents(data_dir, files(row(1, NOTICE, "notice")), NOW)
    assert facts_of(snapshot) == [("eligibility", "약사"), (source_of("ab"), "간호사"), (source_of("ab"), "36")]


def test_items_of_a_job_description_are_kept_with_their_words_and_places(data_dir: Path) -> None:
    snapshot = publish_documents(data_dir, files(row(1, JD, "job_description")), NOW)
    for item in snapshot.read("jd_sections").to_pylist():
        assert JD[item["start"] : item["end"]] == item["words"]
    assert "투약 기술" in snapshot.read("jd_sections")["words"].to_pylist()


def test_places_in_a_zip_are_places_in_the_text_of_the_whole(data_dir: Path) -> None:
    parts = [row(1, "양식", None, member="지원서.hwp"), row(1, NOTICE, "notice", member="공고.hwp")]
    snapshot = publish_documents(data_dir, files(*parts), NOW)
    whole = f"양식\n\n{NOTICE}"
    facts = [fact for fact in snapshot.read("facts").to_pylist() if fact["source"] == source_of("ab")]
    assert [whole[fact["start"] : fact["end"]] for fact in facts] == ["간호사 면허증", "3년 이상"]


def test_forms_state_nothing_and_a_file_attached_twice_counts_once(data_dir: Path) -> None:
    given = [row(1, NOTICE, None, sha256="cd"), row(2, NOTICE, "notice"), row(3, NOTICE, "notice")]
    assert len(facts_of(publish_documents(data_dir, files(*given), NOW))) == 3


def test_what_was_read_once_is_not_read_again(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish_documents(data_dir, files(row(1, NOTICE, "notice")), NOW)
    read: list[str] = []

    def watched(documents: list[Any]) -> Any:
        read.extend(document.sha256 for document in documents)
        return document_tables(documents)

    monkeypatch.setattr(publishing, "document_tables", watched)
    second = publish_documents(data_dir, files(row(1, NOTICE, "notice"), row(2, JD, "job_description", sha256="ef")), NOW)  # fmt: skip
    assert read == ["ef"]
    assert facts_of(second) == facts_of(first)


def test_facts_of_a_file_that_is_gone_go(data_dir: Path) -> None:
    publish_documents(data_dir, files(row(1, NOTICE, "notice")), NOW)
    assert facts_of(publish_documents(data_dir, files(row(2, "", None, sha256="ef")), NOW)) == [("eligibility", "약사")]


@pytest.mark.parametrize(("eligibility", "value"), [("○ 약사 면허 소지자", "약사"), ("○ 의사 면허 소지자", "의사")])
def test_reading_the_postings_anew_keeps_what_files_state(data_dir: Path, eligibility: str, value: str) -> None:
    before = publish_documents(data_dir, files(row(1, NOTICE + JD, "notice")), NOW)
    texts = pa.Table.from_pylist([{"posting_id": 7, "eligibility": eligibility}], schema=POSTING_TEXTS.arrow)
    found = fact_tables(before.read("postings"), texts, before).tables
    assert [*zip(found["facts"]["source"].to_pylist(), found["facts"]["value"].to_pylist(), strict=True)][:3] == [
        ("eligibility", value), (source_of("ab"), "간호사"), (source_of("ab"), "36")]  # fmt: skip
    assert found["jd_sections"].equals(before.read("jd_sections"))


@pytest.mark.parametrize(
    ("kind", "name", "member", "found"),
    [
        ("A", "채용 공고문.hwp", "", "notice"),
        ("C", "사무직.pdf", "", "job_description"),
        ("B", "입사지원서.hwp", "", None),
        ("A", "공고문.zip", "NCS 직무기술서.pdf", "job_description"),
        ("C", "직무기술서.zip", "개인정보 동의서.hwp", None),
        ("Z", "채용공고.hwp", "", "notice"),
        ("Z", "기타.hwp", "", None),
        (None, "2026년 공고.pdf", "", "notice"),
    ],
)
def test_what_a_file_is_read_as(kind: str | None, name: str, member: str, found: str | None) -> None:
    assert document_type(kind, name, member) == found


def test_the_samples_newest_files_are_made_read_and_kept(tmp_path: Path) -> None:
    make_sample(tmp_path, NOW, 60, 3)
    told: list[tuple[int, int]] = []
    snapshot = read_sample(tmp_path, NOW, 20, lambda done, of: told.append((done, of)))
    rows = snapshot.read("document_texts").to_pylist()
    assert told[-1] == (len(rows), len(rows))
    assert {"notice", "job_description"} <= {each["document_type"] for each in rows}
    with Shelf(tmp_path) as shelf:
        for item in snapshot.read("jd_sections").to_pylist()[:50]:
            document = shelf.find(item["sha256"])
            assert document is not None
            assert " ".join(document.text[item["start"] : item["end"]].split()) == item["words"]
    assert open_current(tmp_path).tables["document_texts"].origin.is_sample
