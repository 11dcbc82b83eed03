"""The description of the data by URL agrees with the data."""

import csv
import io
import json
from typing import Any

from dashboard.takeaways.datapackage import datapackage
from dashboard.takeaways.records import csv_parts, json_parts
from tests.dashboard.takeaways.conftest import SAMPLE, titled, view_of


def package(**changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(datapackage(view_of(**changes)))
    return whole


def fields(form: str) -> dict[str, dict[str, Any]]:
    resource = next(resource for resource in package()["resources"] if resource["format"] == form)
    return {field["name"]: field for field in resource["schema"]["fields"]}


def test_every_form_stands_beside_it() -> None:
    assert [resource["path"] for resource in package()["resources"]] == [
        "postings.csv",
        "postings.json",
        "postings.parquet",
    ]


def test_the_fields_of_the_csv_are_its_columns_in_order() -> None:
    text = b"".join(csv_parts(titled("가"), view_of())).decode("utf-8-sig")
    assert list(fields("csv")) == next(csv.reader(io.StringIO(text)))


def test_the_fields_of_the_json_are_those_of_its_records() -> None:
    (record,) = json.loads(b"".join(json_parts(titled("가"), view_of())))["records"]
    assert list(fields("json")) == list(record)
    assert {name for name, field in fields("json").items() if field["type"] == "array"} == {
        name for name, value in record.items() if isinstance(value, list)
    }


def test_types_and_meanings_come_from_the_schema() -> None:
    described = fields("csv")
    assert described["posting_id"]["type"] == "integer"
    assert described["posting_id"]["constraints"] == {"required": True}
    assert described["start_date"]["type"] == "date"
    assert (described["hire_types"]["type"], described["hire_types"]["delimiter"]) == ("list", ",")
    assert described["headcount"]["title"] == "모집인원"
    assert "단위: 명" in described["headcount"]["description"]


def test_source_state_and_caveats_are_told() -> None:
    assert package()["created"] == "2025-11-03T09:30:00+09:00"
    assert package()["sources"][0]["path"].startswith("https://www.data.go.kr/")
    assert "계획" in package()["description"]


def test_a_sample_is_told_and_has_no_address_at_the_portal() -> None:
    sample = package(origin=SAMPLE)
    assert sample["is_sample"] is True
    assert sample["description"].startswith("이 자료의 공고는 무작위로 만든 예시")
    assert sample["sources"] == [{"title": SAMPLE.source}]
