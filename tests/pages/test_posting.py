"""The page of one posting: on the sample, on the real list, with and without details, ledger, key and network."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui.details import fetched
from data_loader.store.database import Store
from data_loader.tables.municipalities import load_municipalities
from tests.data_loader.alio_server import HOME_PAGE, AlioServer, Answer, file_answer
from tests.data_loader.portal_server import KEY, PortalServer, Reply, item, quota_headers
from tests.data_loader.portal_server import RECRUITMENT_DETAIL as DETAIL_PATH
from tests.pages.reader import address, checked, data_in, open_page, plain, said
from tests.pages.real_postings import publish_real

NUMBER = 292386
FILE = 3069638
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 100
AT = datetime.fromisoformat("2025-11-01T15:20:00+09:00")


def row_of(answer: dict[str, Any], number: int = NUMBER) -> dict[str, Any]:
    return dict(next(row for row in answer["result"] if row["recrutPblntSn"] == number))


def detail_of(answer: dict[str, Any], name: str = "공고문.pdf", **results: Any) -> dict[str, Any]:
    """A detail of the posting: one file, one position with two stages."""
    step = {"recrutPblntSn": NUMBER, "recrutPbancTtl": "연구직", "sortNo": 0, "minStepSn": 1, "maxStepSn": 2,
            "aplyNope": None, "recrutNope": None, "cmpttRt": None, "rsnOcrnYmd": None} | results  # fmt: skip
    file = {"sortNo": 1, "recrutAtchFileNo": FILE, "atchFileNm": name, "atchFileType": "A", "url": ""}
    steps = [step | {"recrutStepSn": number} for number in (1, 2)]
    return row_of(answer) | {"files": [file], "steps": steps}


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the app will use, on the day of the recorded list."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_TODAY", "2025-11-03")
    monkeypatch.setenv("DATA_GO_KR_SERVICE_KEY", "")
    return tmp_path


@pytest.fixture
def alio(monkeypatch: pytest.MonkeyPatch) -> Iterator[AlioServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with AlioServer() as server:
        monkeypatch.setenv("ALIO_BASE_URL", server.url)
        monkeypatch.setenv("ALIO_ALLOW_PRIVATE", "1")
        yield server


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[PortalServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with PortalServer([]) as server:
        monkeypatch.setenv("DATA_GO_KR_BASE_URL", server.url)
        monkeypatch.setenv("DATA_GO_KR_SERVICE_KEY", KEY)
        yield server


def open_posting(app: AppTest, number: int = NUMBER) -> AppTest:
    return open_page(app, "postings", posting=str(number))


def links(app: AppTest) -> dict[str, str]:
    """Link buttons by their label."""
    return {element.proto.label: element.proto.url for element in app.get("link_button")}


def files(app: AppTest) -> list[str]:
    return [button.label for button in app.get("download_button")]


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [button for button in app.button if plain(button.label).endswith(label)]
    return button.click().run()


# On the sample


def test_a_sample_posting_is_whole_and_asks_nobody(app: AppTest, sample_dir: Path) -> None:
    data = data_in(sample_dir)
    (number,) = set(data.table("attachments")["posting_id"].iloc[:1])
    row = data.postings.row_of(number)
    posting = data.postings.table.slice(row, 1).to_pylist()[0]
    open_posting(app, number)
    assert plain(app.title[0].value) == posting["title"]
    words = said(app)
    assert f"기간 {posting['start_date']} ~ {posting['end_date']}" in words
    assert f"공고번호 {number}" in words
    assert "예시 공고라 잡알리오에 원문이 없습니다." in words
    assert "예시 공고라 누르면 꾸며 낸 파일을 만듭니다." in words
    assert "예시 공고라 이력이 없습니다." in words
    assert not links(app)
    assert not [button for button in app.button if str(button.key).startswith("ask_")]


def test_a_file_of_the_sample_is_made_and_read_on_the_click(app: AppTest, sample_dir: Path) -> None:
    rows = data_in(sample_dir).table("attachments")
    row = rows[rows["extension"] == "docx"].iloc[0]
    open_posting(app, int(row["posting_id"]))
    checked(press(app, row["file_name"]))
    assert [label for label in files(app) if label.startswith("내려받기(DOCX, ")]
    assert [caption.value for caption in app.caption if caption.value.endswith("자를 읽었습니다.")]


def test_the_type_stands_among_the_facts_and_a_municipality_with_the_words_that_name_it(
    app: AppTest, sample_dir: Path
) -> None:
    data = data_in(sample_dir)
    named = data.table("workplaces").iloc[0]
    row = data.postings.row_of(int(named["posting_id"]))
    assert row is not None
    open_posting(app, int(named["posting_id"]))
    words = said(app)
    place = next(place.label for place in load_municipalities() if place.code == named["municipality_code"])
    assert f"글에서 찾은 시·군·구 {place}" in words
    assert named["passage"] in words
    assert f"기관유형 {data.postings.labels('type', np.array([row]))[0]}" in words


def test_every_section_has_its_heading(app: AppTest, sample_dir: Path) -> None:
    open_posting(app, int(data_in(sample_dir).postings.posting_ids[0]))
    headings = {line.removeprefix("## ") for element in app.markdown for line in element.value.splitlines() if line.startswith("## ")}  # fmt: skip
    assert {"첨부파일", "전형과 경쟁률", "공고 내용", "비슷한 공고", "이력"} <= headings


def test_the_deadline_is_offered_while_it_is_to_come(app: AppTest, sample_dir: Path) -> None:
    index = data_in(sample_dir).postings
    table = index.table.select(["posting_id", "end_date"]).to_pylist()
    is_open = {row["posting_id"]: row["end_date"] >= date(2026, 11, 20) for row in table}
    coming = next(number for number, still in is_open.items() if still)
    over = next(number for number, still in is_open.items() if not still)
    assert files(open_posting(app, coming)) == ["마감일을 달력에"]
    assert files(open_posting(app, over)) == []


def test_the_citation_names_the_posting_and_its_own_address(app: AppTest, sample_dir: Path) -> None:
    number = int(data_in(sample_dir).postings.posting_ids[0])
    app.session_state["cite_posting"] = True
    open_page(app, "postings", posting=str(number), region="busan")
    korean = app.code[0].value
    assert f"(공고번호 {number})" in korean
    assert f"postings?posting={number} " in korean


# On the real list, with the list alone


def test_a_list_alone_says_what_was_not_asked_for(app: AppTest, data_dir: Path, real_list: dict[str, Any]) -> None:
    publish_real(data_dir, real_list["result"])
    words = said(open_posting(app))
    assert "D-10(2025-11-13 마감)" in words
    assert "첨부파일과 전형 결과를 아직 받지 않았습니다." in words
    assert "아는 것이 없다는 뜻이고, 결과가 없다는 뜻이 아닙니다." in words
    assert "이 자료에는 바뀐 이력이 없습니다." in words
    assert "서비스 키를 넣으면 여기서 받아 봅니다." in words
    assert links(app)["잡알리오에서 보기"] == f"https://job.alio.go.kr/recruitview.do?idx={NUMBER}"
    assert links(app)["잡알리오(휴대전화)"].startswith("https://job.alio.go.kr/mobile2021/")


def test_texts_are_lists_and_their_letters_are_no_marks(
    app: AppTest, data_dir: Path, real_list: dict[str, Any]
) -> None:
    rows = [
        row_of(real_list) | {"aplyQlfcCn": "□ <b>연구직</b>\r\n○ [링크](http://x)", "recrutPbancTtl": "# **제목** <i>"}
    ]
    publish_real(data_dir, rows)
    open_posting(app)
    assert plain(app.title[0].value) == "# **제목** <i>"
    (text,) = [element.value for element in app.markdown if element.value.startswith("### 응시자격")]
    assert "- \\<b\\>연구직" in text and "  - \\[링크\\]\\(http" in text
    assert not any("<b>" in element.value or "](http://x" in element.value for element in app.markdown)


def test_an_address_that_cannot_be_used_is_said_to_be_missing(
    app: AppTest, data_dir: Path, real_list: dict[str, Any]
) -> None:
    publish_real(data_dir, real_list["result"])
    assert "기관이 원문 주소를 적지 않았거나 쓸 수 없는 값을 적었습니다." in said(open_posting(app, 292463))
    assert "기관 누리집" in links(app) and "기관의 원문" not in links(app)


def test_a_value_that_could_not_be_read_is_flagged(app: AppTest, data_dir: Path, real_list: dict[str, Any]) -> None:
    publish_real(data_dir, [row_of(real_list) | {"recrutNope": "약간명"}])
    assert "모집인원: 적힌 값을 읽지 못해 비워 두었습니다." in said(open_posting(app))


def test_every_real_posting_that_is_odd_opens(app: AppTest, data_dir: Path, real_list: dict[str, Any]) -> None:
    publish_real(data_dir, real_list["result"])
    for number in (292228, 292463, 292235, 292140):
        open_posting(app, number)


# Details, results and ledger


def test_published_results_stand_with_their_ratio(app: AppTest, data_dir: Path, real_list: dict[str, Any]) -> None:
    publish_real(data_dir, real_list["result"], [detail_of(real_list, aplyNope=46, recrutNope=2)])
    words = said(open_posting(app))
    assert "첫 단계에 46명이 지원해 2명이 뽑혔습니다(23.0 대 1)" in words
    assert "| 연구직 | 46 | 2 | 23.0 | 46→2 · 46→2 |" in words


def test_the_ledger_is_told_with_the_earlier_posting(app: AppTest, data_dir: Path, real_list: dict[str, Any]) -> None:
    changes = [
        {"posting_id": NUMBER, "observed_at": AT, "change": "reposted", "related_posting_id": 292108},
        {"posting_id": NUMBER, "observed_at": AT, "change": "extended", "column": "end_date", "before": "2025-11-07",
         "after": "2025-11-14"},
    ]  # fmt: skip
    seen = {"posting_id": NUMBER, "first_seen_at": AT, "last_seen_at": AT, "missing_since": None, "is_new": True,
            "edits": 1}  # fmt: skip
    publish_real(data_dir, real_list["result"], [], changes, [seen])
    words = said(open_posting(app))
    assert "2025-11-01 15:20에 새로 나타났고" in words
    assert "마감일을 늦추었습니다. 2025-11-07 → 2025-11-14" in words
    assert "[공고번호 292108](postings?posting=292108)" in words


def test_a_posting_nothing_happened_to_says_so(app: AppTest, data_dir: Path, real_list: dict[str, Any]) -> None:
    publish_real(data_dir, real_list["result"], [], [], [])
    assert "처음 본 뒤로 바뀐 것이 없습니다." in said(open_posting(app))


# Attachments


@pytest.fixture
def with_file(app: AppTest, data_dir: Path, real_list: dict[str, Any], alio: AlioServer) -> AppTest:
    """The page of a posting with one attachment, opened: nothing was fetched for that."""
    publish_real(data_dir, real_list["result"], [detail_of(real_list)])
    open_posting(app)
    assert not alio.asked
    return app


def test_a_pdf_is_fetched_on_the_click_and_shown_in_the_page(with_file: AppTest, alio: AlioServer) -> None:
    alio.files[FILE] = file_answer(PDF, "채용 공고문.pdf")
    checked(press(with_file, "공고문.pdf"))
    assert "내려받기(PDF, 25KB)" in files(with_file)
    (viewer,) = with_file.get("bidi_component")
    assert viewer.proto.component_name == "streamlit-pdf.pdf_viewer"
    checked(press(with_file, "공고문.pdf"))
    assert len(alio.asked) == 1


def test_another_kind_of_file_is_offered_to_be_saved(with_file: AppTest, alio: AlioServer, real: Path) -> None:
    alio.files[FILE] = file_answer((real / "attachments" / "notice.hwp").read_bytes(), "../서식<1>.exe")
    checked(press(with_file, "공고문.pdf"))
    (label,) = [label for label in files(with_file) if label.startswith("내려받기")]
    assert label.startswith("내려받기(HWP, ")
    assert not with_file.get("bidi_component")


def test_what_stands_in_the_file_is_read_at_once_and_can_be_opened(
    with_file: AppTest, alio: AlioServer, real: Path
) -> None:
    alio.files[FILE] = file_answer((real / "attachments" / "notice.hwp").read_bytes(), "공고문.hwp")
    checked(press(with_file, "공고문.pdf"))
    assert "글 6,921자를 읽었습니다." in [caption.value for caption in with_file.caption]
    (text,) = [plain(element.value) for element in with_file.markdown if "전형방법" in element.value]
    assert "정부법무공단 일반직 직원 채용 공고" in text


def test_a_scan_is_said_to_be_one(with_file: AppTest, alio: AlioServer, real: Path) -> None:
    alio.files[FILE] = file_answer((real / "attachments" / "scan.pdf").read_bytes(), "공고문.pdf")
    checked(press(with_file, "공고문.pdf"))
    assert "쪽이 그림뿐인 스캔 문서라 글을 읽지 못했습니다." in [caption.value for caption in with_file.caption]
    assert not with_file.text


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([Answer(body=HOME_PAGE)], "파일 대신 웹 페이지"),
        ([Answer(404)], "알리오에 없는 자료입니다"),
        ([Answer(body=b"MZ" + bytes(100))], "프로그램이어서 두지 않았습니다"),
        ([Answer(body=b"")], "빈 파일"),
        ([Answer(500)] * 3, "오류가 났습니다"),
        ([Answer(body=bytes(51 << 20))], "50MB를 넘는 첨부파일"),
        ([Answer(body=PDF, cut=True)] * 3, "중간에 끊겼습니다"),
    ],
)
def test_what_cannot_be_had_is_a_sentence_beside_its_name(
    with_file: AppTest, alio: AlioServer, answers: list[Answer], words: str
) -> None:
    alio.script(*answers)
    press(with_file, "공고문.pdf")
    (error,) = with_file.error
    assert words in plain(error.value)
    assert "http" not in error.value
    assert not with_file.exception
    assert not [label for label in files(with_file) if label.startswith("내려받기")]


def test_a_host_that_never_answers_is_given_up(
    with_file: AppTest, alio: AlioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_GO_KR_TIMEOUT", "0.2")
    alio.script(*[Answer(hang=True)] * 3)
    press(with_file, "공고문.pdf")
    assert "제때 답하지 않았습니다" in plain(with_file.error[0].value)


# Details asked for on a click


def test_the_details_of_one_posting_are_fetched_on_the_click_and_kept(
    app: AppTest, data_dir: Path, real_list: dict[str, Any], portal: PortalServer
) -> None:
    publish_real(data_dir, real_list["result"])
    portal.details[DETAIL_PATH][NUMBER] = detail_of(real_list, "직무기술서.hwp", aplyNope=46, recrutNope=2)
    open_posting(app)
    assert not portal.requests
    checked(press(app, "첨부와 전형 결과 받아 보기"))
    words = said(app)
    assert "46명이 지원해" in words
    (file,) = [button.label for button in app.button if button.key == f"open_{FILE}"]
    assert plain(file) == ":gray-badge[공고문] 직무기술서.hwp"
    assert "에 포털에서 받은 것입니다." in words
    assert [(request.path, request.params["sn"]) for request in portal.requests] == [(DETAIL_PATH, str(NUMBER))]
    assert "46명이 지원해" in said(open_posting(app))
    with Store(data_dir) as store:
        assert store.item("recruitment_detail", NUMBER) is not None
    assert len(portal.requests) == 1


@pytest.mark.parametrize(
    ("asked_at", "is_newer"), [(datetime(2020, 1, 1, tzinfo=UTC), False), (datetime(2100, 1, 1, tzinfo=UTC), True)]
)
def test_of_what_was_fetched_and_a_snapshot_the_newer_stands(
    app: AppTest, data_dir: Path, real_list: dict[str, Any], asked_at: datetime, is_newer: bool
) -> None:
    publish_real(data_dir, real_list["result"], [detail_of(real_list, aplyNope=46, recrutNope=2)])
    fetched()[NUMBER] = asked_at, detail_of(real_list, aplyNope=60, recrutNope=2)
    assert ("60명이 지원해" in said(open_posting(app))) == is_newer
    assert ("46명이 지원해" in said(app)) != is_newer


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(429, "API rate limit exceeded", quota_headers(0)), "자정"),
        (Reply(body=json.dumps({"resultCode": "3", "resultMsg": "NODATA_ERROR"})), "상세 정보가 없습니다"),
        (item({"recrutPblntSn": 1}), "다른 번호로 답했습니다"),
    ],
)
def test_a_portal_that_refuses_is_a_sentence_and_the_page_stands(
    app: AppTest, data_dir: Path, real_list: dict[str, Any], portal: PortalServer, reply: Reply, words: str
) -> None:
    publish_real(data_dir, real_list["result"])
    portal.always(DETAIL_PATH, reply)
    open_posting(app)
    press(app, "첨부와 전형 결과 받아 보기")
    (error,) = app.error
    assert words in plain(error.value)
    assert KEY not in error.value
    assert not app.exception
    assert "비슷한 공고" in said(app)


def test_details_that_are_complete_are_not_asked_for_again(
    app: AppTest, data_dir: Path, real_list: dict[str, Any], portal: PortalServer
) -> None:
    publish_real(data_dir, real_list["result"], [detail_of(real_list, aplyNope=4, recrutNope=2)])
    open_posting(app)
    assert not [button for button in app.button if "전형 결과" in button.label]


def test_details_without_results_may_be_asked_for_again(
    app: AppTest, data_dir: Path, real_list: dict[str, Any], portal: PortalServer
) -> None:
    publish_real(data_dir, real_list["result"], [detail_of(real_list)])
    portal.details[DETAIL_PATH][NUMBER] = detail_of(real_list, aplyNope=46, recrutNope=2)
    assert "결과가 공개되었습니다" not in said(open_posting(app))
    checked(press(app, "첨부와 전형 결과 새로 받기"))
    assert "결과가 공개되었습니다" in said(app)


# What stands beside it


def test_the_institutions_pay_of_the_last_settled_year_stands_beside_it(
    app: AppTest, data_dir: Path, real_list: dict[str, Any]
) -> None:
    publish_real(data_dir, real_list["result"])
    open_posting(app)
    assert "](institutions?code=C0" in said(app)
    assert "이 기관의 보수 (2025년 결산)" in said(app)
    assert [(metric.label, metric.value) for metric in app.metric] == [
        ("정규직 평균", "6,790만 원"),
        ("신입 초임", "3,620만 원"),
    ]


def test_similar_postings_lead_on_with_their_reasons(app: AppTest, data_dir: Path, real_list: dict[str, Any]) -> None:
    publish_real(data_dir, real_list["result"])
    open_posting(app, 292448)
    (shown,) = [element.value for element in app.markdown if "](postings?posting=" in element.value]
    assert shown.count("](postings?posting=") == 5
    assert "같은 기관, 채용분야 보건" in plain(shown)
    assert address(app)["posting"] == "292448"
