"""Korean or English, as the address says."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.reader import checked

KOREAN_TITLE = "공공기관은 지금 누구를 뽑고 있나"


def opened(app: AppTest, **params: str) -> AppTest:
    """The first page in its frame, as a link opens it."""
    for name, value in params.items():
        app.query_params[name] = value
    return checked(app.run())


def test_without_a_language_the_address_is_korean(app: AppTest) -> None:
    opened(app)
    assert app.title[0].value == KOREAN_TITLE
    assert app.button(key="other_language").label == "English"


def test_a_page_speaks_the_language_of_its_address(app: AppTest) -> None:
    opened(app, lang="en")
    assert app.title[0].value != KOREAN_TITLE
    assert app.multiselect(key="filter_hire").label == "Employment type"
    assert app.button(key="other_language").label == "한국어"


@pytest.mark.parametrize("language", ["fr", "EN", "<b>"])
def test_a_language_nobody_here_speaks_is_korean(app: AppTest, language: str) -> None:
    assert opened(app, lang=language).title[0].value == KOREAN_TITLE


def test_a_chosen_option_stays_chosen_in_the_other_language(app: AppTest) -> None:
    opened(app, hire="regular", lang="en")
    assert app.multiselect(key="filter_hire").value == ["R1010"]
