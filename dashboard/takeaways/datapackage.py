"""What the data by URL are, for machines: a Frictionless Data Package (datapackage.org, version 2)."""

from typing import Any

import orjson

from dashboard.languages import N_, _, speaking
from dashboard.takeaways.rows import COLUMNS, WITH_NAMES
from dashboard.takeaways.view import PROJECT, View
from data_loader.schema import POSTINGS, Column, Kind

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
SERVICE = "https://www.data.go.kr/data/15125273/openapi.do"
TYPES: dict[Kind, str] = {
    "id": "integer", "count": "integer", "date": "date", "flag": "boolean", "year": "year", "number": "number",
    "won_thousand": "integer", "won_million": "integer", "codes": "list", "names": "list",
}  # fmt: skip
ORIGIN_FIELDS = (
    (N_("출처"), N_("자료의 출처")),
    (N_("기준"), N_("자료가 그러했던 때")),
    (N_("자료 구분"), N_("실제 자료인지 예시 자료인지")),
)


def datapackage(view: View) -> bytes:
    """datapackage.json for postings.csv, .json and .parquet, which stand beside it and take the same parameters."""
    with speaking(view.language):
        return orjson.dumps(_package(view), option=orjson.OPT_INDENT_2)


def _package(view: View) -> dict[str, Any]:
    return {
        "$schema": PROFILE,
        "name": "korea-public-jobs-postings",
        "title": f"{_(PROJECT)}: {_(POSTINGS.label)}",
        "description": " ".join(view.caveats),
        "homepage": view.url,
        "created": view.origin.as_of,
        "is_sample": view.origin.is_sample,
        "coverage": view.coverage,
        "licenses": [{"name": "other-open", "title": _("공공데이터포털 이용허락범위 제한 없음")}],
        "sources": [{"title": view.source} | ({} if view.origin.is_sample else {"path": SERVICE})],
        "resources": [_csv(), _json(), _parquet()],
    }


def _csv() -> dict[str, Any]:
    origin = [{"name": _(name), "type": "string", "description": _(about)} for name, about in ORIGIN_FIELDS]
    return _resource("csv", "text/csv") | {
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "header": True},
        "schema": {"fields": [*_fields(), *origin], "primaryKey": ["posting_id"], "missingValues": [""]},
    }


def _json() -> dict[str, Any]:
    fields = [field | ({"type": "array"} if field["type"] == "list" else {}) for field in _fields()]
    return _resource("json", "application/json") | {
        "dialect": {"property": "records"},
        "schema": {"fields": fields, "primaryKey": ["posting_id"]},
    }


def _parquet() -> dict[str, Any]:
    return _resource("parquet", "application/vnd.apache.parquet")


def _resource(form: str, media_type: str) -> dict[str, Any]:
    return {"name": f"postings-{form}", "path": f"postings.{form}", "format": form, "mediatype": media_type}


def _fields() -> list[dict[str, Any]]:
    fields = []
    for column in COLUMNS:
        fields.append(_field(column))
        if column.name in WITH_NAMES:
            fields.append({"name": f"{column.name}_name", "type": "string", "title": _("{column} 이름", column=_(column.label)),
                           "description": _("{column}의 이름, 여럿이면 ·로 이음", column=column.name)})  # fmt: skip
    return fields


def _field(column: Column) -> dict[str, Any]:
    kind = TYPES.get(column.kind, "string")
    field: dict[str, Any] = {"name": column.name, "type": kind, "title": _(column.label)}
    if column.note:
        field["description"] = _(column.note)
    if kind == "list":
        field |= {"delimiter": ",", "itemType": "string"}
    if column.kind == "url":
        field["format"] = "uri"
    if column.required:
        field["constraints"] = {"required": True}
    return field
