"""Results of a selection in words and as a table, whatever of them is known."""

from datetime import date
from typing import Any

import pytest

from dashboard.languages import speaking
from dashboard.posting.dossier import Dossier, with_detail
from dashboard.posting.results import results_sentence, results_table

SOFT_HYPHEN = "\u00ad"
# A position: its name and (applicants, selected, disclosed ratio) of each stage.
Stage = tuple[int | None, int | None, float | None]


def dossier_of(**positions: list[Stage]) -> Dossier:
    """As the portal would answer it."""
    steps: list[dict[str, Any]] = []
    for number, (name, stages) in enumerate(positions.items()):
        first = 100 * (number + 1)
        for place, (applicants, selected, ratio) in enumerate(stages):
            steps.append(
                {
                    "recrutStepSn": first + place,
                    "recrutPblntSn": 7,
                    "recrutPbancTtl": name,
                    "sortNo": number,
                    "minStepSn": first,
                    "maxStepSn": first + len(stages) - 1,
                    "aplyNope": applicants,
                    "recrutNope": selected,
                    "cmpttRt": ratio,
                    "rsnOcrnYmd": f"2026091{number}" if selected is not None else None,
                }
            )
    return with_detail(Dossier({}), {"recrutPblntSn": 7, "files": [], "steps": steps})


PUBLISHED = [(115, 26, None), (17, 5, 23.0)]
UNKNOWN: list[Stage] = [(None, None, None), (None, None, None)]


def test_published_results_are_summed_over_the_positions() -> None:
    dossier = dossier_of(간호직=PUBLISHED, 행정직=[(85, 5, 17.0)])
    assert results_sentence(dossier, is_over=True) == (
        "모집 분야 2개의 결과가 공개되었습니다. 첫 단계에 200명이 지원해 10명이 뽑혔습니다(20.0 대 1). "
        "확정일은 2026-09-10부터 2026-09-11입니다."
    )


def test_a_position_that_is_not_published_is_said_to_be_missing() -> None:
    sentence = results_sentence(dossier_of(간호직=PUBLISHED, 행정직=UNKNOWN), is_over=True)
    assert sentence.startswith("모집 분야 2개 가운데 1개의 결과가 공개되었습니다. 첫 단계에 115명이 지원해 5명")


@pytest.mark.parametrize(
    ("is_over", "words"), [(False, "전형이 끝난 뒤 공개됩니다"), (True, "아직 공개되지 않았습니다")]
)
def test_before_the_results_it_says_whether_they_are_due(is_over: bool, words: str) -> None:
    sentence = results_sentence(dossier_of(간호직=UNKNOWN), is_over)
    assert sentence.startswith("모집 분야 1개, 전형 2단계입니다.")
    assert words in sentence


def test_nobody_selected_is_no_ratio_of_zero() -> None:
    dossier = dossier_of(간호직=[(12, 0, 0.0)])
    assert "대 1" not in results_sentence(dossier, is_over=True)
    assert "선발 없음" in results_table(dossier)


def test_a_posting_without_stages_says_so() -> None:
    assert results_sentence(Dossier({}), is_over=False) == "포털에 이 공고의 전형 단계가 없습니다."


def test_the_table_has_a_line_for_each_position_with_every_stage() -> None:
    lines = results_table(dossier_of(간호직=PUBLISHED, 행정직=UNKNOWN)).replace("\\", "").splitlines()
    assert lines[2:] == ["| 간호직 | 115 | 5 | 23.0 | 115→26 · 17→5 |", "| 행정직 | – | – | – | 미공개 |"]


def test_a_disclosed_ratio_that_is_another_stands_beside_ours() -> None:
    table = results_table(dossier_of(간호직=[(100, 10, 12.5)])).replace("\\", "")
    assert "10.0 (공개한 값 12.5)" in table


def test_marks_in_a_position_do_not_break_the_table() -> None:
    line = results_table(dossier_of(**{"간호|직 <b>": PUBLISHED})).splitlines()[2]
    assert line.startswith("| 간호\\|직 \\<b\\> | ")


def test_the_days_are_dates() -> None:
    assert dossier_of(간호직=PUBLISHED).positions[0]["decided_date"] == date(2026, 9, 10)


@pytest.mark.parametrize(
    ("positions", "sentence"),
    [
        (
            {"Nurse": PUBLISHED},
            "The result of 1 position is published. Applied at the first stage: 115; selected: 5 (23.0 to 1). "
            "Decided on 2026-09-10.",
        ),
        (
            {"Nurse": PUBLISHED, "Clerk": UNKNOWN},
            "Of 2 positions, the results of 1 are published. Applied at the first stage: 115; selected: 5 (23.0 to 1). "
            "Decided on 2026-09-10.",
        ),
        (
            {"Nurse": UNKNOWN},
            "Positions: 1; stages: 2. Applications are closed, but the numbers of applicants and people selected are "
            "not published yet.",
        ),
    ],
)
def test_results_are_told_in_english(positions: dict[str, list[Stage]], sentence: str) -> None:
    with speaking("en"):
        assert results_sentence(dossier_of(**positions), is_over=True) == sentence


def test_the_table_of_results_has_an_english_head() -> None:
    with speaking("en"):
        head, _rule, line = results_table(dossier_of(Nurse=UNKNOWN)).splitlines()
    # Five columns fit a phone only if their words may break.
    assert head.replace(SOFT_HYPHEN, "") == "| Position | Applied | Selected | Per opening | By stage |"
    assert line.replace(SOFT_HYPHEN, "").endswith("Not published |")
