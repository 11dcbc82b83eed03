"""The files behind the sample's attachments."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from data_loader.documents.attachments import fetch_attachment
from data_loader.documents.reader import DocumentReader
from data_loader.errors import AttachmentError
from data_loader.sample import make_sample
from data_loader.sample.files import making
from data_loader.sample.files.making import make_file
from data_loader.sample.files.paper import Subject, form, job_description, lines_of, notice
from data_loader.sample.words import load_words
from data_loader.schema import FIRST_SAMPLE_ATTACHMENT
from data_loader.settings import Settings
from data_loader.snapshot import open_current

# Takes long, for what it makes and reads.
pytestmark = pytest.mark.long

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SUBJECT = Subject(
    "[예시] 간호사 채용 공고", "국립중앙의료원", "간호사", "보건.의료", "비정규직", "서울", 3, date(2026, 11, 1),
    date(2026, 11, 20), "「의료법」상 간호사 면허 소지자",
)  # fmt: skip
WORDS = load_words()["documents"]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    make_sample(folder, NOW, 400, 5)
    return folder


def numbers(data_dir: Path, extension: str, kind: str = "") -> list[int]:
    rows = open_current(data_dir).read("attachments").to_pylist()
    return [
        row["attachment_id"] for row in rows if row["extension"] == extension and kind in ("", row["attachment_kind"])
    ]


@pytest.mark.parametrize(
    ("extension", "kind", "statuses"),
    [
        ("hwp", "hwpx", {"read"}),
        ("hwpx", "hwpx", {"read"}),
        ("docx", "docx", {"read"}),
        ("xlsx", "xlsx", {"read"}),
        ("zip", "zip", {"read"}),
        ("pdf", "pdf", {"read", "scan", "damaged"}),
    ],
)
def test_a_file_is_of_the_kind_its_name_says_and_can_be_read(
    data_dir: Path, extension: str, kind: str, statuses: set[str]
) -> None:
    with DocumentReader() as reader:
        for number in numbers(data_dir, extension)[:2]:
            attachment = fetch_attachment(Settings(data_dir, "https://portal.example.com"), number, NOW)
            assert attachment.kind == kind
            assert attachment.file_name.startswith("[예시]")
            assert attachment.file_name.endswith(f".{kind}")
            assert attachment.file_name.count(".hwp") <= 1
            assert reader.read(attachment.path).status in statuses


def test_a_notice_says_what_the_posting_says_and_more(data_dir: Path) -> None:
    number = numbers(data_dir, "hwpx", "A")[0]
    snapshot = open_current(data_dir)
    (row,) = snapshot.read_rows("attachments", "attachment_id", number)
    (posting,) = snapshot.read_rows("postings", "posting_id", int(str(row["posting_id"])))
    name, content = make_file(data_dir, number)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        section = archive.read("Contents/section0.xml").decode()
    assert name.endswith(".hwpx")
    assert str(posting["institution"]) in section
    assert f"{posting['headcount'] or 1}명" in section
    for label in ("2. 응시자격", "3. 우대사항", "보수: ", "근무시간: "):
        assert label in section


def test_scans_and_broken_files_are_among_the_pdfs(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with DocumentReader() as reader:
        for scans, broken, status in ((100, 0, "scan"), (0, 100, "damaged"), (0, 0, "read")):
            monkeypatch.setattr(making, "SCANS", scans)
            monkeypatch.setattr(making, "BROKEN", broken)
            _, content = make_file(data_dir, numbers(data_dir, "pdf", "C")[0])
            path = data_dir / f"{status}.pdf"
            path.write_bytes(content)
            assert reader.read(path).status == status


def test_the_same_number_gives_the_same_file(data_dir: Path) -> None:
    for extension in ("hwp", "pdf", "zip"):
        number = numbers(data_dir, extension)[0]
        assert make_file(data_dir, number) == make_file(data_dir, number)


def test_a_number_the_sample_does_not_have_is_an_error(data_dir: Path) -> None:
    with pytest.raises(AttachmentError, match="예시 자료에"):
        fetch_attachment(Settings(data_dir, "https://portal.example.com"), FIRST_SAMPLE_ATTACHMENT + 99_999_999, NOW)


def test_a_sample_made_anew_gives_its_own_files(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "https://portal.example.com")
    make_sample(tmp_path, NOW, 30, 5)
    number = numbers(tmp_path, "hwpx")[0]
    first = fetch_attachment(settings, number, NOW)
    assert fetch_attachment(settings, number, NOW + timedelta(hours=1)) == first
    make_sample(tmp_path, NOW + timedelta(days=1), 30, 6)
    again = fetch_attachment(settings, number, NOW + timedelta(days=2))
    assert again.fetched_at == NOW + timedelta(days=2)
    assert again.sha256 != first.sha256


def test_a_job_description_asks_for_knowledge_skills_and_attitudes() -> None:
    rows = dict(cells for block in job_description(SUBJECT, WORDS, making.random.Random(1))
                if not isinstance(block, str) for cells in block)  # fmt: skip
    assert rows["필요자격"] == SUBJECT.demand
    for label, count in (("필요지식", 4), ("필요기술", 3), ("직무수행태도", 3)):
        assert rows[label].count("○") == count
    assert "{job}" not in str(rows)


def test_every_paper_says_that_it_is_invented_or_an_example() -> None:
    rng = making.random.Random(2)
    for blocks in (notice(SUBJECT, WORDS, rng), job_description(SUBJECT, WORDS, rng), form(SUBJECT)):
        assert "예시" in "".join(lines_of(blocks))
