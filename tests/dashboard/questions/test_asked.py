"""The questions and their answers, over the recorded day and over a sample."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.charts import hires
from dashboard.data import Data, load_data
from dashboard.languages import speaking
from dashboard.questions.asked import READERS, answered
from dashboard.selection.selection import DISPLAY_PARAMS, PARAMS, parse_query
from data_loader.recorded import open_real
from data_loader.sample import make_sample
from data_loader.settings import Settings

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FEWEST = 30


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return load_data(Settings(tmp_path_factory.mktemp("none"), "http://127.0.0.1"), NOW, None, open_real)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Data:
    folder = tmp_path_factory.mktemp("sample")
    make_sample(folder, NOW, 300)
    return load_data(Settings(folder, "http://127.0.0.1"), NOW)


def test_without_a_key_at_least_thirty_questions_have_an_answer(recorded: Data) -> None:
    sections = answered(recorded)
    assert [reader for reader, _asked in sections] == list(READERS)
    every = [each for _reader, asked in sections for each in asked]
    assert len(every) >= FEWEST
    assert all(each.sentence.endswith((".", ")")) for each in every)
    assert len({each.text for each in every}) == len(every)


def test_an_answer_is_the_finding_of_the_chart_it_leads_to(recorded: Data) -> None:
    ((_reader, policy), *_others) = answered(recorded)
    assert policy[0].sentence == hires.new_hires(recorded.table("new_hires")).sentence
    assert "27,276" in policy[0].sentence


def test_what_a_recorded_day_cannot_answer_is_left_out(recorded: Data) -> None:
    asked = {each.text for _reader, section in answered(recorded) for each in section}
    assert "일자리는 수도권에 몰려 있나" not in asked
    assert "공고는 며칠 열려 있나" not in asked


def test_a_count_is_that_of_the_list_it_leads_to(recorded: Data) -> None:
    seekers = answered(recorded)[-1][1]
    regular = next(each for each in seekers if each.text == "정규직 공고는 몇 건인가")
    query = {key: (value,) for key, value in regular.query.items()}
    selection, unknown = parse_query(query, recorded.postings.options)
    assert not unknown
    assert f"{recorded.postings.find(selection).count:,}건" in regular.sentence


def test_answers_about_invented_postings_are_marked_and_no_others(sample: Data) -> None:
    every = [each for _reader, asked in answered(sample) for each in asked]
    assert {each.page for each in every if each.is_sample} == {"places", "postings", "trends"}
    assert not [each for each in every if each.is_sample and each.page in ("pay", "family")]


def test_every_question_leads_to_a_page_and_parameters_there_are() -> None:
    pages = {path.stem for path in (Path(__file__).parents[3] / "pages").glob("*.py")}
    for question in (question for asked in READERS.values() for question in asked):
        assert question.page in pages
        assert {*question.query} <= {*PARAMS, *DISPLAY_PARAMS}


def test_answers_speak_english(recorded: Data) -> None:
    with speaking("en"):
        sections = answered(recorded)
    assert sections[0][0] == "Making policy"
    assert not [
        each.text for _reader, asked in sections for each in asked if not each.text.isascii() and "’" not in each.text
    ]
