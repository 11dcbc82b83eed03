"""What a choice means where figures are disclosed by institution: which institutions, and which conditions say nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.caching import Caching
from dashboard.languages import N_, _
from dashboard.selection.facets import FACET
from dashboard.selection.selection import Option, Options, Selection
from data_loader.codes import COMPARABLE_REGIONS, INSTITUTION_CLASSES, INSTITUTION_TYPES, comparable_regions

# The conditions that choose institutions; the region is that of the headquarters.
COLUMN_OF = {
    "type": "institution_type",
    "class": "institution_class",
    "ministry": "supervising_ministry",
    "region": "headquarters_region",
    "institution": "institution_code",
}
HEADQUARTERS = N_("본사 시도")


@dataclass(frozen=True, eq=False)
class Disclosed(Caching):
    """The tables of ALIO's figures, of some institutions; `institutions` are those, one row each."""

    tables: Mapping[str, pd.DataFrame]
    institutions: pd.DataFrame

    @property
    def count(self) -> int:
        return len(self.institutions)

    def table(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def of_institutions(tables: Mapping[str, pd.DataFrame], institutions: pd.DataFrame, codes: frozenset[str]) -> Disclosed:
    """The rows of the institutions chosen; the tables themselves where those are all that disclose anything."""
    chosen = institutions[institutions["institution_code"].isin(codes)]
    if len(chosen) == (~institutions["is_former"].astype(bool)).sum():
        return Disclosed(tables, chosen)
    return Disclosed({name: table[table["institution_code"].isin(codes)] for name, table in tables.items()}, chosen)


def chosen_codes(selection: Selection, institutions: pd.DataFrame) -> frozenset[str]:
    """The current institutions a selection means: an OR within a condition, an AND between them."""
    rows = institutions[~institutions["is_former"].astype(bool)]
    for key, column in COLUMN_OF.items():
        if codes := selection.codes(key):
            values = comparable(rows[column]) if key == "region" else rows[column]
            rows = rows[values.isin(codes)]
    return frozenset(rows["institution_code"])


def not_applied(selection: Selection) -> list[str]:
    """The chosen conditions that say nothing about an institution's figures, in words."""
    words = [FACET[key].label for key, _codes in selection.chosen if key not in COLUMN_OF]
    words += [_("{filter}에서 제외", filter=FACET[key].label) for key, _codes in selection.excluded]
    ranges = {
        _("시작일"): (selection.start_from, selection.start_to),
        _("마감일"): (selection.end_from, selection.end_to),
        _("모집인원"): (selection.headcount_min, selection.headcount_max),
        _("검색어"): (selection.text or None,),
    }
    return words + [label for label, values in ranges.items() if any(value is not None for value in values)]


def disclosing_options(institutions: pd.DataFrame) -> Options:
    """The options of the conditions that choose institutions, of the current institutions alone."""
    rows = institutions[~institutions["is_former"].astype(bool)]
    tables = {"type": INSTITUTION_TYPES, "class": INSTITUTION_CLASSES, "region": COMPARABLE_REGIONS}
    options: dict[str, tuple[Option, ...]] = {}
    for key, table in tables.items():
        present = set(comparable(rows[COLUMN_OF[key]]) if key == "region" else rows[COLUMN_OF[key]])
        options[key] = tuple(Option(e.code, e.slug, e.name) for e in table.values() if e.code in present)
    ministries = sorted(set(rows["supervising_ministry"].dropna()))
    options["ministry"] = tuple(Option(name, name, name) for name in ministries)
    named = sorted(zip(rows["institution"], rows["institution_code"], strict=True))
    options["institution"] = tuple(Option(code, code, name) for name, code in named)
    return options


def in_words(selection: Selection, options: Options) -> str:
    """The conditions that apply, as a reader would say them; the region is called that of the headquarters."""
    applied = Selection().with_ranges(chosen=tuple(pair for pair in selection.chosen if pair[0] in COLUMN_OF))
    return applied.in_words(options).replace(f"{FACET['region'].label} ", f"{_(HEADQUARTERS)} ")


def comparable(regions: Iterable[str | None]) -> pd.Series:
    """Regions on the 16 units, keeping the index where there is one."""
    series = pd.Series(regions)
    folded = {code: comparable_regions((code,))[0] for code in series.dropna().unique()}
    return series.map(folded)
