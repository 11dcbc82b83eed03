"""What changed is tidied and nothing else, and it makes no difference to the tables."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data_loader.errors import PortalAnswerInvalid
from data_loader.portal.client import (
    BRANCHES,
    EVERYTHING,
    FACILITIES,
    INSTITUTIONS,
    OPEN_ONLY,
    OPERATIONS,
    RECRUITMENT,
    RECRUITMENT_DETAIL,
    Operation,
    branches_of,
)
from data_loader.recorded import open_record
from data_loader.reference import load_reference
from data_loader.schema import TABLES
from data_loader.snapshot import NewTable, Origin, Snapshot, open_current, publish
from data_loader.store.database import Store
from data_loader.sync.plan import Allowance, Window, make_plan
from data_loader.sync.publishing import Published, Publisher
from tests.data_loader.conftest import NOW, institution_row, posting_row
from tests.data_loader.service_rows import detail, facility_row

CALLS = {operation.name: Allowance(1000, 1000) for operation in OPERATIONS}


class Shop:
    """A store that rows are put into by hand, and its publisher."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir, self.now = data_dir, NOW
        self.store = Store(data_dir)
        self.publisher = Publisher(data_dir)

    def put(self, operation: Operation, rows: list[Any], filters: dict[str, str] | None = None) -> None:
        run = self.store.start_run(operation.name, filters or EVERYTHING, 1000, self.now)
        run = self.store.save_page(run, rows, operation.key_field, len(rows), 1000, self.now)
        self.store.finish_run(run, complete=True, now=self.now)

    def ask(self, number: int, row: dict[str, Any]) -> None:
        self.store.count_call(RECRUITMENT_DETAIL.name, self.now.date())
        self.store.save_item(RECRUITMENT_DETAIL.name, number, row, self.now)

    def publish(self, publisher: Publisher | None = None) -> Published:
        self.now += timedelta(minutes=10)
        publisher = publisher or self.publisher
        known = publisher.survey.look(self.store, publisher.snapshot, self.now)
        return publisher.publish(self.store, known, make_plan(known, CALLS, self.now, self.now), self.now)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(tmp_path)
    with opened.store:
        opened.put(INSTITUTIONS, [institution_row()])
        opened.put(RECRUITMENT, [posting_row(number) for number in (3, 2, 1)])
        yield opened


def tables_of(snapshot: Snapshot) -> dict[str, list[dict[str, Any]]]:
    made = ("postings", "posting_texts", "workplaces", "roles", "facts", "unknown_licences", "stages", "attachments", "competitions", "code_names", "rejected", "unread_values", "changes")  # fmt: skip
    return {name: snapshot.read(name).to_pylist() for name in made}


def test_every_table_of_the_portal_is_there_from_the_first_time(shop: Shop) -> None:
    snapshot = shop.publish().snapshot
    assert set(TABLES) <= set(snapshot.tables)
    assert snapshot.tables["facilities"].origin.coverage == "아직 받지 못했습니다."


def test_where_nothing_changed_no_table_is_written(shop: Shop) -> None:
    first = shop.publish()
    again = shop.publish()
    assert (first.is_new, again.is_new) == (True, False)
    assert again.snapshot.holds_the_same_as(first.snapshot)


def test_an_edited_posting_takes_the_place_of_its_old_self(shop: Shop) -> None:
    shop.publish()
    shop.put(RECRUITMENT, [posting_row(4), posting_row(2, recrutPbancTtl="고침", workRgnLst="R3999")], {"x": "y"})
    published = shop.publish()
    postings = published.snapshot.read("postings").to_pylist()
    assert [row["posting_id"] for row in postings] == [4, 3, 2, 1]
    assert [row["title"] for row in postings if row["posting_id"] == 2] == ["고침"]
    assert published.needs_a_look
    assert any("R3999" in warning for warning in published.warnings)


def test_what_is_kept_aside_is_told_until_it_is_repaired(shop: Shop) -> None:
    shop.publish()
    shop.put(RECRUITMENT, [posting_row(2, pbancBgngYmd="작년")], {"x": "y"})
    broken = shop.publish().snapshot
    assert (broken.tables["postings"].rows, broken.tables["rejected"].rows) == (3, 1)
    shop.put(RECRUITMENT, [posting_row(2)], {"x": "y"})
    repaired = shop.publish().snapshot
    assert (repaired.tables["postings"].rows, repaired.tables["rejected"].rows) == (3, 0)


def test_another_roster_is_joined_to_all_postings(shop: Shop) -> None:
    shop.publish()
    shop.put(INSTITUTIONS, [institution_row(instType="A2001", instTypeNm="공기업(시장형)")])
    assert set(shop.publish().snapshot.read("postings")["institution_type"].to_pylist()) == {"A2001"}


def test_a_facility_that_is_gone_leaves_its_table(shop: Shop) -> None:
    shop.put(FACILITIES, [facility_row(1), facility_row(2)])
    assert shop.publish().snapshot.tables["facilities"].rows == 2
    shop.now += timedelta(days=1)
    shop.put(FACILITIES, [facility_row(2)])
    assert shop.publish().snapshot.tables["facilities"].rows == 1


def test_the_sample_is_replaced_whole(shop: Shop) -> None:
    empty = {name: NewTable(TABLES[name].arrow.empty_table(), Origin("예시", "2099-01-01", True)) for name in TABLES}
    publish(shop.data_dir, empty, NOW)
    shop.publish()
    invented = [name for name, table in open_current(shop.data_dir).tables.items() if table.origin.is_sample]
    # The published facts are renewed when they are newer than what is there.
    assert set(invented) <= load_reference().keys()


def test_the_record_is_no_earlier_reading(shop: Shop) -> None:
    recorded = open_record(shop.data_dir)
    snapshot = shop.publish().snapshot
    assert snapshot.tables["postings"].rows == 3
    assert not [name for name, table in snapshot.tables.items() if table.origin.is_record]
    assert {row["change"] for row in snapshot.read("changes").to_pylist()} == set()
    assert not set(snapshot.read("observations")["posting_id"].to_pylist()) & set(
        recorded.read("postings")["posting_id"].to_pylist()
    )


def test_until_branches_are_received_those_of_the_program_stand_in(shop: Shop) -> None:
    bundled = load_reference()["branches"]
    branches = shop.publish().snapshot.tables["branches"]
    assert (branches.rows, branches.origin) == (bundled.data.num_rows, bundled.origin)
    row = {
        "brnchSn": 1,
        "instCd": "C0021",
        "instNm": "국립공원공단",
        "brnchNm": "설악산국립공원",
        "ctpvNm": "강원특별자치도",
    }
    shop.put(BRANCHES, [row], branches_of("C0021"))
    branches = shop.publish().snapshot.tables["branches"]
    assert (branches.rows, branches.origin.source) == (1, BRANCHES.source)


def test_postings_none_of_which_can_be_used_are_not_published(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    with shop.store:
        shop.put(RECRUITMENT, [posting_row(1, pbancBgngYmd="작년")])
        with pytest.raises(PortalAnswerInvalid, match="이전 자료는 그대로"):
            shop.publish()


def test_it_says_which_years_and_how_many_details_are_missing(shop: Shop) -> None:
    tables = shop.publish().snapshot.tables
    assert tables["postings"].origin.coverage == ""
    assert tables["stages"].origin.coverage == "공고 3건 가운데 3건의 상세를 아직 받지 못했습니다."
    shop.ask(3, detail(3))
    origin = shop.publish().snapshot.tables["stages"].origin
    assert origin.coverage == "공고 3건 가운데 2건의 상세를 아직 받지 못했습니다."
    assert origin.as_of == (NOW + timedelta(minutes=10)).isoformat()


def test_before_the_years_were_read_it_says_from_when_on_postings_are_there(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    with shop.store:
        shop.put(RECRUITMENT, [posting_row(1)], dict(OPEN_ONLY))
        shop.put(RECRUITMENT, [posting_row(1)], dict(Window(date(2025, 1, 1), None).filters))
        coverage = shop.publish().snapshot.tables["postings"].origin.coverage
    assert coverage == "2025년 1월부터 받았습니다. 그 앞은 약 10분 뒤."


NUMBERS = st.integers(2, 6)
EDIT = st.fixed_dictionaries(
    {},
    optional={
        "recrutPbancTtl": st.sampled_from(["가", "나", "(공고취소) 가"]),
        "workRgnLst": st.sampled_from(["R3010", "R3010,R3999", "R3998"]),
        "pbancBgngYmd": st.sampled_from(["20251101", "작년"]),
        "recrutNope": st.sampled_from([1, "약간명"]),
        "aplyQlfcCn": st.text(max_size=3),
    },
)
STEP = st.tuples(
    st.lists(st.tuples(NUMBERS, EDIT), max_size=4), st.lists(st.tuples(NUMBERS, st.booleans()), max_size=2)
)


# Each example publishes several times: to look for the smallest one would take minutes.
@hypothesis_settings(
    max_examples=12, phases=[Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(STEP, min_size=1, max_size=3))
def test_step_by_step_the_tables_are_those_made_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[list[Any], list[Any]]]
) -> None:
    shop = Shop(tmp_path_factory.mktemp("steps"))
    with shop.store:
        shop.put(RECRUITMENT, [posting_row(1)])
        published = shop.publish()
        for edits, asked in steps:
            shop.now += timedelta(hours=1)
            shop.put(RECRUITMENT, [posting_row(number, **edit) for number, edit in edits], {"x": "y"})
            for number, has_files in asked:
                row = detail(number) if has_files else detail(number, files=[])
                shop.ask(number, row)
            published = shop.publish()
        at_once = shop.publish(Publisher(shop.data_dir)).snapshot
    assert tables_of(published.snapshot) == tables_of(at_once)


DOCUMENT = dict.fromkeys(TABLES["document_texts"].arrow.names) | {"attachment_id": 7, "flags": []}


@pytest.mark.parametrize(("is_sample", "left"), [(True, 0), (False, 1)])
def test_what_attachments_say_stays_unless_it_was_said_of_a_sample(shop: Shop, *, is_sample: bool, left: int) -> None:
    assert shop.publish().snapshot.read("document_texts").num_rows == 0
    table = pa.Table.from_pylist([DOCUMENT], schema=TABLES["document_texts"].arrow)
    publish(shop.data_dir, {"document_texts": NewTable(table, Origin("", NOW.isoformat(), is_sample))}, shop.now)
    shop.put(RECRUITMENT, [posting_row(number) for number in (4, 3, 2, 1)])
    snapshot = shop.publish().snapshot
    assert snapshot.read("document_texts").num_rows == left
    assert not snapshot.tables["document_texts"].origin.is_sample
