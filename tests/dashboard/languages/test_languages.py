"""Which language is spoken, and what becomes of a sentence in it."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from dashboard.languages import N_, _, _n, speak, speaking, spoken
from dashboard.selection.facets import FACET
from dashboard.selection.selection import Option
from dashboard.words import ago, change, topic
from tests.pages.conftest import NOW


def test_without_being_asked_korean_is_spoken() -> None:
    assert spoken() == "ko"
    assert _("전체") == "전체"


def test_a_sentence_is_said_in_the_language_spoken_with_its_values() -> None:
    with speaking("en"):
        assert _("“{text}” 검색", text="nurse") == "search “nurse”"
    assert _("“{text}” 검색", text="간호") == "“간호” 검색"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 hour ago"),
        (3, "3 hours ago"),
        (np.int64(1), "1 hour ago"),
        (np.float64(3), "3.0 hours ago"),
        (1.5, "1.5 hours ago"),
        (0.0, "0.0 hours ago"),
        (np.nan, "nan hours ago"),
    ],
)
def test_english_has_a_form_for_one_and_one_for_many(count: float, words: str) -> None:
    with speaking("en"):
        assert _n("{count}시간 전", count, count=count) == words
    assert _n("{count}시간 전", count, count=count) == f"{count}시간 전"


def test_a_sentence_at_the_head_of_a_module_waits_until_it_is_shown() -> None:
    label = N_("전체")
    with speaking("en"):
        assert _(label) == "All"


@pytest.mark.parametrize("language", ["", "fr", "EN", "../ko"])
def test_what_is_no_language_of_ours_is_korean(language: str) -> None:
    with speaking(language):
        assert spoken() == "ko"


def test_what_nobody_translated_stays_as_it_is() -> None:
    with speaking("en"):
        assert _("한국전력공사") == "한국전력공사"
        assert _("") == ""


def test_one_reader_s_language_is_not_another_s() -> None:
    with speaking("en"), ThreadPoolExecutor(1) as another:
        assert another.submit(spoken).result() == "ko"


def test_a_language_ends_with_its_block_also_after_an_error() -> None:
    with pytest.raises(ValueError), speaking("en"):
        raise ValueError
    assert spoken() == "ko"


def test_speaking_lasts_for_the_rest_of_a_run() -> None:
    def run() -> str:
        speak("en")
        return _("전체")

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(run).result() == "All"


def test_filters_and_their_options_say_their_names_in_the_language_spoken() -> None:
    with speaking("en"):
        assert FACET["region"].label == "Workplace"
        assert Option("open", "open", "접수 중").label == "Open"
        assert Option("C0247", "C0247", "한국전력공사").label == "한국전력공사"


def test_only_korean_has_particles() -> None:
    with speaking("en"):
        assert topic("Seoul") == "Seoul"
        assert change(120, 60, "", "the year before") == "100.0% more than the year before"
        assert ago(NOW, NOW) == "just now"
