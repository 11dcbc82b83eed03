"""python -m dashboard.mcp"""

import logging
import sys
from datetime import UTC, datetime

import click

from dashboard.data import Shelf
from dashboard.mcp.making import make_server
from data_loader.errors import LoaderError
from data_loader.recorded import open_real
from data_loader.settings import load_settings


@click.command()
@click.option("--site", default="", help="이 자료를 보여 주는 사이트의 주소. 없으면 PUBLIC_URL.")
@click.help_option("-h", "--help", help="이 도움말을 보이고 끝납니다.")
def main(site: str) -> None:
    """지금 자료를 표준 입출력의 MCP로 내줍니다. 조수 프로그램이 스스로 켜고 끕니다."""
    # Standard output belongs to the protocol.
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)
    try:
        settings = load_settings()
        shelf = Shelf(settings, opening=open_real)
        shelf.data(datetime.now(UTC))
    except LoaderError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    address = site or settings.public_url or "http://localhost:8501"
    make_server(lambda: shelf.data(datetime.now(UTC)), lambda: address).run("stdio")


if __name__ == "__main__":
    main(prog_name="python -m dashboard.mcp")
