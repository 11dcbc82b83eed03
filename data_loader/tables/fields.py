"""The data dictionary as Markdown, made from the schema and the code tables: `python -m data_loader.tables.fields`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from data_loader.codes import Code
from data_loader.schema import TABLES, Column, Kind, Table
from data_loader.settings import ROOT
from data_loader.tables.columns import CODE_TABLES
from data_loader.tables.offer_codes import class_path

FILE = ROOT / "docs" / "fields.md"
KINDS: Mapping[Kind, str] = {
    "id": "번호. 양의 정수",
    "code": "코드 하나",
    "codes": "코드 여럿(목록). 적힌 순서대로, 겹치지 않음",
    "name": "한 줄 글",
    "label": "고르는 이름. `-`, `null`, `없음` 따위는 읽지 못한 값",
    "names": "한 줄 글 여럿(목록)",
    "text": "여러 줄 글. 내용이 없는 글은 빈 값",
    "count": "0 이상의 정수",
    "date": "날짜",
    "time": "시각. 한국 시각(KST), 초까지",
    "flag": "예(true), 아니오(false)",
    "url": "브라우저에서 열 수 있는 주소. 뜻이 분명한 것만 고치고 나머지는 빈 값",
    "year": "연도",
    "number": "수. 단위는 설명에",
    "won_thousand": "금액. 단위: 천 원",
    "won_million": "금액. 단위: 백만 원",
}
_INTRODUCTION = """\
# 자료 사전

스냅숏의 모든 표와 열이다. `data_loader/schema.py`와 `data_loader/codes.py`에서 만들었으므로 직접 고치지 말고
`python -m data_loader.tables.fields`로 다시 쓴다. 어느 표에서나 빈 값은 "적혀 있지 않음"이고 0이 아니다.
필수인 값이 없는 기록은 쓰지 않고 까닭과 함께 `rejected`에 두고, 그 밖에 읽지 못한 값은 비우고 `unread_values`에 둔다. 코드 필드 옆의 둘째 원천 필드는 코드의 이름이다.
원천 필드는 공공데이터포털의 응답 필드나 알리오 통합 문서의 열·항목 이름이다. "계산"은 우리가 만든 열이다.
표는 데이터 화면에서, 또는 `python -m data_loader export`로 받는다."""


def fields_markdown() -> str:
    """docs/fields.md: the kinds, every table with its columns, every code table."""
    kinds = _table(("종류", "뜻"), ((f"`{kind}`", meaning) for kind, meaning in KINDS.items()))
    tables = [part for table in TABLES.values() for part in _described(table)]
    codes = [part for column, entries in CODE_TABLES.items() for part in _coded(column, entries)]
    return "\n\n".join([_INTRODUCTION, "## 종류", kinds, *tables, "## 코드", *codes]) + "\n"


def save_fields(path: Path = FILE) -> None:
    path.write_text(fields_markdown(), encoding="utf-8")


def _described(table: Table) -> Iterator[str]:
    yield f"## {table.label} `{table.name}`"
    yield _table(("열", "이름", "종류", "원천 필드", "설명"), (_column_row(column) for column in table.columns))
    if table.personal:
        names = ", ".join(f"`{name}`" for name in table.personal)
        yield f"담당자에 관한 것이어서 받는 즉시 버리고 어디에도 두지 않는 원천 필드: {names}"
    if table.ignored:
        by_reason: dict[str, list[str]] = {}
        for name, reason in table.ignored.items():
            by_reason.setdefault(reason, []).append(f"`{name}`")
        yield "옮기지 않은 원천 필드: " + "; ".join(f"{', '.join(names)}({why})" for why, names in by_reason.items())


def _coded(column: str, entries: Mapping[str, Code]) -> Iterator[str]:
    label = next(found.label for table in TABLES.values() for found in table.columns if found.name == column)
    yield f"### {label} `{column}`"
    yield _table(
        ("코드", "이름", "주소에서", "쓰인 마지막 날"), (_code_row(entry, entries) for entry in entries.values())
    )


def _code_row(entry: Code, entries: Mapping[str, Code]) -> tuple[str, ...]:
    until = entry.until.isoformat() if entry.until else ""
    return f"`{entry.code}`", class_path(entries, entry.code), f"`{entry.slug}`", until


def _column_row(column: Column) -> tuple[str, ...]:
    kind = f"`{column.kind}`" + (" 필수" if column.required else "")
    source = ", ".join(f"`{name}`" for name in (column.source, column.source_names) if name)
    return f"`{column.name}`", column.label, kind, source or "계산", column.note


def _table(header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    save_fields()
