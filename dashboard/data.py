"""The one door to the data: loaded once, shared by every reader, swapped when newer ones are published.

There are two shelves: what is real (received with a key, or the recorded day where nothing was), and the sample, for
those who ask for it: `?data=sample`.
"""

import gc
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard.caching import Caching
from dashboard.languages import N_, _
from dashboard.sample_making import SampleMaker
from dashboard.search.building import build_beside
from dashboard.selection.index import COUNTED, REPEATED, PostingIndex
from data_loader import snapshot as snapshots
from data_loader.errors import LoaderError, SnapshotError
from data_loader.recorded import open_newest, open_real
from data_loader.reference import load_reference
from data_loader.settings import KST, Settings, load_settings

log = logging.getLogger(__name__)
# In the address and in the session.
DATA, REAL, SAMPLE = "data", "real", "sample"
UNUSUAL_DATA = "unusual_data"
KINDS = (REAL, SAMPLE)
LOOK_SECONDS = 0.2


@dataclass(frozen=True, eq=False)
class Data(Caching):
    """A snapshot in memory. Nobody changes it; tables other than the postings are read when first asked for."""

    snapshot: snapshots.Snapshot
    postings: PostingIndex
    today: date
    institutions: Mapping[str, Mapping[str, Any]]

    def origin(self, table: str) -> snapshots.Origin:
        if table in self._missing:
            return self._missing[table].origin
        return self.snapshot.tables[table].origin

    @property
    def is_sample(self) -> bool:
        """Whether the postings are invented."""
        return self.origin("postings").is_sample

    @property
    def is_record(self) -> bool:
        """Whether the postings are those of the recorded day: real, and as old as that day."""
        return self.origin("postings").is_record

    @cached_property
    def _missing(self) -> Mapping[str, snapshots.NewTable]:
        """What comes with the program and a snapshot of an older one does not have."""
        return {name: new for name, new in load_reference().items() if name not in self.snapshot.tables}

    @cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        return {}

    def table(self, name: str) -> pd.DataFrame:
        """A whole table, for the small ones. Do not change what you get."""
        if name not in self._tables:
            missing = self._missing.get(name)
            self._tables[name] = (missing.data if missing else self.snapshot.read(name)).to_pandas()
        return self._tables[name]

    def texts_of(self, posting_id: int) -> dict[str, Any]:
        """The long texts of one posting; empty where there are none."""
        if "posting_texts" not in self.snapshot.tables:
            return {}
        rows = self.snapshot.read_rows("posting_texts", "posting_id", posting_id)
        return rows[0] if rows else {}


class Shelf:
    """Holds the loaded snapshot. A newer one is loaded beside it, so no reader waits for it."""

    def __init__(
        self,
        settings: Settings,
        prepare: Callable[[Path], object] = lambda data_dir: None,
        opening: Callable[[Path], snapshots.Snapshot] = open_newest,
    ) -> None:
        """`prepare` is called with the data folder before a newer snapshot is loaded, where no reader waits."""
        self._settings = settings
        self._prepare = prepare
        self._opening = opening
        self._lock = Lock()
        self._data: Data | None = None
        self._key: tuple[int, date] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the next to ask has to wait."""
        return self._data is None

    def data(self, now: datetime) -> Data:
        """The current data; only the first caller ever waits. Raises LoaderError when nothing can be loaded."""
        wanted = (snapshots.pointer_stamp(self._settings.data_dir), now.astimezone(KST).date())
        if self._data is None:
            with self._lock:
                if self._data is None:
                    self._load(wanted, now)
        elif wanted != self._key and self._lock.acquire(blocking=False):
            Thread(target=self._replace, args=(wanted, now), daemon=True).start()
        assert self._data is not None
        return self._data

    def _replace(self, wanted: tuple[int, date], now: datetime) -> None:
        try:
            self._prepare(self._settings.data_dir)
            self._load(wanted, now).postings.text.prepare()
        except LoaderError as error:
            # Keep serving what we have; ask again when the pointer moves.
            self._key = wanted
            log.warning("새 스냅숏을 열지 못해 이전 자료를 계속 보여 줍니다: %s", error)
        finally:
            self._lock.release()

    def _load(self, wanted: tuple[int, date], now: datetime) -> Data:
        data = load_data(self._settings, now, self._data, self._opening)
        self._data, self._key = data, wanted
        # Long-lived objects leave the collector's view: a rerun then never scans them. The replaced ones come
        # back into it first: index and answers know each other, so nothing else would ever free them.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        return data


def load_data(
    settings: Settings,
    now: datetime,
    before: Data | None = None,
    opening: Callable[[Path], snapshots.Snapshot] = open_newest,
) -> Data:
    """Open the newest sound snapshot, or the record where there are no postings yet.

    Where it holds what `before` holds, and on the same day, only where the data come from is new.
    """
    opened = opening(settings.data_dir)
    origin = opened.tables["postings"].origin
    institutions = {row["institution_code"]: row for row in opened.read("institutions").to_pylist()}
    # A sample is as old as its making, a record as its day: seen later, none of their postings would be open.
    stands_still = origin.is_sample or origin.is_record
    today = datetime.fromisoformat(origin.as_of).date() if stands_still else now.astimezone(KST).date()
    is_same = before and opened.holds_the_same_as(before.snapshot) and _reaches_as_far(origin, before)
    if before and is_same and before.today == (settings.today or today):
        return replace(before, snapshot=opened)
    postings = opened.read("postings", COUNTED, REPEATED)
    index = PostingIndex(postings, _names(opened, postings, institutions), settings.today or today, opened)
    return Data(opened, index, index.today, institutions)


def _reaches_as_far(origin: snapshots.Origin, before: Data) -> bool:
    """Whether the same days are known to be whole, and the others expected at the same time."""
    known = before.origin("postings")
    expected = [each.covered.complete_at if each.covered else "" for each in (origin, known)]
    return origin.read_days == known.read_days and expected[0] == expected[1]


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    """What is real."""
    return Shelf(load_settings(), _make_searchable, open_real)


@st.cache_resource(show_spinner=False)
def sample_shelf() -> Shelf:
    """What is invented, in a folder of its own."""
    settings = load_settings()
    return Shelf(replace(settings, data_dir=_sample_dir(settings)), _make_searchable, _open_sample)


@st.cache_resource(show_spinner=False)
def sample_maker() -> SampleMaker:
    return SampleMaker(load_settings())


def asked_data() -> str:
    """Which data this reader wants: what the address says, else what they have been reading."""
    usual, state = usual_data(), st.session_state
    named = st.query_params.get(DATA, state.get(DATA, usual))
    state[DATA] = kind = named if named in KINDS else usual
    # What an address has to say.
    state[UNUSUAL_DATA] = None if kind == usual else kind
    return kind


def usual_data() -> str:
    """What those see who say nothing about it: what was received, if anything, else the record or what the settings say."""
    settings = load_settings()
    if not settings.shows_sample:
        return REAL
    has_received = snapshots.current_id(settings.data_dir) is not None
    return REAL if has_received and not snapshots.holds_sample(settings.data_dir) else SAMPLE


def current_data() -> Data:
    """What every page starts from. A sample that is not there yet is made before the reader's eyes."""
    now = datetime.now(UTC)
    if asked_data() == REAL:
        return shelf().data(now)
    if not _has_sample():
        _show_making(sample_maker())
    return sample_shelf().data(now)


def data_of(kind: str) -> Data:
    """As `current_data`, for those who ask by address and cannot be shown anything. Raises SnapshotError while the
    sample is being made."""
    if kind == SAMPLE and not _has_sample():
        sample_maker().start()
        raise SnapshotError(N_("예시 자료를 만들고 있습니다. 2~3분 뒤에 다시 요청해 주세요."))
    return (shelf() if kind == REAL else sample_shelf()).data(datetime.now(UTC))


def _show_making(maker: SampleMaker) -> None:
    maker.start()
    bar = st.progress(0.0)
    while not maker.is_over(LOOK_SECONDS):
        bar.progress(maker.share, _("예시 자료를 만들고 있습니다. 처음 한 번, 2~3분 걸립니다."))
    bar.empty()
    maker.raise_error()
    sample_shelf.clear()


def _has_sample() -> bool:
    if not sample_shelf().is_empty:
        return True
    try:
        _open_sample(_sample_dir(load_settings()))
    except SnapshotError:
        return False
    return True


def _open_sample(data_dir: Path) -> snapshots.Snapshot:
    opened = snapshots.open_current(data_dir, hold=True)
    if not opened.tables["postings"].origin.is_sample:
        raise SnapshotError(N_("예시 자료가 있던 자리에 실제 공고가 있습니다."))
    return opened


def _sample_dir(settings: Settings) -> Path:
    """The sample's own folder, or the data folder, where an earlier version left one."""
    is_left = snapshots.current_id(settings.sample_dir) is None and snapshots.holds_sample(settings.data_dir)
    return settings.data_dir if is_left else settings.sample_dir


def _make_searchable(data_dir: Path) -> None:
    if snapshots.current_id(data_dir) is not None:
        build_beside(data_dir).wait()


def _names(
    opened: snapshots.Snapshot, postings: pa.Table, institutions: Mapping[str, Mapping[str, Any]]
) -> dict[tuple[str, str], str]:
    """(column, code) → name: as postings give it, unless the roster or the portal's code names know better."""
    pairs = postings.select(["institution_code", "institution"]).group_by(["institution_code", "institution"])
    rows = pairs.aggregate([]).to_pylist()
    names = {("institution_code", row["institution_code"]): row["institution"] for row in rows}
    names |= {("institution_code", code): row["institution"] for code, row in institutions.items()}
    for row in opened.read("code_names").to_pylist():
        column = "comparable_regions" if row["column"] == "work_regions" else row["column"]
        names[column, row["code"]] = names[row["column"], row["code"]] = row["label"]
    return names
