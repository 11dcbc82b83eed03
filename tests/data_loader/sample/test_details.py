"""The sample beside its postings: results of selection, attachments, facilities, programmes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data_loader.reference import load_reference
from data_loader.sample import DEFAULT_COUNT, make_sample, sample_postings
from data_loader.sample.attachments import sample_attachments
from data_loader.sample.offers import sample_offers
from data_loader.sample.shape import DISCLOSED_SHARES, POSTINGS_WITH_ATTACHMENTS
from data_loader.sample.stages import sample_stages
from data_loader.sample.words import load_words, read_jobs
from data_loader.schema import ATTACHMENTS, FIRST_SAMPLE_ATTACHMENT, STAGES, TABLES
from data_loader.snapshot import Snapshot
from data_loader.tables.columns import CODE_TABLES
from data_loader.tables.details import competitions
from data_loader.tables.tidy import tidy_postings

# Takes long, for what it makes and reads.
pytestmark = pytest.mark.long

TODAY = date(2026, 11, 22)
INSTITUTIONS = load_reference()["institutions"].data
WORDS = load_words()
JOBS = read_jobs(WORDS)


def postings_of(count: int) -> pa.Table:
    """Sample postings, the highest number first."""
    found = tidy_postings(sample_postings(count, 7, TODAY, INSTITUTIONS), INSTITUTIONS).tables["postings"]
    return found.sort_by([("posting_id", "descending")])


def rng(seed: int = 7) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def postings() -> pa.Table:
    return postings_of(30_000)


@pytest.fixture(scope="module")
def stages(postings: pa.Table) -> pa.Table:
    return sample_stages(postings, JOBS, TODAY, rng())


@pytest.fixture(scope="module")
def frame(stages: pa.Table) -> pd.DataFrame:
    return stages.to_pandas(types_mapper=pd.ArrowDtype)


@pytest.fixture(scope="module")
def results(stages: pa.Table) -> pd.DataFrame:
    return competitions(stages).to_pandas()


@pytest.fixture(scope="module")
def attachments(postings: pa.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sample_attachments(postings, JOBS, WORDS, rng()).tables["attachments"].to_pylist()
    return found


@pytest.fixture(scope="module")
def offers() -> dict[str, pa.Table]:
    return {name: data for part in sample_offers(INSTITUTIONS, WORDS, rng()) for name, data in part.tables.items()}


# Stages


def test_stages_are_as_tidied_ones_would_be(stages: pa.Table) -> None:
    assert stages.schema.equals(STAGES.arrow)
    stages.validate(full=True)
    ids = stages["stage_id"].to_pylist()
    assert len(set(ids)) == len(ids)
    assert stages.equals(stages.sort_by([("posting_id", "descending"), ("stage_id", "ascending")]))


def test_every_posting_has_two_to_forty_eight_rows(postings: pa.Table, frame: pd.DataFrame) -> None:
    rows = frame.groupby("posting_id").size()
    assert set(rows.index) == set(postings["posting_id"].to_pylist())
    assert rows.min() == 2
    assert 30 < rows.max() <= 48


def test_every_position_begins_with_the_mark_of_a_sample(frame: pd.DataFrame) -> None:
    assert frame["position"].str.startswith("[예시] ").all()


def test_the_first_position_is_what_the_title_is_about(postings: pa.Table, results: pd.DataFrame) -> None:
    titles = dict(zip(postings["posting_id"].to_pylist(), postings["title"].to_pylist(), strict=True))
    first = results[results["group_number"] == 0]
    named = [
        position.removeprefix("[예시] ") in titles[posting]
        for posting, position in zip(first["posting_id"], first["position"], strict=True)
    ]
    assert np.mean(named) > 0.9


@pytest.mark.parametrize("year", sorted(DISCLOSED_SHARES))
def test_the_share_of_closed_postings_that_disclose_is_that_of_real_ones(
    postings: pa.Table, results: pd.DataFrame, year: int
) -> None:
    closed = postings.filter(
        pc.and_(pc.equal(pc.year(postings["start_date"]), year), pc.less(postings["end_date"], pa.scalar(TODAY)))
    )["posting_id"].to_pylist()
    disclosing = set(results.loc[results["disclosed_ratio"].notna(), "posting_id"])
    assert sum(posting in disclosing for posting in closed) / len(closed) == pytest.approx(
        DISCLOSED_SHARES[year], abs=0.04
    )


def test_nothing_is_decided_in_the_future_or_while_a_posting_is_open(postings: pa.Table, frame: pd.DataFrame) -> None:
    decided = frame.dropna(subset=["decided_date"])
    ends = dict(zip(postings["posting_id"].to_pylist(), postings["end_date"].to_pylist(), strict=True))
    assert max(decided["decided_date"]) <= TODAY
    rows = zip(decided["posting_id"], decided["decided_date"], strict=True)
    assert all(day > ends[posting] for posting, day in rows)


def test_a_disclosed_ratio_stands_on_the_last_stage_and_follows_from_the_numbers(
    frame: pd.DataFrame, results: pd.DataFrame
) -> None:
    disclosed = frame.dropna(subset=["competition_ratio"])
    assert (disclosed["stage_id"] == disclosed["last_stage_id"]).all()
    both = results.dropna(subset=["ratio", "disclosed_ratio"])
    assert len(both) > 10_000
    assert (both["ratio"] - both["disclosed_ratio"]).abs().max() < 0.01
    none_selected = results[(results["selected"] == 0) & results["disclosed_ratio"].notna()]
    assert len(none_selected) > 100
    assert (none_selected["disclosed_ratio"] == 0).all()


def test_nobody_is_selected_who_did_not_apply_and_stages_never_grow(frame: pd.DataFrame) -> None:
    known = frame.dropna(subset=["applicants", "selected"])
    assert (known["selected"] <= known["applicants"]).all()
    following = known["first_stage_id"] == known["first_stage_id"].shift()
    assert (known["applicants"] <= known["applicants"].shift())[following].all()


def test_competition_is_spread_like_that_of_real_positions(results: pd.DataFrame) -> None:
    found = np.quantile(results["ratio"].dropna(), [0.25, 0.5, 0.75, 0.9])
    assert found == pytest.approx([3.8, 12, 27, 64], rel=0.3)
    assert results["ratio"].max() < 1000


def test_some_open_and_some_undecided_postings_show_their_first_stage_only(results: pd.DataFrame) -> None:
    assert (results["applicants"].notna() & results["selected"].isna()).sum() > 100


def test_the_same_seed_gives_the_same_stages() -> None:
    few = postings_of(500)
    assert sample_stages(few, JOBS, TODAY, rng()).equals(sample_stages(few, JOBS, TODAY, rng()))
    assert not sample_stages(few, JOBS, TODAY, rng(1)).equals(sample_stages(few, JOBS, TODAY, rng(2)))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_sample_of_hardly_any_postings_has_their_stages(count: int) -> None:
    found = sample_stages(postings_of(count), JOBS, TODAY, rng())
    assert pc.count_distinct(found["posting_id"]).as_py() == count


# Attachments


def test_the_newest_postings_have_two_to_five_attachments_and_no_others_have_any(
    postings: pa.Table, attachments: list[dict[str, Any]]
) -> None:
    counts = pd.Series([row["posting_id"] for row in attachments]).value_counts()
    assert set(counts.index) == set(postings["posting_id"].to_pylist()[:POSTINGS_WITH_ATTACHMENTS])
    assert (counts.min(), counts.max()) == (2, 5)
    assert 3 < counts.mean() < 5


def test_a_file_name_begins_with_the_mark_and_no_number_or_address_is_alios(attachments: list[dict[str, Any]]) -> None:
    for row in attachments:
        assert row["file_name"].startswith("[예시] ")
        assert row["attachment_id"] >= FIRST_SAMPLE_ATTACHMENT
        assert row["download_url"].startswith("https://www.example.com/")
    assert len({row["attachment_id"] for row in attachments}) == len(attachments)


def test_kinds_and_extensions_have_the_shares_of_real_ones(attachments: list[dict[str, Any]]) -> None:
    found = pd.DataFrame(attachments)
    assert found["order"].min() == 0
    described = found.loc[found["attachment_kind"] == "C", "posting_id"].nunique() / found["posting_id"].nunique()
    assert described == pytest.approx(0.89, abs=0.02)
    extensions = found.loc[found["attachment_kind"] == "C", "extension"].value_counts(normalize=True)
    assert extensions.to_dict() == pytest.approx({"pdf": 0.56, "hwp": 0.28, "zip": 0.16}, abs=0.03)
    assert set(found["attachment_kind"]) == {"A", "B", "C", "Z"}


def test_attachments_have_the_columns_of_the_schema(postings: pa.Table) -> None:
    found = sample_attachments(postings.slice(0, 10), JOBS, WORDS, rng())
    assert found.tables["attachments"].schema.equals(ATTACHMENTS.arrow)
    assert found.warnings == []


# Facilities, programmes


@pytest.mark.parametrize(
    ("table", "name", "count"),
    [("facilities", "facility", 800), ("programmes", "programme", 1_000)],
)
def test_every_offer_begins_with_the_mark_and_belongs_to_an_institution_of_today(
    offers: dict[str, pa.Table], table: str, name: str, count: int
) -> None:
    today = {row["institution_code"]: row["institution"] for row in INSTITUTIONS.to_pylist() if not row["is_former"]}
    rows = offers[table].to_pylist()
    assert len(rows) == count
    assert all(row[name].startswith("[예시] ") for row in rows)
    assert all(today[row["institution_code"]] == row["institution"] for row in rows)
    assert {row["homepage_url"] for row in rows} == {"https://www.example.com"}


def test_offers_give_nothing_to_look_at(offers: dict[str, pa.Table]) -> None:
    for part in sample_offers(INSTITUTIONS, WORDS, rng()):
        assert (part.warnings, part.rejected.num_rows, part.unread_values.num_rows) == ([], 0, 0)
    for name, data in offers.items():
        assert data.schema.equals(TABLES[name].arrow)


def test_a_facility_lies_in_korea_near_its_provinces_towns(offers: dict[str, pa.Table]) -> None:
    for row in offers["facilities"].to_pylist():
        assert 33 < row["latitude"] < 39
        assert 125 < row["longitude"] < 131
        assert row["region"].startswith("R30")
        assert "예시로" in row["road_address"]


def test_facilities_and_programmes_are_of_many_kinds(offers: dict[str, pa.Table]) -> None:
    assert pc.count_distinct(offers["facilities"]["facility_group"]).as_py() == 9
    assert pc.count_distinct(offers["programmes"]["programme_field"]).as_py() >= 9
    classes = set(offers["programmes"]["programme_class"].to_pylist()) - {None}
    assert classes <= CODE_TABLES["programme_class"].keys()
    fees = offers["facilities"].select(["is_paid", "fee"]).to_pylist()
    assert all((row["fee"] is not None) == row["is_paid"] for row in fees)


def test_without_institutions_nothing_is_offered() -> None:
    for part in sample_offers(INSTITUTIONS.slice(0, 0), WORDS, rng()):
        assert all(data.num_rows == 0 for data in part.tables.values())


# The snapshot


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return make_sample(tmp_path_factory.mktemp("data"), datetime(2026, 11, 22, tzinfo=UTC), count=500)


def test_a_sample_holds_every_table_of_the_services_and_marks_it(snapshot: Snapshot) -> None:
    made = {
        "stages", "attachments", "competitions", "facilities", "facility_files", "programmes",
        "unread_values",
    }  # fmt: skip
    assert made <= snapshot.tables.keys()
    assert all(snapshot.tables[name].origin.is_sample for name in made)
    assert snapshot.read("competitions").num_rows >= 500


def test_a_sample_names_the_codes_of_every_table_once(snapshot: Snapshot) -> None:
    rows = snapshot.read("code_names").to_pylist()
    keys = [(row["column"], row["code"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert {"hire_types", "attachment_kind", "facility_type", "programme_class"} <= {column for column, _ in keys}


def test_a_whole_sample_stays_small(tmp_path: Path) -> None:
    postings = postings_of(2_000)
    stages = sample_stages(postings, JOBS, TODAY, rng())
    assert stages.num_rows / 2_000 < 4
    assert stages.num_rows * DEFAULT_COUNT / 2_000 < 450_000


def test_what_is_decided_tomorrow_is_not_known_today(postings: pa.Table) -> None:
    early = sample_stages(postings, JOBS, TODAY - timedelta(days=3000), rng())
    assert all(day is None or day <= TODAY - timedelta(days=3000) for day in early["decided_date"].to_pylist())
