"""Institutions by name, by abbreviation and by initial consonants."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.search.letters import fold_word
from dashboard.search.query import Term, initials_of
from dashboard.search.texts import Mask, ScannedTexts, fold_texts
from data_loader.reference import FOLDER

ABBREVIATIONS_FILE = FOLDER / "abbreviations.csv"


@lru_cache(maxsize=1)
def load_abbreviations() -> Mapping[str, tuple[str, ...]]:
    """Institution codes by abbreviation, in its letters."""
    codes: dict[str, tuple[str, ...]] = {}
    with ABBREVIATIONS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            letters = fold_word(row["abbreviation"])
            codes[letters] = (*codes.get(letters, ()), row["institution_code"])
    return MappingProxyType(codes)


class InstitutionNames:
    """Who posted what: each posting's institution under its name there and its name now."""

    def __init__(self, postings: pa.Table, names: Mapping[str, str]) -> None:
        """`names`: the name now by institution code, where one is known."""
        codes, names_there = (
            postings.column(column).combine_chunks().dictionary_encode()
            for column in ("institution_code", "institution")
        )
        pairs = codes.indices.to_numpy().astype(np.int64) * len(names_there.dictionary) + names_there.indices.to_numpy()
        distinct, numbers = np.unique(pairs, return_inverse=True)
        self._number_of_row: NDArray[np.int32] = numbers.astype(np.int32)
        code_of, name_of = np.divmod(distinct, max(1, len(names_there.dictionary)))
        self._codes = codes.dictionary.take(pa.array(code_of)).to_pylist()
        there = names_there.dictionary.take(pa.array(name_of)).to_pylist()
        both = [name for code, own in zip(self._codes, there, strict=True) for name in (own, names.get(code, own))]
        self._texts = ScannedTexts(fold_texts(both), parts=2)
        self._initials = [initials_of(fold_word(name)) for name in both]

    def rows(self, term: Term) -> Mask:
        """The postings whose institution a term means."""
        found = self._texts.holding(term.phrases)
        for number, code in enumerate(self._codes):
            if code in term.institution_codes:
                found[number] = True
            if term.initials and any(term.initials in name for name in self._initials[2 * number : 2 * number + 2]):
                found[number] = True
        return found[self._number_of_row]
