"""From nothing to a snapshot one can look at: sample postings beside the published facts."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pyarrow as pa

from data_loader.facts.tables import fact_tables
from data_loader.lock import writer_lock
from data_loader.reference import load_reference
from data_loader.sample.attachments import sample_attachments
from data_loader.sample.offers import sample_offers
from data_loader.sample.records import sample_postings
from data_loader.sample.stages import NEEDED, sample_stages
from data_loader.sample.words import load_words, read_jobs
from data_loader.snapshot import NewTable, Origin, Snapshot, publish
from data_loader.tables.columns import TidyTables
from data_loader.tables.details import competitions
from data_loader.tables.tidy import tidy_postings
from data_loader.tables.unread import unread_documents

DEFAULT_COUNT = 113_000
DEFAULT_SEED = 20180701
SOURCE = "예시 자료(무작위로 만든 가상의 공고)"
_KOREA = timezone(timedelta(hours=9))
PROGRESS_STEP = 10_000


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
        stages, parts = _further_tables(tidy.tables["postings"], institutions, seed, korean_now.date())
        read = fact_tables(tidy.tables["postings"], tidy.tables["posting_texts"])
        tables = {
            **tidy.with_findings,
            "postings": read.postings,
            **read.tables,
            "stages": stages,
            "competitions": competitions(stages),
            **{name: data for part in parts for name, data in part.tables.items()},
            "code_names": pa.concat_tables([tidy.code_names, *(part.code_names for part in parts)]),
        }
        # The sample's files are made, and read, when somebody asks for them.
        unread = {"document_texts": unread_documents(origin.as_of, is_sample=True)}
        made = {name: NewTable(data, origin) for name, data in tables.items()}
        return publish(data_dir, made | unread, now, base)


def _further_tables(
    postings: pa.Table, institutions: pa.Table, seed: int, today: date
) -> tuple[pa.Table, list[TidyTables]]:
    """Stages, and the attachments and offers; chance begins anew, so that the postings stay the same without them."""
    words, rng = load_words(), np.random.default_rng(seed)
    jobs = read_jobs(words)
    postings = postings.select(NEEDED).sort_by([("posting_id", "descending")])
    stages = sample_stages(postings, jobs, today, rng)
    return stages, [sample_attachments(postings, jobs, words, rng), *sample_offers(institutions, words, rng)]


def _counted(
    records: Iterator[dict[str, object]], progress: Callable[[int], None] | None
) -> Iterator[dict[str, object]]:
    for made, record in enumerate(records, 1):
        yield record
        if progress and made % PROGRESS_STEP == 0:
            progress(made)
