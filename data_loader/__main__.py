"""The command line: python -m data_loader sync | watch | sample | import | status | check | salvage | export | as-of | read | texts | facts."""

import json
import os
import re
import select
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, TextIO

import click

from data_loader.errors import DocumentError, LoaderError, PortalUnreachable, SnapshotError, StoreError
from data_loader.recorded import open_newest
from data_loader.schema import FORMS, TABLES
from data_loader.settings import KST, Settings, load_settings
from data_loader.snapshot import NewTable, Snapshot, open_current
from data_loader.sync.attempts import described, last_attempts

NEEDS_A_LOOK = 3
FIGURE_TABLES = tuple(dict.fromkeys(form.table.name for form in FORMS))

_STATUSES = """\b
종료 상태
  0  모두 잘 끝남
  1  오류. 새로 공개한 것이 없고 이전 자료는 그대로임 (까닭은 표준 오류에)
  2  명령을 잘못 적음
  3  공개했으나 살펴볼 것이 있음: 쓰지 못한 기록이나 모르는 코드 (표준 오류에 한 줄씩)
"""

_SETTINGS = """\b
설정 (환경 변수, 없으면 .streamlit/secrets.toml)
  DATA_GO_KR_SERVICE_KEY  공공데이터포털 서비스 키. Encoding, Decoding 어느 쪽이든 됨
  DATA_DIR                자료를 두는 폴더 (기본값: 프로젝트의 data)
  DATA_GO_KR_BASE_URL     포털의 주소 (기본값: https://apis.data.go.kr)
  DATA_GO_KR_TIMEOUT      응답을 기다리는 초 (기본값: 연결 10, 응답 20)
  LOG_LEVEL               INFO면 한 일을 표준 오류에 한 줄씩 적음: DEBUG, INFO, WARNING, ERROR (기본값: 적지 않음)
  ALIO_BASE_URL           알리오의 주소 (기본값: https://www.alio.go.kr)
  ALIO_ALLOW_PRIVATE      1이면 알리오의 주소가 사설망이어도 받음 (스스로 둔 중계 서버일 때만)
"""


@dataclass(frozen=True, slots=True)
class Clock:
    """The only clock of the loader; commands pass the time on as an argument."""

    now: Callable[[], datetime] = lambda: datetime.now().astimezone()
    sleep: Callable[[float], None] = time.sleep


class _Commands(click.Group):
    """Turns a LoaderError into one line on stderr and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LoaderError as error:
            _say(f"오류: {error}")
            ctx.exit(1)


pass_clock = click.make_pass_decorator(Clock, ensure=True)
_form_option = click.option(
    "--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", help="파일 형식 (기본값: csv)."
)
_output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="파일이나 폴더. 없으면 CSV는 표준 출력으로, Parquet은 표 이름의 파일로 적습니다.",
)
_help = click.help_option("-h", "--help", help="이 도움말을 보이고 끝납니다.")


@click.group(cls=_Commands, epilog=f"{_SETTINGS}\n{_STATUSES}")
@_help
def cli() -> None:
    """공공채용 한눈에의 자료를 받고, 만들고, 살피고, 내보냅니다.

    \b
    처음이라면:
      python -m data_loader sample     키 없이 예시 자료로 시작
      python -m data_loader sync       서비스 키로 실제 채용공고 받기
      python -m data_loader status     지금 어떤 자료가 있는지 보기
    """


@cli.command(epilog=f"{_SETTINGS}\n{_STATUSES}")
@click.option("--open", "open_only", is_flag=True, help="지금 열려 있는 공고만 받습니다. 호출 한두 번이면 됩니다.")
@click.option("--plan", "only_plan", is_flag=True, help="받지 않고, 무엇을 받을지와 며칠이 걸릴지만 보입니다.")
@click.option("--json", "as_json", is_flag=True, help="--plan을 JSON으로 적습니다.")
@click.option("--accept", is_flag=True, help="한꺼번에 너무 많이 줄거나 늘어 멈춘 목록을 이번에는 받아들입니다.")
@_help
@pass_clock
def sync(clock: Clock, open_only: bool, only_plan: bool, as_json: bool, accept: bool) -> None:
    """포털에서 오늘의 한도 안에서 받을 수 있는 것을 모두 받아 공개합니다.

    먼저 지금 열린 공고를 받아 바로 공개하고, 이어서 공공기관, 올해의 공고, 지난 해들의 공고를 새것부터, 공공시설과
    주요사업과 지역사무소를, 남은 호출로 공고의 상세(첨부파일과 전형 결과)를 받습니다. 하루 한도(기능마다 1,000번)를
    넘기지 않고, 열린 공고를 10분마다 받을 몫을 남깁니다. 이미 받은 것은 묵었을 때만 다시 받습니다.

    어디서 끊겨도 같은 명령을 다시 실행하면 이어서 받습니다. 포털이 말한 전체 건수보다 적게 온 목록은 쓰지 않습니다.
    알던 것의 5분의 1(그리고 열 건)보다 많이 한꺼번에 사라지거나, 전체 건수가 알던 것의 세 배하고도 2,000건을 넘는
    답은 포털의 잘못일 수 있어 받아들이지 않습니다. 정말 그런 것이면 --accept를 붙입니다.

    \b
    예:
      python -m data_loader sync
      python -m data_loader sync --open
      python -m data_loader sync --plan
    """
    from data_loader.sync.outlook import days_text, plan_json, plan_text
    from data_loader.sync.run import plan_now
    from data_loader.sync.run import sync as run_sync

    settings = _settings()
    if only_plan:
        plan, allowances = plan_now(settings, clock.now())
        as_text = json.dumps(plan_json(plan, allowances), ensure_ascii=False, indent=1)
        click.echo(as_text if as_json else plan_text(plan, allowances))
        return
    with _progress() as progress:
        result = run_sync(settings, clock.now, open_only=open_only, accept=accept, sleep=clock.sleep, progress=progress)
    tables = result.snapshot.tables
    click.echo(
        f"채용공고 {tables['postings'].rows:,}건과 공공기관 {tables['institutions'].rows:,}곳을 공개했습니다 "
        f"({tables['postings'].origin.as_of} 기준, 스냅숏 {result.snapshot.id})."
    )
    if not result.is_open_read:
        for line in result.warnings:
            _say(f"확인: {line}")
        raise PortalUnreachable("지금 열린 공고를 받지 못했습니다. 공개된 것은 앞서 받은 공고입니다.")
    if not open_only:
        click.echo(days_text(result.plan))
    _finish(result.warnings, result.needs_a_look)


@cli.command(epilog=f"{_SETTINGS}\n{_STATUSES}")
@click.option(
    "--until-stdin-closes", is_flag=True, help="표준 입력이 닫히면 끝납니다. 대시보드가 스스로 띄울 때 씁니다."
)
@_help
@pass_clock
def watch(clock: Clock, until_stdin_closes: bool) -> None:
    """10분마다 열린 공고를, 그 사이에 그날의 나머지 일을 합니다. 멈출 때까지 돕니다(Ctrl+C).

    서비스 키가 있으면 대시보드 서버가 이 명령을 스스로 띄우므로 따로 실행할 필요가 없습니다. 서버와 다른 기계에서
    자료를 모을 때 씁니다. 한 자료 폴더에는 하나만 돕니다. 하루 한도를 넘기지 않습니다. 받지 못하면 까닭을 적고 열린
    공고는 10분 뒤, 다른 것은 한 시간 뒤 다시 받습니다. 그동안 이전 자료는 그대로입니다.
    """
    from data_loader.sync.watch import watch as keep_watching

    wait = _stdin_closes_within if until_stdin_closes else threading.Event().wait
    keep_watching(_settings(), clock.now, wait, _say, clock.sleep)


@cli.command(epilog=_STATUSES)
@click.option("--postings", "count", type=click.IntRange(1, 2_000_000), help="만들 예시 공고의 수.")
@click.option("--seed", type=int, help="같은 값이면 같은 자료가 나옵니다.")
@_help
@pass_clock
def sample(clock: Clock, count: int | None, seed: int | None) -> None:
    """실제와 같은 모양의 예시 공고를 만들어 자료 폴더 아래 sample에 따로 공개합니다. 서비스 키가 필요 없습니다.

    대시보드는 읽는 사람이 "예시 자료로 보기"를 고를 때만(주소의 data=sample) 이것을 보입니다. 실제 공고와 섞이지 않습니다.
    예시 공고는 제목이 [예시]로 시작하고, 화면과 내보낸 파일에도 예시라고 적힙니다. 새 공고 240건의 첨부파일은 만들어 읽기까지 합니다. 기관 명단, 지역사무소, 임금, 신규채용은
    공시된 실제 값입니다. 이 자료를 보이고 내보내려면 DATA_DIR에 그 폴더를 적습니다.

    \b
    예:
      python -m data_loader sample
      python -m data_loader sample --postings 100000 --seed 7
      DATA_DIR=data/sample python -m data_loader status
    """
    from data_loader.documents.invented import NEWEST, read_sample
    from data_loader.sample import DEFAULT_COUNT, DEFAULT_SEED, make_sample

    settings = load_settings()
    count = count or DEFAULT_COUNT
    seed = DEFAULT_SEED if seed is None else seed
    with _progress() as progress:
        snapshot = make_sample(
            settings.sample_dir, clock.now(), count, seed, lambda done: progress("예시 공고", done, count)
        )
        newest = min(NEWEST, -(-count // 10))
        snapshot = read_sample(
            settings.sample_dir, clock.now(), newest, lambda done, of: progress("예시 첨부파일", done, of)
        )
    click.echo(f"예시 공고 {snapshot.tables['postings'].rows:,}건을 공개했습니다 (스냅숏 {snapshot.id}).")


@cli.command("import", epilog=_STATUSES)
@click.argument("files", nargs=-1, metavar="[FILE...]", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--online",
    is_flag=True,
    help="파일 없이 알리오의 통계 조회에서 받습니다. 번호를 아는 여덟 항목(보수·초임·채용)만 됩니다.",
)
@click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="자료의 기준일. 없으면 파일에 적힌 작성일을 씁니다.",
)
@_help
@pass_clock
def import_files(clock: Clock, files: tuple[Path, ...], online: bool, as_of: datetime | None) -> None:
    """알리오(alio.go.kr)에서 내려받은 엑셀 파일의 임금, 채용, 인력, 일·가정 양립, 복리후생비, 수입·지출을 들입니다.

    직원평균보수현황, 신규채용현황, 임직원수현황, 일가정 양립 지원제도 운영현황, 복리후생비, 수입지출현황, 임원연봉 파일을
    알아봅니다. 2026년 8월 자료는 이미 들어 있으므로, 알리오에 새 자료가 올라왔을 때만 실행하면 됩니다. 앞선 공시의 값과
    다른 값은 revisions 표에 남고, 새 파일에 없는 연도와 기관은 앞선 공시의 값을 그대로 둡니다. 지금보다 앞선 기준일의 파일은
    빈 곳만 채웁니다. 단위가 다르거나 값이 앞선 공시의 수십 배인 파일은 들이지 않습니다.

    \b
    예:
      python -m data_loader import 직원평균보수현황.xlsx 신규채용현황.xlsx
      python -m data_loader import 임직원수현황.xlsx --as-of 2026-11-20
      python -m data_loader import --online
    """
    from data_loader.alio.service import import_online
    from data_loader.alio.workbooks import import_workbooks

    if online == bool(files) or (online and as_of):
        raise click.UsageError(
            "파일(과 --as-of)이나 --online 가운데 하나를 적어 주세요. --online의 기준일은 오늘입니다."
        )
    settings = load_settings()
    if online:
        with _progress() as progress:
            result = import_online(settings, clock.now(), sleep=clock.sleep, progress=progress)
    else:
        date = as_of.date().isoformat() if as_of else None
        result = import_workbooks(files, settings.data_dir, date, clock.now())
    what = "알리오의 통계 조회에서 받은 값을" if online else f"파일 {len(files)}개를"
    click.echo(f"{what} 들여 공개했습니다 (스냅숏 {result.snapshot.id}).")
    _finish(result.warnings, bool(result.warnings))


@cli.command(epilog=_STATUSES)
@click.option("--json", "as_json", is_flag=True, help="JSON으로 적습니다.")
@_help
def status(as_json: bool) -> None:
    """지금 공개된 자료를 보입니다: 표마다 행의 수, 기준 시각, 출처, 예시 여부, 쓰지 못한 기록의 수.

    \b
    예:
      python -m data_loader status
      python -m data_loader status --json
    """
    data_dir = load_settings().data_dir
    snapshot = open_newest(data_dir)
    if as_json:
        click.echo(json.dumps(_described(snapshot, data_dir), ensure_ascii=False, indent=1))
        return
    click.echo(f"스냅숏  {snapshot.id}\n만든 때  {snapshot.created_at.isoformat()}\n폴더    {data_dir}\n")
    for name, table in sorted(snapshot.tables.items()):
        kind = "예시" if table.origin.is_sample else "기록" if table.origin.is_record else "실제"
        aside = f", 쓰지 못한 기록 {table.origin.rejected:,}건" if table.origin.rejected else ""
        missing = f". {table.origin.coverage}" if table.origin.coverage else ""
        click.echo(
            f"{name:<14}{table.rows:>10,}  {kind}  {table.origin.as_of:<26}{TABLES[name].label} "
            f"({table.origin.source}{aside}{missing})"
        )
    for name, attempt in last_attempts(data_dir).items():
        if attempt.is_failing and attempt.failed_at:
            _say(
                f"확인: {attempt.failed_at.isoformat(timespec='minutes')}에 {name}을(를) 받지 못했습니다. {attempt.error}"
            )
    if snapshot.warning:
        _say(f"확인: {snapshot.warning}")


@cli.command(epilog=_STATUSES)
@_help
@pass_clock
def check(clock: Clock) -> None:
    """저장소와 공개된 자료를 살펴, 어긋난 것을 한 줄에 하나씩 적습니다. 하나라도 있으면 종료 상태가 1입니다.

    받아 둔 첨부파일까지 파일이 온전한지, 표 사이의 번호가 맞는지, 포털이 말한 건수와 맞는지, 날짜와 코드가 말이 되는지를 봅니다.
    고치지는 않습니다. 다른 명령이 자료를 쓰는 동안에는 살피지 않습니다.

    \b
    예:
      python -m data_loader check
    """
    from data_loader.documents.attachments import check_attachments
    from data_loader.sync.audit import audit

    settings = load_settings()
    found = [*audit(settings.data_dir, clock.now()), *check_attachments(settings.data_dir)]
    for line in found:
        click.echo(line)
    if found:
        sys.exit(1)
    click.echo("어긋난 것이 없습니다.")


@cli.command(epilog=_STATUSES)
@_help
@pass_clock
def salvage(clock: Clock) -> None:
    """손상된 기록 저장소에서 읽을 수 있는 것을 모두 건져 새 저장소를 만듭니다.

    손상된 파일은 store.damaged-….sqlite로 옮겨 둡니다. 읽지 못한 내용은 빼고, 그 기록은 앞서 받은 내용을 말하다가 다음
    sync에서 다시 받습니다. 먼저 watch와 대시보드를 멈춰 주세요.

    \b
    예:
      python -m data_loader check
      python -m data_loader salvage
      python -m data_loader sync
    """
    from data_loader.store.salvage import salvage as save_readable

    saved = save_readable(load_settings().data_dir, clock.now())
    click.echo(
        f"기록 {saved.records:,}건(내용 {saved.contents:,}개)을 건졌고 읽지 못한 내용 {saved.left_out:,}개를 뺐습니다. 손상된 파일은 "
        f"{saved.damaged.name}에 있습니다. 이제 sync를 실행해 주세요."
    )


@cli.command(epilog=_STATUSES)
@click.argument("table", type=click.Choice(list(TABLES)), metavar="TABLE")
@_form_option
@_output_option
@_help
def export(table: str, form: str, output: Path | None) -> None:
    """표 하나를 CSV나 Parquet 파일로 내보냅니다.

    CSV는 엑셀에서 바로 열리도록 UTF-8 BOM을 붙이고, 여러 값은 쉼표로 잇고, 수식으로 실행될 수 있는 글은 앞에
    작은따옴표를 붙입니다. Parquet에는 출처, 기준 시각, 예시 여부가 함께 들어갑니다. 예시 자료는 파일 이름에
    sample이 들어갑니다. 공고의 글에서 담당자의 전자우편과 전화번호는 가립니다.

    \b
    표: postings, posting_texts, workplaces, roles, facts, jd_sections, unknown_licences, stages, attachments,
        document_texts, competitions, institutions, branches, facilities, facility_files, programmes,
        pay, starting_pay, new_hires, interns, staff,
        work_family, welfare, finances, fund_finances, head_pay, revisions, changes, observations, cpi, population,
        events, licences, ncs_classes, rejected, unread_values, code_names
    예:
      python -m data_loader export postings -o postings.csv
      python -m data_loader export pay --format parquet -o 내보낸자료/
    """
    snapshot = open_newest(load_settings().data_dir)
    _write(NewTable(snapshot.read(table), snapshot.tables[table].origin), table, form, output)


@cli.command("as-of", epilog=_STATUSES)
@click.argument("when", metavar="YYYY-MM-DD[THH:MM]", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]))
@click.option("--open", "open_only", is_flag=True, help="그날 접수 중이던 공고만 적습니다.")
@_form_option
@_output_option
@_help
def as_of(when: datetime, open_only: bool, form: str, output: Path | None) -> None:
    """지난 어느 때의 채용공고를, 그때 알던 내용 그대로 적습니다. 날짜만 적으면 그날이 끝날 때(한국 시각)입니다.

    포털은 고친 내용을 덮어쓰지만 저장소에는 받은 것이 모두 남습니다. 받기 시작한 때보다 앞은 알 수 없습니다.

    \b
    예:
      python -m data_loader as-of 2026-11-03 --open -o open_20261103.csv
    """
    from data_loader.store.database import Store
    from data_loader.sync.as_of import table_as_of

    settings = load_settings()
    moment = when.replace(tzinfo=KST)
    if moment.time() == datetime.min.time():
        moment += timedelta(days=1, seconds=-1)
    institutions = open_current(settings.data_dir).read("institutions")
    with Store(settings.data_dir) as store:
        found = table_as_of(store, moment, institutions, open_only=open_only)
    _write(found, "postings", form, output)
    _say(f"알림: {found.origin.coverage}")


@cli.command(epilog=f"{_SETTINGS}\n{_STATUSES}")
@click.argument("numbers", nargs=-1, metavar="[ID...]", type=click.IntRange(min=1))
@click.option("--open", "of_open", is_flag=True, help="지금 열려 있는 공고의 첨부파일을 모두 받습니다.")
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="받은 파일을 이름을 붙여 둘 폴더."
)
@_help
@pass_clock
def attachment(clock: Clock, numbers: tuple[int, ...], of_open: bool, output: Path | None) -> None:
    """공고의 첨부파일을 알리오에서 받아 자료 폴더에 둡니다. 서비스 키가 필요 없습니다.

    첨부번호(ID)는 attachments 표에 있습니다. 이미 받은 것은 다시 받지 않습니다. 형식은 이름이 아니라 내용으로 알아보고,
    웹 페이지와 실행 파일, 50MB가 넘는 것은 받지 않습니다. 받을 수 없던 것은 --open에서는 하루, 7일, 그다음부터는 30일
    뒤에 다시 청하고, 번호를 적으면 언제든 청합니다.

    \b
    예:
      python -m data_loader attachment 3069638 -o 받은파일/
      python -m data_loader attachment --open
    """
    from data_loader.documents.attachments import (
        Attachment,
        fetch_attachments,
        named_attachments,
        open_attachments,
        refusals,
    )

    if of_open == bool(numbers):
        raise click.UsageError("첨부번호나 --open 가운데 하나를 적어 주세요.")
    settings, now = load_settings(), clock.now()
    if of_open:
        found, refused = open_attachments(settings.data_dir, now), refusals(settings.data_dir, now)
        wanted = [(number, name) for number, name in found if number not in refused]
        if len(wanted) < len(found):
            _say(f"알림: 지난번에 받을 수 없던 {len(found) - len(wanted):,}개는 아직 다시 청하지 않습니다.")
    else:
        wanted = named_attachments(settings.data_dir, numbers)
    failed = 0
    for number, outcome in fetch_attachments(settings, wanted, clock.now, sleep=clock.sleep):
        if isinstance(outcome, Attachment):
            path = _copied(outcome, output) if output else outcome.path
            click.echo(f"{number}\t{outcome.kind}\t{outcome.size:,}\t{outcome.file_name}\t{path}")
        else:
            failed += 1
            _say(f"확인: 첨부파일 {number}: {outcome}")
    if failed:
        sys.exit(NEEDS_A_LOOK if failed < len(wanted) else 1)


@cli.command(epilog=_STATUSES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--text", "with_text", is_flag=True, help="읽은 글도 적습니다.")
@_help
def read(files: tuple[str, ...], with_text: bool) -> None:
    """공고에 붙은 문서를 읽어 파일마다 JSON 한 줄을 적습니다: HWP, HWPX, PDF, DOCX, XLSX, 이들을 묶은 ZIP.

    \b
    file, kind(내용으로 알아본 형식), status, pages, chars, hangul(한글 글자 수), flags(고친 것의 이름)
    status는 언제나 하나입니다:
      read 읽음, scan 그림뿐, password 암호, distribution 배포용, drm DRM,
      damaged 손상, too_large 한도 넘음, unsupported 읽지 않는 형식
    ZIP은 members에 안의 파일도 적습니다. 읽은 글에서 고친 것의 이름은 docs/operations.md에 있습니다.

    파일은 따로 띄운 프로세스에서 열고, 하나에 10초와 512MB를 넘기지 않습니다. 배포용 문서와 암호는 풀지 않습니다.

    \b
    예:
      python -m data_loader read 공고문.hwp 직무기술서.pdf
      python -m data_loader read --text 공고문.hwpx
    """
    from data_loader.documents.reader import DocumentReader

    failed = 0
    with DocumentReader() as reader:
        for file in files:
            try:
                click.echo(json.dumps(_read_line(file, reader.read(Path(file)), with_text), ensure_ascii=False))
            except DocumentError as error:
                failed += 1
                _say(f"확인: {error}")
    if failed:
        sys.exit(NEEDS_A_LOOK if failed < len(files) else 1)


@cli.command(epilog=_STATUSES)
@click.option(
    "--shard", "share", metavar="I/N", default="1/1", help="N으로 나눈 것 가운데 I번째만. 여러 기계에서 나누어 읽을 때."
)
@_help
@pass_clock
def texts(clock: Clock, share: str) -> None:
    """받아 둔 첨부파일(attachment)을 모두 읽어 글로 둡니다. 열린 공고의 것부터입니다.

    이미 읽은 것은 다시 읽지 않으므로, 어디서 끊겨도 같은 명령으로 이어집니다. 결과는 자료 폴더의 attachments/texts에
    몫마다 Parquet 파일 하나로 남고, 몇으로 나누어도 합치면 같습니다. 나누지 않고 실행하면 공고문에 적힌 조건(facts)과
    직무기술서의 항목(jd_sections)까지 읽어 document_texts 표와 함께 공개도 합니다. 나누어 읽은 뒤에는 한 번 더 나누지 않고 실행해 합쳐 공개합니다.

    \b
    예:
      python -m data_loader texts
      python -m data_loader texts --shard 3/7
    """
    from data_loader.documents.publishing import publish_texts
    from data_loader.documents.texts import read_texts

    chosen, data_dir = _share(share), load_settings().data_dir
    with _progress() as progress:
        result = read_texts(data_dir, clock.now(), chosen, progress)
    counts = ", ".join(f"{status} {count:,}" for status, count in sorted(result.statuses.items()))
    click.echo(f"첨부파일 {result.files:,}개(새로 읽은 것 {result.new:,}개): {counts or '없음'}\n{result.path}")
    if chosen.count == 1 and _has_snapshot(data_dir):
        snapshot = publish_texts(data_dir, clock.now())
        click.echo(f"document_texts, facts, jd_sections 표를 공개했습니다 (스냅숏 {snapshot.id}).")
    _finish(result.problems, bool(result.problems))


@cli.command(epilog=_STATUSES)
@click.option("--table", type=click.Choice(FIGURE_TABLES), help="표 하나만.")
@click.option("--institution", default="", metavar="TEXT", help="기관코드, 또는 기관 이름의 한 부분.")
@click.option("--year", type=int, help="한 해만.")
@click.option("--limit", type=click.IntRange(min=1), default=50, help="보일 줄 수 (기본값: 50).")
@_help
def revisions(table: str | None, institution: str, year: int | None, limit: int) -> None:
    """알리오가 공시한 뒤에 고친 값을 보입니다. 나중에 알게 된 것부터입니다.

    새 통합 문서를 들이거나(import) 조회할 때(import --online) 앞선 공시와 비교해 찾습니다. 예산이 결산으로 바뀐 것은
    고친 것이 아니므로 나오지 않습니다. 모두 받으려면 export revisions를 씁니다.

    \b
    예:
      python -m data_loader revisions
      python -m data_loader revisions --institution 대한석탄공사 --year 2025
    """
    from data_loader.alio.revisions import find_revisions, revision_line

    found = find_revisions(open_current(load_settings().data_dir).read("revisions"), table, institution, year)
    for row in found[:limit]:
        click.echo(revision_line(row))
    _say(f"고쳐진 값 {len(found):,}개" + (f" 가운데 {limit:,}개를 보였습니다." if len(found) > limit else "입니다."))


@cli.command(epilog=_STATUSES)
@click.argument("passages", metavar="PASSAGES.jsonl", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_help
def facts(passages: Path) -> None:
    """글에서 자격·면허, 학력, 경력, 나이, 어학, 병역, 우대 대상, 보수와 시간을 읽어 JSON으로 적습니다.

    한 줄에 글 하나를 JSON으로 적은 파일을 받습니다: id, text, field. field는 eligibility(응시자격), preference(우대내용),
    preference_condition(우대조건), notice_text(공고문), job_description(직무기술서) 가운데 하나이며, 없으면 eligibility입니다.
    글마다 한 줄을 적습니다: id와 facts. 사실마다 kind, value, need(required 필수, preferred 우대, stated 적혀 있음,
    excluded 지원 불가), role(모집 분야), start와 end(글에서의 자리)가 있고, 다른 자리에도 적혀 있으면 also에 있습니다.
    읽을 수 없는 줄은 까닭을 표준 오류에 적고 건너뜁니다.

    \b
    예:
      python -m data_loader facts passages.jsonl > facts.jsonl
    """
    from data_loader.facts.passages import passage_facts, read_passages

    read = failed = 0
    for line in read_passages(passages):
        if line.error:
            failed += 1
            _say(f"확인: {line.line:,}번째 줄을 건너뜁니다: {line.error}.")
        else:
            read += 1
            found = json.dumps(passage_facts(line.passage), ensure_ascii=False)
            # Half a surrogate pair can be escaped in JSON, but not written.
            click.echo(found.encode("utf-8", "replace").decode())
    if failed:
        sys.exit(NEEDS_A_LOOK if read else 1)


def _read_line(file: str, found: Any, with_text: bool) -> dict[str, object]:
    name = file.encode("utf-8", "replace").decode()
    return {"file": name, **_told(found, with_text)} | (
        {"members": [{"member": part.member, **_told(part, False)} for part in found.members]} if found.members else {}
    )


def _told(found: Any, with_text: bool) -> dict[str, object]:
    names = ("kind", "status", "pages", "chars", "hangul", "flags", *(("text",) if with_text else ()))
    return {name: getattr(found, name) for name in names}


def _share(text: str) -> Any:
    """I/N as a share of the files."""
    from data_loader.documents.texts import Share

    found = re.fullmatch(r"([1-9]\d{0,4})/([1-9]\d{0,4})", text)
    if not found or int(found[1]) > int(found[2]):
        raise click.BadParameter(
            f"'{text}'은(는) I/N이 아닙니다. 3/7처럼 1부터 N까지의 번호를 적어 주세요.", param_hint="--shard"
        )
    return Share(int(found[1]), int(found[2]))


def _copied(found: Any, folder: Path) -> Path:
    """A copy of a kept attachment under its name; where another file has that name, with its number before it."""
    content = found.read()
    path: Path = folder / found.file_name
    if path.exists() and path.read_bytes() != content:
        path = folder / f"{found.attachment_id} {found.file_name}"
    folder.mkdir(parents=True, exist_ok=True)
    with _whole_file(path) as file:
        file.write(content)
    return path


def _write(table: NewTable, name: str, form: str, output: Path | None) -> None:
    """To a file, a folder, or as CSV to the standard output."""
    from data_loader.export import csv_chunks, write_parquet
    from data_loader.tables.persons import mask_table

    data, origin = mask_table(name, table.data), table.origin
    if origin.is_sample:
        _say("알림: 이 표는 실제가 아닌 예시 자료입니다.")
    if form == "csv" and output is None:
        for chunk in csv_chunks(data):
            click.echo(chunk, nl=False)
        return
    path = output or Path()
    if path.is_dir():
        path /= f"{name}{'-sample' if origin.is_sample else ''}.{form}"
    with _whole_file(path) as file:
        if form == "csv":
            file.writelines(csv_chunks(data))
        else:
            write_parquet(data, origin, file)
    click.echo(f"{path}: {data.num_rows:,}행 ({origin.source}, {origin.as_of} 기준)", err=True)


def _described(snapshot: Snapshot, data_dir: Path) -> dict[str, object]:
    return {
        "snapshot": snapshot.id,
        "created_at": snapshot.created_at.isoformat(),
        "data_dir": str(data_dir),
        "warning": snapshot.warning,
        "attempts": described(last_attempts(data_dir)),
        "tables": {
            name: {
                "rows": table.rows,
                "as_of": table.origin.as_of,
                "source": table.origin.source,
                "is_sample": table.origin.is_sample,
                "is_record": table.origin.is_record,
                "rejected": table.origin.rejected,
                "coverage": table.origin.coverage,
            }
            for name, table in sorted(snapshot.tables.items())
        },
    }


def _settings() -> Settings:
    """The settings of a command that logs what it does."""
    from data_loader.portal.client import key_forms
    from data_loader.sync.logs import set_up_logging

    settings = load_settings()
    forms = key_forms(settings.service_key) if settings.service_key else None
    set_up_logging(settings.log_level, lambda text: forms.sub("(서비스 키)", text) if forms else text)
    return settings


def _has_snapshot(data_dir: Path) -> bool:
    try:
        open_current(data_dir)
    except SnapshotError:
        return False
    return True


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when it is whole."""
    building = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with building.open("wb") as file:
            yield file
        building.replace(path)
    except OSError as error:
        raise StoreError(f"{path}에 쓸 수 없습니다({error.strerror}). 폴더와 빈 공간을 확인해 주세요.") from None
    finally:
        with suppress(OSError):
            building.unlink(missing_ok=True)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Shows how far a list has come: a bar on a terminal, a line for each page elsewhere."""
    shown = _Bars(sys.stderr)
    try:
        yield shown.show if sys.stderr.isatty() else _show_line
    finally:
        shown.close()


def _show_line(label: str, done: int, total: int) -> None:
    _say(f"{label} {done:,}/{total:,}")


class _Bars:
    """One click progress bar for each label, one after the other."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._label = ""
        self._bar: Any = None

    def show(self, label: str, done: int, total: int) -> None:
        if label != self._label:
            self.close()
            self._label = label
            self._bar = click.progressbar(length=total, label=label, file=self._stream)
            self._bar.__enter__()
        self._bar.length = total
        self._bar.update(done - self._bar.pos)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


def _finish(warnings: Iterable[str], needs_a_look: bool) -> None:
    for line in warnings:
        _say(f"확인: {line}")
    if needs_a_look:
        sys.exit(NEEDS_A_LOOK)


def _stdin_closes_within(seconds: float) -> bool:
    """Whether the standard input closes (or says something) within so many seconds."""
    return bool(select.select([sys.stdin], [], [], seconds)[0])


def _say(message: str) -> None:
    """One line on stderr. Names from outside may hold line ends and control characters."""
    line = "".join(character if character.isprintable() else " " for character in message)
    click.echo(" ".join(line.split()), err=True)


if __name__ == "__main__":
    cli(prog_name="python -m data_loader")
