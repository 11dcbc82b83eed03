"""From nothing to a snapshot one can look at: sample postings beside the published facts."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from data_loader.lock import writer_lock
from data_loader.reference import load_reference
from data_loader.sample.records import sample_postings
from data_loader.snapshot import NewTable, Origin, Snapshot, publish
from data_loader.tidy import tidy_postings

DEFAULT_COUNT = 113_000
DEFAULT_SEED = 20180701
SOURCE = "예시 자료(무작위로 만든 가상의 공고)"
_KOREA = timezone(timedelta(hours=9))
_PROGRESS_STEP = 10_000


def make_sample(
    data_dir: Path,
    now: datetime,
    count: int = DEFAULT_COUNT,
    seed: int = DEFAULT_SEED,
    progress: Callable[[int], None] | None = None,
) -> Snapshot:
    """Publish a snapshot of `count` sample postings up to the Korean day of `now` (which has a time zone).

    `progress` is told every so often how many postings are made. Raises StoreError while another process
    writes to the folder, SnapshotError when it cannot be written.
    """
    korean_now = now.astimezone(_KOREA)
    base = load_reference()
    institutions = base["institutions"].data
    with writer_lock(data_dir, "예시 자료 만들기"):
        records = sample_postings(count, seed, korean_now.date(), institutions)
        tidy = tidy_postings(_counted(records, progress), institutions)
        origin = Origin(SOURCE, korean_now.isoformat(timespec="seconds"), True, tidy.rejected.num_rows)
        tables = {
            "postings": tidy.postings,
            "posting_texts": tidy.posting_texts,
            "rejected": tidy.rejected,
            "code_names": tidy.code_names,
        }
        return publish(data_dir, {name: NewTable(data, origin) for name, data in tables.items()}, now, base)


def _counted(
    records: Iterator[dict[str, object]], progress: Callable[[int], None] | None
) -> Iterator[dict[str, object]]:
    for made, record in enumerate(records, 1):
        yield record
        if progress and made % _PROGRESS_STEP == 0:
            progress(made)
