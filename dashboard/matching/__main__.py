"""python -m dashboard.matching PROFILES.jsonl"""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from dashboard.matching.answer import answer
from dashboard.matching.match import match
from dashboard.matching.openings import openings
from dashboard.matching.profile import read_profiles
from data_loader.errors import LoaderError
from data_loader.recorded import open_newest
from data_loader.settings import KST, Settings, load_settings
from data_loader.snapshot import Snapshot

# As of the loader's commands: done, but something needs a look.
NEEDS_A_LOOK = 3


@click.command()
@click.argument("profiles", metavar="PROFILES.jsonl", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.help_option("-h", "--help", help="이 도움말을 보이고 끝납니다.")
def main(profiles: Path) -> None:
    """지금 스냅숏의 열린 공고를 프로필에 맞추어 봅니다.

    한 줄에 프로필 하나를 JSON으로 적은 파일을 받습니다: id, age(세), edu(최종학력. 0 없음, 1 고졸, 2 전문학사, 3 학사, 4 석사,
    5 박사), career(년), lic(자격·면허), lang(어학 점수, "TOEIC 800"처럼), military(병역. done 마쳤거나 면제, not 아직),
    regions(시도), ncs(분야), hire(고용형태), words(낱말), disabled와 veteran과 local(장애인, 보훈, 지역인재. true나 false).
    빠진 것은 묻지 않되, lic에 없는 자격은 없는 것으로 봅니다. 프로필마다 한 줄을 적습니다: id, shown(잘 맞는 공고, 10건까지), look(공고문을 봐야 아는 것),
    near(한 가지만 갖추면 되는 것), hidden(지원할 수 없는 것)이며, 까닭마다 source, start, end, quote가 있습니다.
    읽을 수 없는 줄은 까닭을 표준 오류에 적고 건너뜁니다. 프로필은 어디에도 남지 않습니다.

    \b
    예:
      python -m dashboard.matching profiles.jsonl > matched.jsonl
    """
    try:
        settings = load_settings()
        snapshot = open_newest(settings.data_dir)
        ready = openings(snapshot, _today(snapshot, settings))
        read = failed = 0
        for line in read_profiles(profiles):
            if line.profile is None:
                failed += 1
                click.echo(f"확인: {line.line:,}번째 줄을 건너뜁니다: {line.error}.", err=True)
            else:
                read += 1
                found = json.dumps(answer(line.id, match(ready, line.profile)), ensure_ascii=False)
                # Half a surrogate pair can be escaped in JSON, but not written.
                click.echo(found.encode("utf-8", "replace").decode())
    except LoaderError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if failed:
        sys.exit(NEEDS_A_LOOK if read else 1)


def _today(snapshot: Snapshot, settings: Settings) -> date:
    """The day on which postings are open: today, or the day of a sample or of the record."""
    origin = snapshot.tables["postings"].origin
    stands_still = origin.is_sample or origin.is_record
    own = datetime.fromisoformat(origin.as_of).date() if stands_still else datetime.now(UTC).astimezone(KST).date()
    return settings.today or own


if __name__ == "__main__":
    main(prog_name="python -m dashboard.matching")
