import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.documents.file_names import LONGEST_NAME, name_in, safe_name
from data_loader.documents.file_types import KINDS


def as_received(header: str, encoding: str = "utf-8") -> str:
    """The header as an HTTP library hands it over: bytes read as latin-1."""
    return header.encode(encoding).decode("latin-1")


@pytest.mark.parametrize(
    "header",
    [
        as_received('attachment; filename=""붙임. 채용공고문(1).pdf"";'),
        as_received('attachment; filename="붙임. 채용공고문(1).pdf"'),
        as_received('attachment; filename="붙임. 채용공고문(1).pdf"', "cp949"),
        as_received(as_received('attachment; filename=""붙임. 채용공고문(1).pdf""')),
        as_received("attachment; filename=붙임. 채용공고문(1).pdf"),
        "attachment; filename*=UTF-8''%EB%B6%99%EC%9E%84.%20%EC%B1%84%EC%9A%A9%EA%B3%B5%EA%B3%A0%EB%AC%B8%281%29.pdf",
        'attachment; filename="%EB%B6%99%EC%9E%84.+%EC%B1%84%EC%9A%A9%EA%B3%B5%EA%B3%A0%EB%AC%B8(1).pdf"',
    ],
)
def test_the_name_is_read_however_the_header_garbles_it(header: str) -> None:
    assert name_in(header) == "붙임. 채용공고문(1).pdf"


@pytest.mark.parametrize("header", ["", "attachment", "attachment; filename=", 'attachment; filename=""'])
def test_a_header_without_a_name_gives_none(header: str) -> None:
    assert name_in(header) is None


def test_a_name_that_only_looks_percent_encoded_stays() -> None:
    assert name_in('attachment; filename="100%FF.pdf"') == "100%FF.pdf"


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("붙임 1. 채용공고문(2026년).hwp", "hwp", "붙임 1. 채용공고문(2026년).hwp"),
        ("../../etc/passwd", "pdf", "_.._etc_passwd.pdf"),
        ("C:\\공고\\..\\문.pdf", "pdf", "C__공고_.._문.pdf"),
        ("공고문.pdf.exe", "pdf", "공고문.pdf.exe.pdf"),
        ("공고문.hwp", "pdf", "공고문.hwp.pdf"),
        ("공고문.PDF", "pdf", "공고문.pdf"),
        ("사진.JPEG", "jpg", "사진.jpg"),
        ("CON.pdf", "pdf", "_CON.pdf"),
        ("com¹", "zip", "_com¹.zip"),
        ("nul.tar.zip", "zip", "_nul.tar.zip"),
        ("...숨긴 파일", "pdf", "숨긴 파일.pdf"),
        ("공고\u202efdp.exe", "zip", "공고fdp.exe.zip"),
        ("공\u200b고\x00문\r\n.pdf", "pdf", "공고문.pdf"),
        ('a<b>c|d?e*f"g:h.pdf', "pdf", "a_b_c_d_e_f_g_h.pdf"),
        ("", "pdf", "첨부파일.pdf"),
        (" . ", "pdf", "첨부파일.pdf"),
        ("\ud800", "pdf", "첨부파일.pdf"),
        (unicodedata.normalize("NFD", "공고문.pdf"), "pdf", "공고문.pdf"),
    ],
)
def test_a_name_is_made_safe_and_stays_readable(name: str, kind: str, safe: str) -> None:
    assert safe_name(name, kind) == safe


names = st.text(st.characters(codec=None), max_size=300) | st.from_regex(r"[가-힣 ./\\:con-]{0,260}", fullmatch=True)
kinds = st.sampled_from(sorted(KINDS))


@given(names, kinds)
def test_any_name_becomes_one_that_every_system_takes(name: str, kind: str) -> None:
    safe = safe_name(name, kind)
    stem = safe.removesuffix(f".{kind}")
    assert safe.endswith(f".{kind}")
    assert 0 < len(safe.encode()) <= LONGEST_NAME
    assert not set(safe) & set('/\\:*?"<>|')
    assert all(unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn") for letter in safe)
    assert stem == stem.strip(" .") != ""
    assert stem.split(".")[0].strip().lower() not in ("con", "prn", "aux", "nul", "com1", "lpt9")


@given(names, kinds)
def test_a_safe_name_is_left_as_it_is(name: str, kind: str) -> None:
    assert safe_name(safe_name(name, kind), kind) == safe_name(name, kind)


@given(st.from_regex(r"[가-힣][가-힣0-9a-z ()\-,]{0,40}[가-힣]", fullmatch=True), kinds)
def test_a_korean_name_keeps_every_letter(name: str, kind: str) -> None:
    assert safe_name(f"{name}.{kind}", kind) == f"{' '.join(name.split())}.{kind}"


@given(st.text(st.characters(min_codepoint=0, max_codepoint=255)))
def test_no_header_makes_the_reading_fail(header: str) -> None:
    name_in(header)
    name_in(f"attachment; filename={header}")
