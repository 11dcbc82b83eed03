"""The box on top of every page."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ask.reading import Reading, read
from dashboard.ui import ask as box
from tests.pages.reader import checked, said


def page_of_postings() -> None:
    from dashboard.data import current_data
    from dashboard.ui.ask import show_box

    show_box(current_data(), "postings")


@pytest.fixture
def app(app: AppTest) -> AppTest:
    """A page that is nothing but the box, over the same data: the harness draws what surrounds a page once only."""
    return AppTest.from_function(page_of_postings, default_timeout=30)


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> list[Reading]:
    """Where the reader was led: the harness keeps no address over a change of pages."""
    readings: list[Reading] = []
    monkeypatch.setattr(box, "_go", readings.append)
    return readings


def ask(app: AppTest, text: str) -> AppTest:
    checked(app.run())
    asked = next(field for field in app.text_input if field.label == "무엇이든 물어보세요")
    return checked(asked.set_value(text).run())


def arrive(app: AppTest, text: str) -> AppTest:
    """Where the question led."""
    for name, value in read(text, date(2026, 11, 20)).params().items():
        app.query_params[name] = value
    app.session_state["question"] = text
    return checked(app.run())


def pieces(app: AppTest) -> list[str]:
    return [option for group in app.pills for option in group.options if "읽었습니다" in group.label]


def test_a_question_leads_to_the_view_that_answers_it(app: AppTest, gone: list[Reading]) -> None:
    ask(app, "부산 정규직 공고")
    assert [(reading.page, reading.params()) for reading in gone] == [
        ("postings", {"region": "busan", "hire": "regular"})
    ]


def test_the_way_to_the_answer_is_gone_once(app: AppTest, gone: list[Reading]) -> None:
    ask(app, "부산 정규직 공고")
    checked(app.run())
    assert len(gone) == 1


def test_how_it_was_read_is_shown_piece_by_piece(app: AppTest) -> None:
    arrive(app, "에너지 공기업 사무직 공고")
    assert len(pieces(app)) == 2
    assert any("경영.회계.사무" in piece for piece in pieces(app))


def test_a_piece_taken_off_asks_again_without_it(app: AppTest, gone: list[Reading]) -> None:
    arrive(app, "에너지 공기업 사무직 공고")
    (group,) = app.pills
    checked(group.set_value(group.options[:1]).run())
    assert [{*reading.params()} for reading in gone] == [{"class", "type"}]


def test_what_was_not_understood_is_named(app: AppTest) -> None:
    arrive(app, "에너지 공기업 공고 필기 난이도")
    assert "“필기 난이도”" in said(app)


def test_where_nothing_was_understood_the_page_stays(app: AppTest, gone: list[Reading]) -> None:
    ask(app, "자소서 써줘")
    assert gone == []
    assert "“자소서 써줘”에는 답할 자료가 없거나" in said(app)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "[a](b) :material/home:", "$x$ **부산**"])
def test_any_text_is_shown_letter_by_letter(app: AppTest, gone: list[Reading], text: str) -> None:
    ask(app, text)
    assert not any("<script>" in element.value for element in (*app.caption, *app.info))


def test_a_choice_made_afterwards_is_not_said_to_be_the_question(app: AppTest) -> None:
    arrive(app, "에너지 공기업 공고")
    assert pieces(app)
    app.query_params["class"] = "finance"
    checked(app.run())
    assert pieces(app) == []
