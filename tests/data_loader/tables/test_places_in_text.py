"""Municipalities named as workplace: what counts, what does not, and how often that is right on real postings."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.codes import COMPARABLE_REGIONS, WORK_REGIONS
from data_loader.reference import load_reference
from data_loader.schema import WORKPLACES
from data_loader.tables.municipalities import load_municipalities
from data_loader.tables.places_in_text import named_workplaces
from data_loader.tables.tidy import tidy_postings
from tests.data_loader.conftest import posting_row

LABELS = Path(__file__).with_name("labelled_workplaces.csv")
TITLES = LABELS.with_name("labelled_titles.csv")
BY_CODE = {place.code: place for place in load_municipalities()}
CODE_OF = {entry.name: code for code, entry in COMPARABLE_REGIONS.items()}


def named(title: str, regions: str = "", *texts: str) -> list[str]:
    """Labels of what is named; `regions`: names of comparable regions."""
    codes = [CODE_OF[name] for name in regions.split()]
    return [BY_CODE[found.municipality_code].label for found in named_workplaces(title, texts, codes)]


def labelled(text: str, regions: str = "") -> list[str]:
    return named("직원 채용 공고", regions, text)


# Titles


@pytest.mark.parametrize(
    ("title", "regions", "found"),
    [
        ("[태백병원] 간호사 채용 공고", "강원", ["강원 태백시"]),
        ("파주사업소 '25년도 단기노무원 채용", "경기", ["경기 파주시"]),
        ("[한국수자원공사] 서산권지사 채용 공고", "충남", ["충남 서산시"]),
        ("동해발전본부 대체근로자 모집", "강원", ["강원 동해시"]),
        ("한국도로공사화성지사 기간제근로자", "경기", ["경기 화성시"]),
        ("(통영적십자병원) 정규직 간호사 채용", "경남", ["경남 통영시"]),
        ("남양주보훈요양원 요양보호직 채용", "경기", ["경기 남양주시"]),
        ("보안 유지보수 기간제근로자 채용공고(평택)", "경기", ["경기 평택시"]),
        ("직원 채용 공고 (경남 창원시)", "경남", ["경남 창원시"]),
        ("경남창원시 기간제 채용", "경남", ["경남 창원시"]),
        ("분당서울대학교병원 직원 채용", "경기", ["경기 성남시"]),
        ("[세종] 시간제약사 상시채용", "세종", ["세종시"]),
        ("영덕2현대화사업팀 특수직 채용", "경북", ["경북 영덕군"]),
        ("부여2차현대화사업팀 특수직", "충남", ["충남 부여군"]),
        ("창원자동차검사소 기간제 채용", "경남", ["경남 창원시"]),
        ("의정부시험장 기능직 채용", "경기", ["경기 의정부시"]),
        ("노원 서민금융통합지원센터 상담직", "서울", ["서울 노원구"]),
        ("화성재기지원단 기간제", "경기", ["경기 화성시"]),
        ("구리전력지사 일용원 모집", "경기", ["경기 구리시"]),
        ("강릉역 질서지킴이", "강원", ["강원 강릉시"]),
        ("이천여주지사 기간제", "경기", ["경기 이천시", "경기 여주시"]),
        ("영동북부(고성)지사 측량보조", "강원", ["강원 고성군"]),
        ("[동탄26-5] 정기점검보수공사 일용노무원", "경기", ["경기 화성시"]),
        ("[의정부, 성남사업소] 운송직", "경기", ["경기 의정부시", "경기 성남시"]),
        ("채용공고[광주전남본부 순천지사, 광양지사]", "전남광주", ["전남광주 순천시", "전남광주 광양시"]),
    ],
)
def test_the_office_in_the_title_names_the_place(title: str, regions: str, found: list[str]) -> None:
    assert named(title, regions) == found


def test_a_list_of_offices_names_each_place_in_it_that_is_one() -> None:
    found = named("강원본부 관내 지사(원주, 대관령, 홍천, 양양) 제설 채용", "강원")
    assert found == ["강원 원주시", "강원 홍천군", "강원 양양군"]


@pytest.mark.parametrize(
    ("title", "regions"),
    [
        ("예산관리 담당 채용", "충남"),
        ("상주감시원 모집", "경북"),
        ("음성인식 연구센터 연구원 채용", "충북"),
        ("영양사 채용 (강화)", "인천"),
        ("칠곡경북대학교병원 임시직원", "대구"),
        ("경기북부지사 계약직", "경기"),
        ("서인천사업처 단기노무원", "인천"),
        ("[태백산] 태백산국립공원사무소 채용", "강원"),
        ("부산북부지사 인턴", "부산"),
        ("한국남동발전 신입사원", "인천"),
        ("계룡산국립공원사무소 산불감시", "충남"),
        ("수원시설관리 기간제", "경기"),
        ("통역 및 번역 (강원) 서원역사 연구", "충북"),
    ],
)
def test_words_that_only_look_like_a_place_name_none(title: str, regions: str) -> None:
    assert named(title, regions) == []


# Names that several places have


def test_a_name_of_several_places_is_told_apart_by_the_region() -> None:
    assert named("고성지사 채용", "강원") == ["강원 고성군"]
    assert named("고성지사 채용", "경남 부산") == ["경남 고성군"]
    assert named("고성지사 채용", "강원 경남") == []
    assert named("[강서구 사무소] 채용", "부산") == ["부산 강서구"]
    assert named("[강서구 사무소] 채용", "서울 부산") == []


def test_the_province_before_a_name_tells_it_apart_as_well() -> None:
    assert labelled("근무지 : 부산 강서구 녹산산단", "서울 부산") == ["부산 강서구"]
    assert labelled("근무지 : 울산시 남구 용잠로 623") == ["울산 남구"]
    assert labelled("근무지 : 대구 중구, 서울 중구", "서울 대구") == ["대구 중구", "서울 중구"]


def test_gwangju_is_the_city_in_gyeonggi_only_where_it_cannot_be_the_other_one() -> None:
    assert named("광주지사 채용", "경기") == ["경기 광주시"]
    assert named("광주지사 채용", "경기 전남광주") == []
    assert named("광주지사 채용", "전남광주") == []
    assert labelled("근무지: 본원 (경기도 광주시 문형동)") == ["경기 광주시"]
    assert labelled("근무지: 전남광주통합특별시 서구 천변좌로") == ["전남광주 서구"]


def test_a_district_of_a_city_is_the_city() -> None:
    assert labelled("근무장소: 포항시 남구 오천읍", "경북 울산") == ["경북 포항시"]
    assert labelled("근무장소: 경기 고양시 일산동구 일산로", "경기") == ["경기 고양시"]
    assert labelled("근무장소: 마산합포구 해안대로", "경남") == ["경남 창원시"]


def test_places_that_moved_are_found_where_they_are_now() -> None:
    assert named("군위지사 채용", "대구") == ["대구 군위군"]
    assert named("군위지사 채용", "경북") == []
    assert labelled("근무지: 인천 영종구 공항로") == labelled("근무지: 인천 중구 공항로")


def test_what_contradicts_the_regions_is_not_taken() -> None:
    assert named("고양지점 상주감시원 모집", "서울") == []
    assert labelled("근무지: 전북 전주시", "경기") == []


# Texts


@pytest.mark.parametrize(
    "text",
    [
        "1. 개요\n○ 근 무 지 : 전남 영광군 홍농읍 홍농로 846\n○ 직무",
        "○ 근무지\n ① 한빛사업처(전남 영광군)\n○ 인원",
        "- 근무장소: 한빛1사업처(전남 영광군 홍농읍)",
        "[근무 예정지] 전라남도 영광군",
    ],
)
def test_a_text_names_the_place_behind_its_label(text: str) -> None:
    assert labelled(text, "전남광주") == ["전남광주 영광군"]


def test_a_line_of_how_many_are_sought_names_the_offices_in_it_and_no_other_place() -> None:
    text = "채용인원 : 6명[사무 2명(부산울산본부 김해지사)], 기술 2명(영도지사, 양산지사)"
    assert labelled(text, "부산 경남") == ["경남 김해시", "부산 영도구", "경남 양산시"]
    assert labelled("모집분야 : 사무(창원), 기술(김해)", "경남") == []
    assert labelled("근무부서 : 순천병원 원무부", "전남광주") == ["전남광주 순천시"]


def test_the_items_under_a_label_are_read_like_titles() -> None:
    text = "근무지 : 권역 내[충남권역(1명)]\n- 충남권역(아산, 서산, 청양 송전선로 일대) 1명\n아. 접수처 천안지사"
    assert labelled(text, "충남") == ["충남 아산시", "충남 서산시", "충남 청양군"]


@pytest.mark.parametrize(
    "text",
    [
        "방문접수: 전북 전주시 진버들3길",
        "면접장소 : 경기도 과천시 경마공원대로 107",
        "경기도 안산시 거주자 (10점)",
        "근무지: 추후 안내. 접수처 전북 정읍시 내장호반로",
        "근무지로 출퇴근이 가능한 자(창원시)",
        "근무지 관할 창원시 및 인근 거주자",
        "전직근무기관에서 해임된 자 (원주)",
    ],
)
def test_addresses_of_other_things_are_no_workplaces(text: str) -> None:
    assert labelled(text) == []


def test_the_passage_that_says_so_is_kept() -> None:
    (found,) = named_workplaces("직원 채용", ["근무지 : 경북 울진군 북면 울진북로 2040 한울1사업처"], ["R3021"])
    assert "근무지 : 경북 울진군 북면" in found.passage
    assert len(found.passage) < 70


@given(
    st.lists(
        st.sampled_from([*"시군구동서남북(),[]/ \n:근무지", "광주", "고성", "지사", "중구", "경남", "거주"]),
        max_size=20,
    ),
    st.lists(st.sampled_from(sorted(COMPARABLE_REGIONS)), unique=True, max_size=4),
)
def test_whatever_the_words_only_places_within_the_regions_are_named(words: list[str], regions: list[str]) -> None:
    text = "".join(words)
    for found in named_workplaces(text, [text, None], regions):
        assert not regions or BY_CODE[found.municipality_code].region in regions
        assert found.passage.strip("…") in " ".join(text.split())


# The table


def workplaces(**changes: object) -> list[dict[str, Any]]:
    found = tidy_postings([posting_row(1, **changes)], load_reference()["institutions"].data).tables["workplaces"]
    assert found.schema.equals(WORKPLACES.arrow)
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


def test_a_posting_has_a_row_for_each_place_named() -> None:
    rows = workplaces(recrutPbancTtl="[진주지사] 채용", scrnprcdrMthdExpln="근무지: 경남 사천시 용현면")
    assert [(row["posting_id"], BY_CODE[row["municipality_code"]].label) for row in rows] == [
        (1, "경남 진주시"),
        (1, "경남 사천시"),
    ]
    assert workplaces() == []


def test_work_in_sejong_counts_where_it_is_named_like_any_other() -> None:
    (row,) = workplaces(recrutPbancTtl="[세종] 채용", workRgnLst="R3026", workRgnNmLst="세종")
    assert (row["municipality_code"], row["passage"]) == ("29010", "[세종] 채용")
    assert workplaces(workRgnLst="R3026", workRgnNmLst="세종") == []


# Against what a reader found


def labels_in(file: Path) -> dict[int, set[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {int(row["posting_id"]): set(row["municipality_codes"].split()) for row in csv.DictReader(lines)}


def test_on_the_real_list_nearly_all_that_is_found_is_right_and_most_is_found(real_list: dict[str, Any]) -> None:
    wanted = labels_in(LABELS)
    tidy = tidy_postings(real_list["result"], load_reference()["institutions"].data)
    found: dict[int, set[str]] = {posting_id: set() for posting_id in wanted}
    for row in tidy.tables["workplaces"].to_pylist():
        found[row["posting_id"]].add(row["municipality_code"])
    right = sum(len(found[posting_id] & wanted[posting_id]) for posting_id in wanted)
    assert len(wanted) == 379
    assert sum(bool(codes) for codes in wanted.values()) == 97
    assert right / sum(map(len, found.values())) >= 0.98
    assert right / sum(map(len, wanted.values())) >= 0.95


def test_on_titles_labelled_before_the_rules_were_widened_it_is_right_as_well(real: Path) -> None:
    wanted, right, found = labels_in(TITLES), 0, 0
    with (real / "recruitment" / "open_20261011.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    folds = {entry.name: entry.folds_into or code for code, entry in WORK_REGIONS.items()}
    for row in rows:
        regions = sorted({folds[name] for name in row["regions"].split("|") if name})
        codes = {place.municipality_code for place in named_workplaces(row["title"], [], regions)}
        right += len(codes & wanted.get(int(row["posting_id"]), set()))
        found += len(codes)
    assert (len(rows), sum(map(len, wanted.values()))) == (443, 94)
    assert right / found >= 0.95
    assert right / 94 >= 0.95


def test_in_notices_nobody_wrote_the_rules_for_what_is_found_is_right(real: Path) -> None:
    notices = json.loads((real / "attachments" / "notices_text_35.json").read_text(encoding="utf-8"))
    text = notices["303024"]["text"]
    assert {"서울 서대문구", "충북 충주시"} == set(labelled(text))
    assert labelled(notices["303568"]["text"]) == ["경남 창원시"]
    assert labelled(notices["303269"]["text"]) == ["경기 광주시"]
    assert labelled(notices["303478"]["text"]) == ["대전 동구"]


def test_no_posting_makes_an_empty_table() -> None:
    assert pa.types.is_string(
        tidy_postings([], load_reference()["institutions"].data).tables["workplaces"]["municipality_code"].type
    )
