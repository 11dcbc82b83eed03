"""The sample is measured against counts of real postings: 2025-09 to 2026-08, from several collectors."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest

from data_loader.codes import OLD_REGIONS_LAST_DATE
from data_loader.errors import StoreError
from data_loader.lock import writer_lock
from data_loader.reference import load_reference
from data_loader.sample import DEFAULT_COUNT, make_sample, making, sample_postings
from data_loader.snapshot import open_current
from data_loader.tables.tidy import tidy_postings

Records = list[dict[str, Any]]

TODAY = date(2026, 11, 22)
SEED = 7
INSTITUTIONS = load_reference()["institutions"].data
KEYS = [
    "recrutPblntSn", "pblntInstCd", "pbadmsStdInstCd", "instNm", "ncsCdLst", "ncsCdNmLst", "hireTypeLst",
    "hireTypeNmLst", "workRgnLst", "workRgnNmLst", "recrutSe", "recrutSeNm", "prefCondCn", "recrutNope",
    "pbancBgngYmd", "pbancEndYmd", "recrutPbancTtl", "srcUrl", "replmprYn", "aplyQlfcCn", "disqlfcRsn",
    "scrnprcdrMthdExpln", "prefCn", "acbgCondLst", "acbgCondNmLst", "nonatchRsn", "ongoingYn", "decimalDay", "files",
    "steps",
]  # fmt: skip


def make(count: int, seed: int = SEED, today: date = TODAY) -> Records:
    return list(sample_postings(count, seed, today, INSTITUTIONS))


@pytest.fixture(scope="module")
def some() -> Records:
    return make(20_000)


@pytest.fixture(scope="module")
def all_of_them() -> Records:
    return make(DEFAULT_COUNT)


def day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def window(record: dict[str, Any]) -> int:
    return (day(record["pbancEndYmd"]) - day(record["pbancBgngYmd"])).days


def any_of_shares(records: Records, key: str) -> dict[str, float]:
    found = Counter(chain.from_iterable(record[key].split(",") for record in records))
    return {value: count / len(records) for value, count in found.items()}


def share(records: Records, pattern: str, key: str) -> float:
    return sum(bool(re.search(pattern, record[key] or "")) for record in records) / len(records)


# The records


def test_a_record_has_the_thirty_fields_in_the_order_of_the_source(some: Records) -> None:
    assert all(list(record) == KEYS for record in some)


def test_a_field_has_the_types_the_recorded_answer_has(some: Records, real_list: dict[str, Any]) -> None:
    def types(records: Records) -> dict[str, set[type]]:
        return {key: {type(record[key]) for record in records} for key in KEYS}

    assert types(some) == types(real_list["result"])


@pytest.mark.parametrize("count", [0, 1, 2, 1_000])
def test_the_asked_number_of_records_comes_out(count: int) -> None:
    assert len(make(count)) == count


def test_the_same_arguments_give_the_same_records() -> None:
    assert make(3_000) == make(3_000)


def test_another_seed_gives_other_records() -> None:
    assert [r["recrutPbancTtl"] for r in make(100)] != [r["recrutPbancTtl"] for r in make(100, seed=SEED + 1)]


def test_a_day_before_the_first_posting_is_refused() -> None:
    with pytest.raises(ValueError, match="예시 자료"):
        make(1, today=date(2018, 6, 30))


def test_newest_numbers_come_first_and_none_twice(some: Records) -> None:
    assert all(newer["recrutPblntSn"] > older["recrutPblntSn"] for newer, older in pairwise(some))


def test_running_numbers_are_near_those_of_real_postings(all_of_them: Records) -> None:
    numbers = [r["recrutPblntSn"] for r in all_of_them if r["pbancBgngYmd"] == "20250901"]

    assert abs(np.median(numbers) - 290_276) < 200


def test_every_title_begins_with_the_mark_of_a_sample(some: Records) -> None:
    assert all(record["recrutPbancTtl"].startswith("[예시] ") for record in some)


def test_every_address_is_on_a_reserved_domain(some: Records) -> None:
    hosts = re.compile(r"(?:[a-z]+\.)?example\.(?:com|org|net)")
    texts = {value for record in some for value in record.values() if isinstance(value, str)}
    found = {urlsplit(url).hostname or "" for text in texts for url in re.findall(r"https?://[^\s)]+", text)}
    found |= {host for text in texts for host in re.findall(r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|kr|io)\b", text)}

    assert len(found) > 3
    assert all(hosts.fullmatch(host) for host in found - {""})


def test_no_phone_number_or_mail_address_is_invented(some: Records) -> None:
    texts = {value for record in some for value in record.values() if isinstance(value, str)}

    assert not [text for text in texts if "@" in text or re.search(r"\b0\d{1,2}-\d{3,4}-\d{4}\b", text)]


def test_open_and_days_left_are_seen_from_today(some: Records) -> None:
    for record in some:
        start, end = day(record["pbancBgngYmd"]), day(record["pbancEndYmd"])
        assert record["decimalDay"] == (end - TODAY).days
        assert record["ongoingYn"] == ("Y" if start <= TODAY <= end else "N")


def test_codes_and_names_stand_side_by_side(some: Records) -> None:
    for codes, names in (
        ("ncsCdLst", "ncsCdNmLst"),
        ("hireTypeLst", "hireTypeNmLst"),
        ("workRgnLst", "workRgnNmLst"),
        ("acbgCondLst", "acbgCondNmLst"),
    ):
        assert all(record[codes].count(",") == record[names].count(",") for record in some)


def test_every_record_can_be_used(some: Records) -> None:
    tidy = tidy_postings(some, INSTITUTIONS)

    assert (tidy.tables["postings"].num_rows, tidy.rejected.num_rows, tidy.warnings) == (len(some), 0, [])


# Time


def test_a_year_has_as_many_postings_as_real_years_and_slowly_fewer(all_of_them: Records) -> None:
    years = Counter(record["pbancBgngYmd"][:4] for record in all_of_them)
    full = [years[str(year)] for year in range(2019, 2026)]

    assert all(13_000 <= count <= 17_500 for count in full)
    assert full[2] > full[4] > full[6]


def test_january_is_the_peak_and_a_holiday_month_dips(all_of_them: Records) -> None:
    months = Counter(record["pbancBgngYmd"][:6] for record in all_of_them)
    of_2025 = {month: count for month, count in months.items() if month.startswith("2025")}

    assert max(of_2025, key=lambda month: of_2025[month]) == "202501"
    assert min(of_2025, key=lambda month: of_2025[month]) == "202510"


def test_the_last_weeks_are_as_dense_as_the_year_before(all_of_them: Records) -> None:
    starts = [day(record["pbancBgngYmd"]) for record in all_of_them]
    last = sum(TODAY - timedelta(28) < start <= TODAY for start in starts)
    before = sum(TODAY - timedelta(28 + 364) < start <= TODAY - timedelta(364) for start in starts)

    assert 0.9 < last / before < 1.1


def test_a_few_postings_have_not_opened_yet(all_of_them: Records) -> None:
    upcoming = [r for r in all_of_them if day(r["pbancBgngYmd"]) > TODAY]

    assert 1 <= len(upcoming) <= 25
    assert all(day(r["pbancBgngYmd"]) <= TODAY + timedelta(7) for r in upcoming)


def test_as_many_are_open_as_on_a_real_day_from_as_many_institutions(all_of_them: Records) -> None:
    now_open = [record for record in all_of_them if record["ongoingYn"] == "Y"]

    assert 380 <= len(now_open) <= 515
    assert 110 <= len({record["pblntInstCd"] for record in now_open}) <= 140


def test_hardly_any_posting_opens_on_a_weekend(some: Records) -> None:
    days = Counter(day(record["pbancBgngYmd"]).weekday() for record in some)

    assert (days[5] + days[6]) / len(some) < 0.015
    assert max(days, key=lambda weekday: days[weekday]) in (2, 3, 4)


def test_windows_are_as_long_as_real_ones(some: Records) -> None:
    days = np.array([window(record) for record in some])

    assert np.quantile(days, [0.05, 0.1, 0.25, 0.5, 0.75, 0.9]) == pytest.approx([4, 6, 9, 14, 15, 17], abs=1)
    assert days.min() >= 0
    assert 0.002 < (days > 60).mean() < 0.012


def test_some_notices_are_registered_anew_with_a_start_years_ago_and_some_never_close(all_of_them: Records) -> None:
    old = [r for r in all_of_them if r["ongoingYn"] == "Y" and window(r) > 366]

    assert 5 <= len(old) <= 30
    assert any(record["pbancEndYmd"] == "20501231" for record in old)


# What, where, how


def test_hire_types_have_their_real_shares(some: Records) -> None:
    shares = any_of_shares(some, "hireTypeNmLst")
    expected = {
        "비정규직": 0.654,
        "정규직": 0.141,
        "청년인턴(체험형)": 0.131,
        "무기계약직": 0.120,
        "청년인턴(채용형)": 0.025,
    }

    assert shares == pytest.approx(expected, abs=0.015)
    assert sum("," in r["hireTypeLst"] for r in some) / len(some) == pytest.approx(0.061, abs=0.01)


def test_regions_have_their_real_shares(all_of_them: Records) -> None:
    before = [record for record in all_of_them if record["pbancBgngYmd"] < "20260720"]
    shares = any_of_shares(before, "workRgnNmLst")
    expected = {
        "서울": 0.246, "경기": 0.167, "강원": 0.111, "경북": 0.099, "대전": 0.099, "충북": 0.089, "경남": 0.086,
        "대구": 0.076, "전남": 0.073, "부산": 0.069, "세종": 0.067, "전북": 0.067, "인천": 0.065, "충남": 0.063,
        "울산": 0.063, "광주": 0.043, "제주": 0.037, "해외": 0.005,
    }  # fmt: skip

    assert shares == pytest.approx(expected, abs=0.015)


def test_most_postings_name_one_region_and_some_all(some: Records) -> None:
    counts = Counter(record["workRgnLst"].count(",") + 1 for record in some)

    assert counts[1] / len(some) == pytest.approx(0.873, abs=0.01)
    assert counts[17] / len(some) == pytest.approx(0.008, abs=0.004)
    assert max(counts) == 18


def test_gwangju_and_jeonnam_become_one_region_in_july_2026(all_of_them: Records) -> None:
    old = [r["pbancBgngYmd"] for r in all_of_them if {"R3015", "R3023"} & set(r["workRgnLst"].split(","))]
    new = [r for r in all_of_them if "R3027" in r["workRgnLst"].split(",")]

    assert max(old) == f"{OLD_REGIONS_LAST_DATE:%Y%m%d}"
    assert min(r["pbancBgngYmd"] for r in new if window(r) < 366) == "20260720"
    assert all("전남광주" in r["workRgnNmLst"].split(",") for r in new)


def test_fields_have_their_real_shares(some: Records) -> None:
    shares = any_of_shares(some, "ncsCdNmLst")
    # Stock and flow of real postings differ: the middle of both.
    expected = {
        "보건.의료": 0.34, "경영.회계.사무": 0.26, "환경.에너지.안전": 0.16, "전기.전자": 0.13, "기계": 0.10,
        "사업관리": 0.10, "정보통신": 0.095, "연구": 0.08, "건설": 0.085, "경비.청소": 0.065, "운전.운송": 0.047,
    }  # fmt: skip

    assert {name: shares[name] for name in expected} == pytest.approx(expected, abs=0.025)
    assert sum("," not in r["ncsCdLst"] for r in some) / len(some) == pytest.approx(0.715, abs=0.015)
    assert len(shares) == 25


def test_headcounts_have_their_real_quantiles(some: Records) -> None:
    heads = np.array([record["recrutNope"] for record in some])

    assert np.quantile(heads, [0.25, 0.5, 0.75, 0.9]) == pytest.approx([1, 2, 5, 15], abs=2)
    assert (heads == 1).mean() == pytest.approx(0.477, abs=0.03)
    assert (heads == 0).mean() == pytest.approx(1 / 300, abs=0.0015)
    assert heads.mean() == pytest.approx(7.6, abs=1.5)
    assert heads.max() > 300


def test_regular_posts_come_in_larger_numbers(some: Records) -> None:
    regular = [record["recrutNope"] for record in some if record["hireTypeNmLst"] == "정규직"]

    assert np.quantile(regular, [0.5, 0.75, 0.9]) == pytest.approx([4, 11, 32], rel=0.2)


def test_career_education_and_replacement_have_their_real_shares(some: Records) -> None:
    career = any_of_shares(some, "recrutSeNm")
    education = any_of_shares(some, "acbgCondNmLst")

    assert career == pytest.approx({"신입+경력": 0.678, "신입": 0.272, "경력": 0.050}, abs=0.02)
    assert education["학력무관"] == pytest.approx(0.76, abs=0.03)
    assert education["대졸(4년)"] == pytest.approx(0.216, abs=0.04)
    assert share(some, "Y", "replmprYn") == pytest.approx(0.19, abs=0.04)


# Who


def test_few_institutions_post_most(some: Records) -> None:
    counts = sorted(Counter(record["pblntInstCd"] for record in some).values(), reverse=True)
    shares = np.cumsum(counts) / len(some)

    assert 0.05 < shares[0] < 0.12
    assert 0.3 < shares[9] < 0.55
    assert 0.65 < shares[49] < 0.85
    assert len(counts) > 300


def test_former_institutions_post_before_2024_only(some: Records) -> None:
    former = {row["institution_code"] for row in INSTITUTIONS.to_pylist() if row["is_former"]}
    days = [record["pbancBgngYmd"] for record in some if record["pblntInstCd"] in former]

    assert len(days) > 300
    assert max(days) < "20240201"


def test_hospitals_look_for_health_workers_and_market_enterprises_for_regular_staff_and_interns(some: Records) -> None:
    types = {row["institution_code"]: row["institution_type"] for row in INSTITUTIONS.to_pylist()}
    hospitals = [record for record in some if record["instNm"].endswith("병원")]
    market = [record for record in some if types[record["pblntInstCd"]] == "A2001"]

    assert share(hospitals, "보건.의료", "ncsCdNmLst") > 0.9
    assert share(market, "R1010", "hireTypeLst") > 1.5 * share(some, "R1010", "hireTypeLst")
    assert share(market, "R1060", "hireTypeLst") > 1.5 * share(some, "R1060", "hireTypeLst")


def test_an_institution_posts_near_its_headquarters_more_often_than_chance(some: Records) -> None:
    homes = {row["institution_code"]: row["headquarters_region"] for row in INSTITUTIONS.to_pylist()}
    in_busan = [record for record in some if homes[record["pblntInstCd"]] == "R3014"]

    assert share(in_busan, "R3014", "workRgnLst") > 3 * share(some, "R3014", "workRgnLst")


# Dirt


def test_titles_have_the_marks_of_real_ones(some: Records) -> None:
    assert share(some, "재공고", "recrutPbancTtl") == pytest.approx(0.048, abs=0.01)
    assert share(some, r"\s$", "recrutPbancTtl") == pytest.approx(0.021, abs=0.006)
    assert share(some, "공고", "recrutPbancTtl") == pytest.approx(0.80, abs=0.06)
    assert share(some, "기간제", "recrutPbancTtl") == pytest.approx(0.20, abs=0.05)
    assert any("공고취소" in record["recrutPbancTtl"] for record in some)


def test_a_reposting_repeats_an_earlier_title_of_its_institution(some: Records) -> None:
    known: set[tuple[str, str]] = set()
    found = []
    for record in reversed(some):
        title = re.sub(r"\s*\(공고취소\)", "", record["recrutPbancTtl"]).strip()
        plain = re.sub(r"\s*[\[(]재공고[\])]", "", title)
        if plain != title:
            found.append((record["pblntInstCd"], plain) in known)
        known.add((record["pblntInstCd"], plain))

    assert len(found) > 500
    assert np.mean(found) > 0.95


def test_the_eligibility_asks_for_what_the_title_is_about(some: Records) -> None:
    for job, licence in (("간호사", "간호사 면허"), ("약사", "약사 면허"), ("버스운전", "대형운전면허")):
        asked = [record["aplyQlfcCn"] for record in some if re.search(rf"\b{job}\b", record["recrutPbancTtl"])]
        assert sum(licence in text for text in asked) > 0.9 * len(asked) > 0


def test_empty_and_filler_values_have_their_real_shares(some: Records) -> None:
    nulls = {key for key in KEYS if any(record[key] is None for record in some)}

    assert nulls == {"prefCondCn", "nonatchRsn"}
    assert share(some, "^$", "prefCondCn") == pytest.approx(0.026, abs=0.006)
    assert share(some, "^$", "nonatchRsn") == pytest.approx(0.773, abs=0.015)
    assert share(some, "^없음$", "prefCn") == pytest.approx(0.037, abs=0.01)
    assert share(some, "^-$", "prefCn") == pytest.approx(0.011, abs=0.005)


@pytest.mark.parametrize(
    ("key", "lengths"),
    [
        ("recrutPbancTtl", (25, 32, 38, 45, 65)),
        ("aplyQlfcCn", (20, 88, 178, 320, 1039)),
        ("disqlfcRsn", (39, 120, 617, 951, 1265)),
        ("scrnprcdrMthdExpln", (26, 110, 218, 424, 1097)),
        ("prefCn", (5, 29, 100, 280, 865)),
    ],
)
def test_texts_are_about_as_long_as_real_ones(some: Records, key: str, lengths: tuple[int, ...]) -> None:
    found = np.quantile([len(record[key]) for record in some], [0.05, 0.25, 0.5, 0.75, 0.95])

    assert found == pytest.approx(lengths, rel=0.3, abs=15)


def test_texts_have_the_line_ends_and_control_characters_of_real_ones(some: Records) -> None:
    assert share(some, "\r\n", "disqlfcRsn") > 0.67
    assert share(some, "[^\r]\n", "disqlfcRsn") > 0.01
    assert share(some, "\t", "aplyQlfcCn") > 0.01
    assert any("\x0b" in record[key] for record in some for key in ("aplyQlfcCn", "disqlfcRsn", "prefCn"))


def test_addresses_are_as_unusable_as_real_ones(some: Records) -> None:
    junk = {".", "-", "/", ",", "없음", "없음.", "해당없음", "https:/www.example.com", "ttp://www.example.com"}

    assert junk <= {record["srcUrl"] for record in some}
    assert share(some, r"^(?:www|recruit)\.", "srcUrl") == pytest.approx(0.037, abs=0.01)
    assert share(some, r"^\s|\s$", "srcUrl") == pytest.approx(0.016, abs=0.006)
    assert share(some, r"^https?://[^/]+/?$", "srcUrl") == pytest.approx(0.32, abs=0.05)


# The snapshot


def test_a_sample_becomes_the_current_snapshot_and_says_it_is_one(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)

    make_sample(tmp_path, now, count=500)
    snapshot = open_current(tmp_path)

    origin = snapshot.tables["postings"].origin
    assert (origin.is_sample, origin.as_of, origin.rejected) == (True, "2026-11-23T05:30:00+09:00", 0)
    assert origin.source == "예시 자료(무작위로 만든 가상의 공고)"
    assert snapshot.read("postings").num_rows == snapshot.read("posting_texts").num_rows == 500
    assert not snapshot.tables["institutions"].origin.is_sample


def test_progress_is_told_while_a_sample_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "PROGRESS_STEP", 50)
    told: list[int] = []

    make_sample(tmp_path, datetime(2026, 11, 22, tzinfo=UTC), count=100, progress=told.append)

    assert told == [50, 100]


def test_no_sample_is_made_while_another_process_writes(tmp_path: Path) -> None:
    with writer_lock(tmp_path, "수집"), pytest.raises(StoreError, match="수집"):
        make_sample(tmp_path, datetime(2026, 11, 22, tzinfo=UTC), count=10)


def test_the_first_records_come_without_waiting_for_all() -> None:
    assert len(list(islice(sample_postings(60_000, SEED, TODAY, INSTITUTIONS), 3))) == 3
