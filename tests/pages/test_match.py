"""맞춤 공고: a profile that stands in one session alone, and what suits it, with the words that say so."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.matching.match import match
from dashboard.matching.openings import openings
from dashboard.matching.profile import Profile
from dashboard.ui.profile import IN_ADDRESS, PROFILE
from tests.pages.conftest import APP, SECONDS
from tests.pages.reader import address, checked, data_in, open_page, said, table

KEY = f"{PROFILE}_"


def described(app: AppTest) -> AppTest:
    """A driver with a bachelor's degree who has worked for thirty years."""
    open_page(app, "match")
    app.selectbox(KEY + "edu").set_value(3)
    app.number_input(KEY + "career").set_value(30)
    app.multiselect(KEY + "lic").set_value(["운전면허1종보통"])
    app.text_input(KEY + "words").set_value("운전원, 운전")
    return checked(app.run())


def test_without_a_profile_the_page_asks_and_promises(app: AppTest) -> None:
    open_page(app, "match")
    assert "프로필은 이 탭에만 있습니다" in said(app)
    assert "위에 하나라도 적으면" in said(app)
    assert "잘 맞는 공고" not in said(app)


def test_the_counts_are_those_of_the_matching(app: AppTest, sample_dir: Path) -> None:
    described(app)
    data = data_in(sample_dir)
    profile = Profile(degree=3, career=30, licences=frozenset({"운전면허1종보통"}), words=("운전원", "운전"))
    result = match(openings(data.snapshot, data.today), profile)
    assert result.shown
    assert f"열린 공고 {result.total:,}건 가운데 지원할 수 없는 것 {len(result.hidden):,}건" in said(app)
    assert f"잘 맞는 것은 {len(result.shown) + len(result.more):,}건" in said(app)
    assert "“운전원" in said(app)


def test_the_profile_is_not_in_the_address(app: AppTest) -> None:
    described(app)
    assert not {*address(app)} & {"edu", "career", "lic", "words", PROFILE}
    assert "운전" not in str(address(app))


def test_only_what_is_ticked_goes_into_the_address_and_a_newcomer_starts_from_it(app: AppTest) -> None:
    described(app)
    app.button_group(f"{IN_ADDRESS}_field").set_value(["career", "lic"])
    checked(app.run())
    assert address(app)["my_career"] == "30"
    assert address(app)["my_lic"] == "운전면허1종보통"
    assert not {"my_edu", "my_words"} & {*address(app)}
    other = open_page(
        AppTest.from_file(str(APP), default_timeout=SECONDS), "match", my_career="30", my_lic="운전면허1종보통"
    )
    assert other.session_state[PROFILE] == {"career": 30, "lic": ["운전면허1종보통"]}
    assert "잘 맞는 것은" in said(other)


def test_an_address_with_nonsense_starts_from_nothing(app: AppTest) -> None:
    open_page(app, "match", my_career="-3", my_age="999", my_lic="없는자격", my_edu="x", my_regions="<b>")
    assert app.session_state[PROFILE] == {}


def test_no_experience_is_a_profile_too(app: AppTest) -> None:
    open_page(app, "match")
    app.number_input(KEY + "career").set_value(0)
    checked(app.run())
    assert "지원할 수 없는 것" in said(app)


def test_a_profile_is_kept_to_be_compared_with_another(app: AppTest) -> None:
    described(app)
    app.button("match_keep").click().run()
    app.multiselect(KEY + "lic").set_value(["운전면허1종보통", "간호사"])
    checked(app.run())
    shown = table(app, "둔 프로필 1")
    assert shown.columns.tolist() == ["", "둔 프로필 1", "지금 프로필"]
    assert "자격·면허" in shown[""].tolist()
    app.button("match_forget").click()
    assert "프로필 비교" not in said(checked(app.run()))


def test_scores_that_are_none_are_told_and_the_rest_stands(app: AppTest) -> None:
    described(app)
    app.text_input(KEY + "lang").set_value("영어 잘함")
    checked(app.run())
    assert "어학 점수를 읽지 못했습니다" in said(app)
    assert "잘 맞는 것은" in said(app)


def test_the_counts_of_what_is_out_of_reach_lead_to_what_each_took_away(app: AppTest) -> None:
    described(app)
    whole = len(table(app, "까닭", "적힌 말"))
    app.segmented_control("choice_because").set_value("licence")
    checked(app.run())
    shown = table(app, "까닭", "적힌 말")
    assert 0 < len(shown) < whole
    assert set(shown["까닭"]) == {"자격·면허"}


def test_the_profile_is_still_there_after_another_page(app: AppTest) -> None:
    before = said(described(app))
    app.switch_page("pages/postings.py").run()
    app.switch_page("pages/match.py")
    assert said(checked(app.run())) == before


def test_another_session_sees_nothing_of_it(app: AppTest) -> None:
    described(app)
    other = open_page(AppTest.from_file(str(APP), default_timeout=SECONDS), "match")
    assert "위에 하나라도 적으면" in said(other)
    assert other.session_state[PROFILE] == {}
    other.text_input(KEY + "words").set_value("경비")
    checked(other.run())
    assert "“운전원" not in said(other)
    assert app.session_state[PROFILE]["lic"] == ["운전면허1종보통"]


def test_a_postings_page_says_whether_it_suits_and_which_words_decide(app: AppTest, sample_dir: Path) -> None:
    described(app)
    data = data_in(sample_dir)
    profile = Profile(degree=3, career=30, licences=frozenset({"운전면허1종보통"}), words=("운전원", "운전"))
    result = match(openings(data.snapshot, data.today), profile)
    hidden = next(each for each in result.hidden if not each.role.name)
    open_page(app, "postings", posting=str(hidden.opening.posting_id))
    assert "적힌 대로면 지원할 수 없습니다." in said(app)
    assert " ".join(hidden.missing[0].because.quote.split()) in said(app)
    open_page(app, "postings", posting=str(result.shown[0].opening.posting_id))
    assert "잘 맞습니다." in said(app)


def test_a_postings_page_without_a_profile_leads_to_where_one_is_told(app: AppTest, sample_dir: Path) -> None:
    data = data_in(sample_dir)
    number = openings(data.snapshot, data.today)[0].posting_id
    open_page(app, "postings", posting=str(number))
    assert "왜 안 되는지 적힌 말로 답합니다" in said(app)


def test_words_without_sense_leave_the_page_standing(app: AppTest) -> None:
    open_page(app, "match")
    app.text_input(KEY + "words").set_value("[](javascript:x), ((((, ***, ,,")
    checked(app.run())
    assert "적힌 말로 잘 맞는다고 할 수 있는 공고가 없습니다" in said(app)


def test_on_the_recorded_day_most_has_to_be_looked_up(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DASHBOARD_DATA")
    described(app)
    assert "확인이 필요한 공고" in said(app)
    assert "job.alio.go.kr" in said(app)
    assert "열린 공고 443건" in said(app)
