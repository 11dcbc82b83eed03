"""A part of the postings' texts on disk, with the places of every pair of neighbouring letters.

A phrase of any length is found exactly: the places of its first two letters, of its next two, and so on, kept
where they follow each other. A folder of NumPy arrays mapped into memory: only what a search looks at is read.

    posting_ids   ascending
    starts        where each posting's letters start
    pairs         the pairs of letters there are, ascending (first << 16 | second)
    pair_starts   where the places of each pair start in `places`
    places        where the pair stands among the letters, ascending within each pair
    gaps, romans  bits, see `texts.Texts`
    texts.arrow   the texts themselves, for showing passages, in small compressed batches
"""

import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.search.texts import Positions, Texts, fold_texts, pack_bits, starts_of

FIELDS = ("eligibility", "preference_condition", "preference", "selection_process")
ARRAYS = ("posting_ids", "starts", "pairs", "pair_starts", "places", "gaps", "romans")
TEXTS_FILE = "texts.arrow"
# What showing one posting's passages has to unpack.
TEXTS_PER_BATCH = 32


class Segment(Texts):
    """Mapped into memory when made. Raises OSError, ValueError or EOFError where a file is missing or cut off."""

    posting_ids: NDArray[np.int64]

    def __init__(self, folder: Path) -> None:
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in ARRAYS}
        self.posting_ids = arrays["posting_ids"]
        self.starts = arrays["starts"]
        self.gaps, self.romans = arrays["gaps"], arrays["romans"]
        self._pairs, self._pair_starts, self._places = arrays["pairs"], arrays["pair_starts"], arrays["places"]
        # Mapped for good, like the arrays: a segment that is removed can be read on by who has it open.
        self._texts = pa.memory_map(str(folder / TEXTS_FILE)).read_buffer()
        pa.ipc.open_file(self._texts)

    def positions(self, letters: str) -> Positions:
        codes = [ord(letter) for letter in letters]
        if len(codes) == 1:
            return np.sort(self._between(codes[0] << 16, (codes[0] + 1) << 16))
        offsets = sorted({*range(0, len(codes) - 1, 2), len(codes) - 2})
        found = [
            (offset, self._between(pair := codes[offset] << 16 | codes[offset + 1], pair + 1)) for offset in offsets
        ]
        found.sort(key=lambda entry: len(entry[1]))
        first, rarest = found[0]
        # What would start before the first letter wraps around to a place that no other pair has.
        hits = rarest - np.uint32(first)
        for offset, places in found[1:]:
            hits = hits[_among(hits + np.uint32(offset), places)]
        return hits

    def texts_of(self, number: int) -> dict[str, Any]:
        """The texts of a posting of this segment by column name."""
        batch = pa.ipc.open_file(self._texts).get_batch(number // TEXTS_PER_BATCH)
        texts: dict[str, Any] = batch.slice(number % TEXTS_PER_BATCH, 1).to_pylist()[0]
        return texts

    def _between(self, low: int, high: int) -> Positions:
        """The places of the pairs from `low` to below `high`."""
        first, last = np.searchsorted(self._pairs, np.array([low, min(high, 0xFFFF_FFFF)], np.uint32))
        places: Positions = self._places[self._pair_starts[first] : self._pair_starts[last]]
        return places


def write_segment(folder: Path, table: pa.Table) -> None:
    """Write the segment of these postings, whole or not at all. `table`: posting_id ascending, and `FIELDS`."""
    building = folder.with_name(f".building-{folder.name}")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    plain = table.cast(pa.schema([("posting_id", pa.int64()), *((name, pa.string()) for name in FIELDS)]))
    with pa.OSFile(str(building / TEXTS_FILE), "wb") as file:
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        with pa.ipc.new_file(file, plain.schema, options=options) as writer:
            writer.write_table(plain, TEXTS_PER_BATCH)
    for name, array in _arrays(plain).items():
        np.save(building / f"{name}.npy", array)
    for path in (*building.iterdir(), building):
        _flush(path)
    building.rename(folder)


def _arrays(table: pa.Table) -> dict[str, NDArray[Any]]:
    columns = [table.column(name).to_pylist() for name in FIELDS]
    letters = fold_texts([text or "" for row in zip(*columns, strict=True) for text in row])
    gaps, romans = pack_bits(letters)
    pairs, pair_starts, places = _places_of_pairs(letters.codes)
    return {
        "posting_ids": table.column("posting_id").to_numpy(),
        "starts": starts_of(letters, len(FIELDS)),
        "pairs": pairs,
        "pair_starts": pair_starts,
        "places": places,
        "gaps": gaps,
        "romans": romans,
    }


def _places_of_pairs(codes: NDArray[np.uint16]) -> tuple[NDArray[np.uint32], NDArray[np.int64], Positions]:
    """Every letter with the one after it, sorted by pair and place."""
    places = np.flatnonzero(codes)
    keys = codes[places].astype(np.uint64)
    keys <<= np.uint64(16)
    keys |= codes[places + 1]
    keys <<= np.uint64(32)
    keys |= places.astype(np.uint64)
    keys.sort()
    pairs = (keys >> np.uint64(32)).astype(np.uint32)
    firsts = np.flatnonzero(np.diff(pairs, prepend=np.uint32(0)))
    return pairs[firsts], np.append(firsts, len(pairs)), keys.astype(np.uint32)


def _among(values: Positions, places: Positions) -> NDArray[np.bool_]:
    """Whether each value is one of the places, both in order."""
    found = np.searchsorted(places, values)
    found[found == len(places)] = 0
    is_there: NDArray[np.bool_] = places[found] == values if len(places) else np.zeros(len(values), bool)
    return is_there


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
