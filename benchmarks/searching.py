"""Full-text search over texts that differ from posting to posting: how long it takes, and whether it is right."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.servers import ROOT, read_memory
from dashboard.search.building import search_folder
from dashboard.search.index import TextIndex
from dashboard.search.segment import FIELDS
from data_loader.schema import POSTING_TEXTS
from data_loader.settings import load_settings
from data_loader.snapshot import NewTable, Snapshot, open_current, publish

ROUNDS = 5
# A posting's texts, as counted on real ones: 1.3 kB of Korean and more.
WORDS_PER_FIELD = {"eligibility": 60, "preference_condition": 10, "preference": 35, "selection_process": 60}
INVENTED_WORDS = 60_000
PASSAGES = 50
ROWS_AT_ONCE = 50_000

QUERIES = {
    "한 글자": "의",
    "두 글자, 거의 모든 공고": "채용",
    "두 글자": "간호",
    "흔한 말": "공고문",
    "드문 말": "방사선사",
    "세 낱말": "간호사 경력 우대",
    "띄어 쓴 것과 붙여 쓴 것": "서류전형합격자",
    "따옴표": '"면접 전형"',
    "약칭과 빼기": "한전 -인턴",
    "초성": "ㅎㄱㅈㄹ",
    "긴 글": "공고일 현재 병역필 또는 면제자로서 응시자격에 결격사유가 없는 자",
}


@dataclass(frozen=True, slots=True)
class Searching:
    """Seconds to build, bytes on disk, milliseconds to open (titles and names read), medians in milliseconds by
    query, milliseconds for the passages of a page, and MB of memory that a server's process gains: of its own,
    and of mapped files."""

    build_seconds: float
    stored_bytes: int
    open_milliseconds: float
    milliseconds: Mapping[str, float]
    passages_milliseconds: float
    own_mb: float
    mapped_mb: float


def measure_search(data_dir: Path) -> Searching:
    """Make the texts of the folder's postings distinct, build, and search. Raises where an answer is wrong."""
    snapshot = publish_distinct_texts(data_dir)
    shutil.rmtree(search_folder(snapshot), ignore_errors=True)
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "dashboard.search", str(data_dir)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    build_seconds = time.perf_counter() - started
    stored = sum(path.stat().st_size for path in search_folder(snapshot).rglob("*") if path.is_file())
    postings = snapshot.read("postings")
    before = _memory()
    index = TextIndex(lambda: postings, {}, snapshot)
    started = time.perf_counter()
    index.prepare()
    opened = (time.perf_counter() - started) * 1000
    times = {name: _time(index, text) for name, text in QUERIES.items()}
    found = index.search(QUERIES["흔한 말"])
    rows = np.flatnonzero(found.rows)
    page = rows[np.linspace(0, len(rows) - 1, min(PASSAGES, len(rows))).astype(int)].tolist()
    started = time.perf_counter()
    for row in page:
        index.passages(row, found.query)
    passages = (time.perf_counter() - started) * 1000
    own, mapped = (after - known for after, known in zip(_memory(), before, strict=True))
    check_against_scan(index, snapshot, postings)
    return Searching(build_seconds, stored, opened, times, passages, own, mapped)


def _time(index: TextIndex, text: str) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        index.search(text)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def _memory() -> tuple[float, float]:
    return read_memory(os.getpid(), "RssAnon"), read_memory(os.getpid(), "RssFile")


def check_against_scan(index: TextIndex, snapshot: Snapshot, postings: pa.Table) -> None:
    """Words in one piece, looked for by pyarrow in titles and texts."""
    ids = postings["posting_id"].to_numpy()
    for word in ("방사선사", "공고문"):
        expected = [postings.filter(pc.match_substring(postings["title"], word))["posting_id"].to_numpy()]
        file = pq.ParquetFile(snapshot.path("posting_texts"))
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=["posting_id", *FIELDS]):
            for name in FIELDS:
                is_there = pc.match_substring(batch.column(name).cast(pa.string()), word)
                expected.append(batch.column("posting_id").filter(is_there).to_numpy())
        found = ids[index.search(f'"{word}"').rows]
        if not np.array_equal(np.sort(found), np.unique(np.concatenate(expected))):
            raise AssertionError(f"{word}: {len(found)}")


def publish_distinct_texts(data_dir: Path) -> Snapshot:
    """A snapshot of the same postings in which no two have the same texts."""
    snapshot = open_current(load_settings({"DATA_DIR": str(data_dir)}).data_dir)
    texts = distinct_texts(snapshot.read("posting_texts"))
    return publish(
        data_dir, {"posting_texts": NewTable(texts, snapshot.tables["posting_texts"].origin)}, datetime.now(UTC)
    )


def distinct_texts(texts: pa.Table) -> pa.Table:
    """Each text anew: half of its words as often as the given texts have them, half from a long tail of invented ones."""
    dice = np.random.default_rng(0)
    counts = Counter(
        word
        for name in FIELDS
        for text in texts[name].unique().drop_null().to_pylist()[:20_000]
        for word in text.split()
    )
    known = list(counts)
    syllables = sorted({letter for word in known for letter in word if "가" <= letter <= "힣"})
    invented = ["".join(dice.choice(syllables, size)) for size in dice.integers(2, 5, INVENTED_WORDS)]
    words = pa.array(known + invented)
    zipf = 1 / np.arange(1, INVENTED_WORDS + 1)
    weights = np.concatenate([np.array(list(counts.values())) / counts.total(), zipf / zipf.sum()]) / 2
    edges = np.cumsum(weights)
    columns = {name: texts[name] for name in texts.column_names}
    for name, size in WORDS_PER_FIELD.items():
        columns[name] = pa.chunked_array(
            [
                _joined(words, edges, min(10_000, len(texts) - first), size, dice)
                for first in range(0, len(texts), 10_000)
            ]
        )
    return pa.table(columns).cast(POSTING_TEXTS.arrow)


def _joined(words: pa.Array, edges: np.ndarray, rows: int, size: int, dice: np.random.Generator) -> pa.Array:
    """Rows of words, between half of `size` and half as many again."""
    sizes = dice.integers(size // 2, size * 3 // 2 + 1, rows)
    picked = np.minimum(np.searchsorted(edges, dice.random(sizes.sum())), len(words) - 1)
    lists = pa.ListArray.from_arrays(
        pa.array(np.concatenate([[0], np.cumsum(sizes)]), pa.int32()), words.take(pa.array(picked))
    )
    return pc.binary_join(lists, " ")
