"""The regions by one measure, as a map, as tiles and as bars in the same order."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.charts.chart import Chart, amount, bars, heading, sentences, within
from dashboard.charts.flow import WEIGHT_HEADINGS, nothing_to_count
from dashboard.charts.reach import counted_of, nothing
from dashboard.charts.regions import Draw, amount_of, province_outlines, province_tiles_figure
from dashboard.languages import N_, _
from dashboard.measures import place
from dashboard.measures.breakdown import (
    MODE_NAMES,
    MODE_NOTES,
    WEIGHT_NAMES,
    WEIGHT_UNITS,
    Breakdown,
    Mode,
    Weight,
    break_down,
)
from dashboard.selection.facets import OLD_REGIONS
from dashboard.selection.index import Found, Numbers
from dashboard.words import number, percent, subject, topic
from data_loader.reference import Outline, load_outlines

REGULAR_SHARE = "regular_share"
PER_PERSON = "per_100000"
MEASURES: dict[str, str] = dict(
    [*WEIGHT_NAMES.items(), (PER_PERSON, N_("인구 10만 명당")), (REGULAR_SHARE, N_("정규직 공고 비율"))]
)
# Below this many persons or postings a rate says more about chance than about place.
SMALLEST_CELL = 30
TOP = 3


@dataclass(frozen=True, slots=True)
class Look:
    """How the regions are shown: counted by which measure and mode, which of them chosen, in the old units or not.

    `residents` are needed for the measure per 100,000 people only.
    """

    measure: str
    mode: Mode
    chosen: tuple[str, ...] = ()
    old: bool = False
    residents: place.Residents | None = None

    @property
    def weight(self) -> Weight:
        return weight_of(self.measure)

    @property
    def key(self) -> str:
        return OLD_REGIONS.key if self.old else "region"

    @property
    def units(self) -> Literal["old", "comparable"]:
        return "old" if self.old else "comparable"


def weight_of(measure: str) -> Weight:
    """What the charts beside the map count: persons, or postings for a share of postings."""
    return "headcount" if measure in ("headcount", PER_PERSON) else "postings"


def province_map(found: Found, look: Look) -> Chart:
    """The regions coloured by a measure: headcount, also per 100,000 people, postings or the share of regular posts."""
    note = _("경계: 통계청 2013년, 단순하게 그림.")
    return _by_province("province_map", province_outlines, note, found, look)


def province_tiles(found: Found, look: Look) -> Chart:
    """As `province_map`, each region a tile of the same size at about its place: 서울 can be read on a phone."""
    note = _("시도를 같은 크기의 칸으로, 대략의 자리에 놓음.")
    return _by_province("province_tiles", province_tiles_figure, note, found, look)


def province_bars(found: Found, look: Look) -> Chart:
    """The values of the map from the highest down, work off the map last."""
    shown = _shown(found, look)
    order = shown.order
    values = shown.values[order].tolist()
    counted, codes = shown.counted, [shown.counted.options[place].code for place in order]
    spans = (counted.single[order].tolist(), counted.full[order].tolist()) if shown.has_spans else None
    span_note = _("막대 아래 가는 선은 하나만 적은 공고에서 중복 집계까지.") if spans else ""
    return Chart(
        "province_bars",
        _("{what}: 큰 곳부터", what=shown.name),
        _bars_sentence(shown, look) or nothing_to_count(shown.found, look.weight, found),
        sentences(_unit(shown), span_note, shown.note, counted_of(found)),
        bars(
            [counted.options[place].label for place in order],
            values,
            shown.unit,
            digits=1 if shown.unit == "%" else 0,
            codes=None if look.old else codes,
            spans=spans,
            chosen=look.chosen,
        ),
        lambda: _table(shown).iloc[order],
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is shown of each region: its values, what they are called, how they were counted, and of whom."""

    found: Found
    counted: Breakdown
    outlines: tuple[Outline, ...]
    values: Numbers
    name: str
    column: str
    unit: str
    weight: Weight
    mode: Mode
    note: str = ""
    digits: int = 1

    @property
    def on_map(self) -> list[float]:
        """The values in the order of the outlines."""
        by_code = {option.code: value for option, value in zip(self.counted.options, self.values.tolist(), strict=True)}
        return [by_code.get(outline.code, 0.0) for outline in self.outlines]

    @property
    def order(self) -> list[int]:
        """The places of the options that have a value, the highest first and those off the map last."""
        at_home = {outline.code for outline in self.outlines}
        places = [place for place in range(len(self.values)) if self.counted.full[place] and self.values[place] >= 0]
        return sorted(places, key=lambda place: (self.counted.options[place].code not in at_home, -self.values[place]))

    @property
    def has_spans(self) -> bool:
        """Whether the three ways of counting differ; rates have one."""
        is_count = self.values is self.counted.values(self.mode)
        return is_count and bool((self.counted.full - self.counted.single).sum() > 0)


def _by_province(chart_key: str, draw: Draw, note: str, found: Found, look: Look) -> Chart:
    shown = _shown(found, look)
    return Chart(
        chart_key,
        _("시도별 {what}", what=shown.name),
        _map_sentence(shown, look) if shown.found.count else nothing(found),
        sentences(_unit(shown), shown.note, counted_of(found), note),
        draw(shown.outlines, shown.on_map, shown.unit, look.units, look.chosen),
        lambda: _table(shown),
    )


def _shown(asked: Found, look: Look) -> _Shown:
    # Among regular posts alone all of them would be regular.
    found = (asked.with_codes("hire") if look.measure == REGULAR_SHARE else asked).population
    counted, outlines = break_down(found, look.key, look.weight), load_outlines(look.units)
    unit, of = _(WEIGHT_UNITS[look.weight]), (found, counted, outlines)
    if look.measure == REGULAR_SHARE:
        name, values = _("정규직을 뽑는 공고의 비율"), place.regular_share(found, look.key) * 100
        aside = _("고용형태 조건은 따르지 않음.") if asked.selection.codes("hire") else ""
        return _Shown(*of, values, name, heading(name, "%"), "%", look.weight, "fractional", aside)
    if look.measure == PER_PERSON and look.residents:
        name = _("인구 10만 명당 모집인원")
        values = place.headcount_per_100_000(found, look.residents, look.mode, look.key)
        note = _whose(found, look.residents.year) if found.count else ""
        return _Shown(*of, values, name, heading(name, unit), unit, look.weight, look.mode, note, digits=0)
    names = _(WEIGHT_NAMES[look.weight]), _(WEIGHT_HEADINGS[look.weight])
    return _Shown(*of, counted.values(look.mode), *names, unit, look.weight, look.mode)


def _unit(shown: _Shown) -> str:
    counting = {"mode": within(_(MODE_NAMES[shown.mode])), "note": _(MODE_NOTES[shown.mode])}
    return _("단위: {unit}, {mode}({note}).", unit=shown.unit.strip(), **counting)


def _whose(found: Found, year: int) -> str:
    """Which postings are counted, and how many residents they are compared with."""
    if found.selection.codes("status") == ("open",):
        return _("접수 중인 공고의 합 ÷ {year}년 말 주민등록인구(행정안전부), 모든 나이.", year=year)
    told = {"year": year, **_months_of(found)}
    if place.years_counted(found) > 1:
        return _("{first}~{last}에 시작한 공고의 한 해 평균 ÷ {year}년 말 주민등록인구(행정안전부), 모든 나이.", **told)
    return _("{first}~{last}에 시작한 공고의 합 ÷ {year}년 말 주민등록인구(행정안전부), 모든 나이.", **told)


def _months_of(found: Found) -> dict[str, str]:
    """The first and the last month in which a posting found starts: rows lie in the order of their start."""
    first, last = found.index.start[found.rows[[-1, 0]]].astype("datetime64[D]").astype("datetime64[M]").astype(str)
    return {"first": str(first), "last": str(last)}


def _table(shown: _Shown) -> pd.DataFrame:
    unit, counted = _(WEIGHT_UNITS[shown.weight]), shown.counted
    modes = {heading(_(MODE_NAMES[mode]), unit): counted.values(mode).round(1) for mode in MODE_NAMES}
    regions = [option.label for option in counted.options]
    return pd.DataFrame({_("근무지"): regions, shown.column: shown.values.round(shown.digits), **modes})


def _map_sentence(shown: _Shown, look: Look) -> str:
    named = [(value, _(outline.name)) for value, outline in zip(shown.on_map, shown.outlines, strict=True)]
    if look.measure == REGULAR_SHARE:
        return _share_sentence(_with_base(named, shown, shown.counted.fractional))
    if look.measure == PER_PERSON:
        first = _most_per_person(_with_base(named, shown, shown.counted.values(look.mode)))
    else:
        first = _most([(value, name) for value, name in named if value > 0], look.weight)
    return _with_work_off_the_map(first, shown) or nothing_to_count(shown.found, look.weight)


def _with_work_off_the_map(sentence: str, shown: _Shown) -> str:
    at_home = {outline.code for outline in shown.outlines}
    counts = zip(shown.counted.options, shown.counted.values(shown.mode), strict=True)
    off = [
        f"{option.label} {amount(value, shown.weight)}"
        for option, value in counts
        if option.code not in at_home and value
    ]
    if not off:
        return sentence
    sentence = sentence or _("국내 근무지를 적은 공고가 없다.")
    return sentences(sentence, _("지도 밖: {places}.", places=", ".join(off)))


def _with_base(named: list[tuple[float, str]], shown: _Shown, base: Numbers) -> list[tuple[float, str]]:
    """Those of them that rest on enough postings or persons to be compared."""
    bases = dict(zip((option.code for option in shown.counted.options), base.tolist(), strict=True))
    pairs = zip(named, shown.outlines, strict=True)
    return [pair for pair, outline in pairs if bases.get(outline.code, 0) >= SMALLEST_CELL]


def _share_sentence(enough: list[tuple[float, str]]) -> str:
    if not enough:
        return _("공고가 {fewest}건 이상인 시도가 없어 비율을 비교하지 않는다.", fewest=SMALLEST_CELL)
    return _highest(enough) if max(enough)[0] else _("정규직을 뽑는 공고가 없다.")


def _most_per_person(rates: list[tuple[float, str]]) -> str:
    if not rates:
        return _("모집인원이 {fewest}명 이상인 시도가 없어 인구와 비교하지 않는다.", fewest=SMALLEST_CELL)
    if max(rates)[0] < 1:
        return _("인구 10만 명당 1명이 되는 시도가 없다.")
    return _most(rates, "headcount")


def _highest(values: list[tuple[float, str]]) -> str:
    """Which region has the highest share (%), and which comes second."""
    ranked, ties = _ranked(values)
    high, first = amount_of(ranked[0][0], "%"), ranked[0][1]
    if len(ranked) == 1:
        return _("{first} {amount}이다. 비교할 다른 시도가 없다.", first=topic(first), amount=high)
    if ties > 1:
        return _("{first} 등 {ties}개 시도가 {amount}로 가장 높다.", first=first, ties=ties, amount=high)
    return _(
        "{first} {amount}로 가장 높고 {second} {other}로 뒤를 잇는다.",
        first=subject(first),
        amount=high,
        second=subject(ranked[1][1]),
        other=amount_of(ranked[1][0], "%"),
    )


def _most(values: list[tuple[float, str]], weight: Weight) -> str:
    """Which region has most persons or postings, and which comes second; empty without any."""
    if not values:
        return ""
    ranked, ties = _ranked(values)
    high, first = amount(ranked[0][0], weight), ranked[0][1]
    if len(ranked) == 1:
        return _("{first} {amount}이다. 비교할 다른 시도가 없다.", first=topic(first), amount=high)
    if ties > 1:
        return _("{first} 등 {ties}개 시도가 {amount}으로 가장 많다.", first=first, ties=ties, amount=high)
    return _(
        "{first} {amount}으로 가장 많고 {second} {other}으로 뒤를 잇는다.",
        first=subject(first),
        amount=high,
        second=subject(ranked[1][1]),
        other=amount(ranked[1][0], weight),
    )


def _ranked(values: Sequence[tuple[float, str]]) -> tuple[list[tuple[float, str]], int]:
    """From the highest down, and how many share the first place."""
    ranked = sorted(values, key=lambda pair: -pair[0])
    return ranked, sum(isclose(value, ranked[0][0], rel_tol=1e-5) for value, _name in ranked)


def _bars_sentence(shown: _Shown, look: Look) -> str:
    """What the map's sentence does not say: where one chosen region stands, else the whole country."""
    if not shown.order:
        return ""
    if len(look.chosen) == 1 and (words := _rank_of(look.chosen[0], shown)):
        return words
    if look.measure == REGULAR_SHARE:
        share = np.nansum(shown.values * shown.counted.fractional) / shown.counted.fractional.sum() / 100
        return _("모두 합하면 {share}이다.", share=percent(share))
    at_home = sorted((value for value in _counts_at_home(shown)), reverse=True)
    if look.measure == PER_PERSON and look.residents:
        rate = sum(at_home) / place.years_counted(shown.found) / look.residents.at_home * 100_000
        return _("전국은 {rate}명이다.", rate=number(rate))
    if len(at_home) <= TOP or sum(at_home) < SMALLEST_CELL:
        return _("국내 합계는 {amount}이다.", amount=amount(sum(at_home), look.weight))
    share = percent(sum(at_home[:TOP]) / sum(at_home))
    return _("많은 {count}곳의 몫은 국내의 {share}이다.", count=TOP, share=share)


def _counts_at_home(shown: _Shown) -> list[float]:
    at_home = {outline.code for outline in shown.outlines}
    counts = zip(shown.counted.options, shown.counted.values(shown.mode).tolist(), strict=True)
    return [value for option, value in counts if option.code in at_home and value > 0]


def _rank_of(code: str, shown: _Shown) -> str:
    """Where a region stands; empty where it has no value of its own or nobody to stand beside."""
    own = next((outline for outline in shown.outlines if outline.code == code), None)
    known = [value for value in shown.on_map if value > 0]
    if own is None or len(known) < 2 or not (value := shown.on_map[shown.outlines.index(own)]) > 0:
        return ""
    rank = 1 + sum(other > value and not isclose(other, value, rel_tol=1e-5) for other in known)
    told = {"region": topic(_(own.name)), "amount": amount_of(value, shown.unit), "count": len(known)}
    return _("{region} {amount}, {count}곳 가운데 {rank}위다.", rank=rank, **told)
