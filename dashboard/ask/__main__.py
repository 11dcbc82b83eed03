"""python -m dashboard.ask FILE|-"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, TextIO

import click

from dashboard.ask.reading import Reading, read
from data_loader.settings import KST


@click.command()
@click.argument("questions", type=click.File("r", encoding="utf-8"))
@click.help_option("-h", "--help", help="이 도움말을 보이고 끝납니다.")
def main(questions: TextIO) -> None:
    """질문을 한 줄에 하나씩 JSON으로 받아({"id", "text", "today"}) 어느 화면이 답하는지 한 줄씩 씁니다.

    QUESTIONS: 파일이거나, 표준 입력이면 -. 읽지 못한 줄은 오류 출력에 적고 나머지를 마친 뒤 1로 끝납니다.
    """
    is_sound = True
    for number, line in _lines(questions):
        try:
            asked = _asked(line)
        except ValueError as error:
            is_sound = False
            click.echo(f"{number}번째 줄: {error}", err=True)
            continue
        click.echo(json.dumps({"id": asked[0], **answer(read(asked[1], asked[2]))}, ensure_ascii=False))
    if not is_sound:
        sys.exit(1)


def answer(reading: Reading) -> dict[str, Any]:
    """A reading as a record."""
    filters = {key: list(value) if isinstance(value, tuple) else value for key, value in reading.filters.items()}
    return {
        "page": reading.page,
        "filters": filters,
        "institutions": list(reading.institutions),
        "view": reading.view,
        "unknown": list(reading.unknown),
    }


def _lines(questions: TextIO) -> Iterator[tuple[int, str]]:
    try:
        yield from ((number, line) for number, line in enumerate(questions, 1) if line.strip())
    except UnicodeDecodeError:
        click.echo("UTF-8로 읽을 수 없는 글이 있습니다.", err=True)
        sys.exit(1)


def _asked(line: str) -> tuple[object, str, date]:
    try:
        record = json.loads(line)
    except ValueError:
        raise ValueError("JSON이 아닙니다.") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ValueError('"text"에 질문이 있어야 합니다.')
    try:
        today = date.fromisoformat(record["today"]) if "today" in record else datetime.now(KST).date()
    except (TypeError, ValueError):
        raise ValueError('"today"는 2026-11-30 같은 날짜여야 합니다.') from None
    return record.get("id"), record["text"], today


if __name__ == "__main__":
    main(prog_name="python -m dashboard.ask")
