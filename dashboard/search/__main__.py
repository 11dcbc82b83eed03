"""python -m dashboard.search [DATA_DIR]"""

import os
import sys
from pathlib import Path

import click

from dashboard.search.building import build
from data_loader.errors import LoaderError
from data_loader.settings import load_settings
from data_loader.snapshot import open_current


@click.command()
@click.argument("data_dir", type=click.Path(path_type=Path), required=False)
@click.help_option("-h", "--help", help="이 도움말을 보이고 끝납니다.")
def main(data_dir: Path | None) -> None:
    """지금 스냅숏의 본문 검색 색인을 만듭니다. 이미 있으면 곧바로 끝납니다.

    서버가 알아서 부르므로 손으로 할 일은 드뭅니다. 끊겨도 다시 부르면 이어서 만듭니다.
    """
    os.nice(10)  # Readers first.
    try:
        build(open_current(data_dir or load_settings().data_dir), _report)
    except LoaderError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


def _report(done: int, of: int) -> None:
    click.echo(f"본문 검색 색인 {done:,}/{of:,}")


if __name__ == "__main__":
    main(prog_name="python -m dashboard.search")
