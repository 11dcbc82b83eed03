"""The one door to the snapshot: loaded once, shared by every reader, swapped when a newer one is published."""

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

from dashboard.index import COUNTED, REPEATED, PostingIndex
from dashboard.languages import _
from dashboard.search.building import build_beside
from data_loader import snapshot as snapshots
from data_loader.errors import LoaderError
from data_loader.settings import KST, Settings, load_settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Data:
    """A snapshot in memory. Nobody changes it; tables other than the postings are read when first asked for."""

    snapshot: snapshots.Snapshot
    postings: PostingIndex
    today: date
    institutions: Mapping[str, Mapping[str, Any]]

    def origin(self, table: str) -> snapshots.Origin:
        return self.snapshot.tables[table].origin

    @property
    def is_sample(self) -> bool:
        """Whether the postings are invented."""
        return self.origin("postings").is_sample

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """Figures and tables worked out once for this snapshot."""
        return {}

    def table(self, name: str) -> pd.DataFrame:
        """A whole table, for the small ones. Do not change what you get."""
        key = ("table", name)
        if key not in self.kept:
            self.kept[key] = self.snapshot.read(name).to_pandas()
        frame: pd.DataFrame = self.kept[key]
        return frame

    def texts_of(self, posting_id: int) -> dict[str, Any]:
        """The long texts of one posting; empty where there are none."""
        rows = self.snapshot.read_rows("posting_texts", "posting_id", posting_id)
        return rows[0] if rows else {}


class Shelf:
    """Holds the loaded snapshot. A newer one is loaded beside it, so no reader waits for it."""

    def __init__(self, settings: Settings, prepare: Callable[[Path], object] = lambda data_dir: None) -> None:
        """`prepare` is called with the data folder before a newer snapshot is loaded, where no reader waits."""
        self._settings = settings
        self._prepare = prepare
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
        data = load_data(self._settings, now, self._data)
        # Where there were no data before, the sample has set the pointer meanwhile.
        self._data, self._key = data, (wanted[0] or snapshots.pointer_stamp(self._settings.data_dir), wanted[1])
        # Long-lived objects leave the collector's view: a rerun then never scans them. The replaced ones come
        # back into it first: index and answers know each other, so nothing else would ever free them.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        return data


def load_data(settings: Settings, now: datetime, before: Data | None = None) -> Data:
    """Open the newest sound snapshot, or make the sample where there are no postings yet.

    Where it holds what `before` holds, and on the same day, only where the data come from is new.
    """
    opened = _open_with_postings(settings.data_dir, now)
    origin = opened.tables["postings"].origin
    institutions = {row["institution_code"]: row for row in opened.read("institutions").to_pylist()}
    # A sample is as old as its making: seen later, none of its postings would be open.
    today = datetime.fromisoformat(origin.as_of).date() if origin.is_sample else now.astimezone(KST).date()
    if before and before.today == (settings.today or today) and opened.holds_the_same_as(before.snapshot):
        return replace(before, snapshot=opened)
    postings = opened.read("postings", COUNTED, REPEATED)
    index = PostingIndex(postings, _names(opened, postings, institutions), settings.today or today, opened)
    return Data(opened, index, index.today, institutions)


def _open_with_postings(data_dir: Path, now: datetime) -> snapshots.Snapshot:
    if snapshots.current_id(data_dir) is not None:
        opened = snapshots.open_current(data_dir)
        if "postings" in opened.tables:
            return opened
    # Only a first start needs the generator.
    from data_loader.sample import make_sample

    return make_sample(data_dir, now)


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    return Shelf(load_settings(), lambda data_dir: build_beside(data_dir).wait())


def current_data() -> Data:
    """What every page starts from."""
    held = shelf()
    if not held.is_empty:
        return held.data(datetime.now(UTC))
    with st.spinner(_("자료를 준비하고 있습니다. 처음에는 예시 자료를 만드느라 10초쯤 걸립니다.")):
        return held.data(datetime.now(UTC))


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
