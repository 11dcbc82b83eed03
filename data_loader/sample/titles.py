"""Titles of invented postings: who calls for whom, when and where, as institutions put it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from data_loader.codes import WORK_REGIONS
from data_loader.sample import shape
from data_loader.sample.drafts import EPOCH, MIXES, Drafts
from data_loader.sample.draw import Floats, Ints, choose_one, is_drawn
from data_loader.sample.posters import REGIONS
from data_loader.sample.words import Job

MARK = "[예시]"
# Institutions count their notices, but nobody announces a hundredth one.
_HIGHEST_ROUND = 24
_ROUND, _HALF, _MONTH = 1, 2, 3


@dataclass(frozen=True, slots=True)
class TitleDraws:
    """What chance decides about each title. Floats are places in a list, as a share of it."""

    template: Floats
    year_form: Ints
    counted: Ints
    office: Ints
    city: Floats
    detail: Floats
    again: Ints
    is_cancelled: Ints
    has_edge_blank: Ints


def draw_titles(count: int, rng: np.random.Generator) -> TitleDraws:
    year_share, office_share = shape.YEAR_IN_TITLE_SHARE, shape.OFFICE_IN_TITLE_SHARE
    return TitleDraws(
        rng.random(count),
        choose_one(rng, {0: 1 - year_share, 1: year_share * 0.6, 2: year_share * 0.3, 3: year_share * 0.1}, count),
        choose_one(rng, {0: 0.35, _ROUND: 0.35, _HALF: 0.18, _MONTH: 0.12}, count),
        choose_one(rng, {0: 1 - office_share, 1: office_share / 2, 2: office_share / 2}, count),
        rng.random(count),
        rng.random(count),
        1 + choose_one(rng, {0: 0.5, 1: 0.3, 2: 0.2}, count),
        is_drawn(rng, shape.CANCELLED_SHARE, count).astype(np.int64),
        is_drawn(rng, shape.EDGE_BLANK_SHARE, count).astype(np.int64),
    )


def compose_titles(rows: Ints, drafts: Drafts, draws: TitleDraws, jobs: list[Job], words: dict[str, Any]) -> list[str]:
    """The titles of some rows. A re-posting's is that of the posting it repeats, and says so."""
    like = drafts.like[rows]
    again = np.where(like == rows, 0, draws.again[rows])
    before, after, also_after = words["titles"]["reposted"]
    ends = _ends(words)
    parts = zip(
        np.array(["", before, "", ""], dtype=object)[again],
        _places(like, drafts, draws, words),
        _times(like, drafts, draws),
        _bodies(like, drafts, draws, jobs, words),
        np.array(["", "", after, also_after], dtype=object)[again],
        ends[2 * draws.is_cancelled[rows] + draws.has_edge_blank[rows]],
        strict=True,
    )
    return [f"{MARK} {mark}{place[0]}{time}{body}{place[1]}{late}{end}" for mark, place, time, body, late, end in parts]


def _ends(words: dict[str, Any]) -> np.ndarray[Any, np.dtype[np.object_]]:
    cancelled = words["titles"]["cancelled"]
    return np.array(["", " ", cancelled, cancelled + " "], dtype=object)


def _places(rows: Ints, drafts: Drafts, draws: TitleDraws, words: dict[str, Any]) -> list[tuple[str, str]]:
    """For each title what stands before it (`[창원지사] `) and what after it (` (경남 창원시)`)."""
    is_single = (drafts.regions[rows] & (drafts.regions[rows] - 1)) == 0
    form = np.where(is_single, draws.office[rows], 0)
    # The one bit that is set says the region as published.
    regions = np.where(is_single, np.log2(np.maximum(drafts.regions[rows], 1)), 0).astype(np.int64)
    offices = {region: _offices(words["cities"][region], words["titles"]["offices"]) for region in REGIONS}
    places = []
    for kind, region, draw in zip(form.tolist(), regions.tolist(), draws.city[rows].tolist(), strict=True):
        if kind == 0:
            places.append(("", ""))
        elif kind == 1:
            places.append((f"[{_taken_at(offices[REGIONS[region]], draw)}] ", ""))
        else:
            city = _taken_at(words["cities"][REGIONS[region]], draw)
            places.append(("", f" ({WORK_REGIONS[REGIONS[region]].name} {city})"))
    return places


def _offices(cities: list[str], offices: list[str]) -> list[str]:
    return [_stem(city) + office for city in cities for office in offices]


def _stem(city: str) -> str:
    """`창원시` gives its name to `창원지사`, `동구` to `동구지사`."""
    return city[:-1] if len(city) > 2 and city[-1] in "시군구" else city


def _times(rows: Ints, drafts: Drafts, draws: TitleDraws) -> list[str]:
    days = [EPOCH + timedelta(day) for day in range(int(drafts.day.min()), int(drafts.day.max()) + 1)]
    first = int(drafts.day.min())
    columns = (drafts.day[rows] - first, draws.year_form[rows], draws.counted[rows], drafts.round[rows])
    return [
        _year(form, days[day].year) + _part(counted, days[day].month, number)
        for day, form, counted, number in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _year(form: int, year: int) -> str:
    return ("", f"{year}년 ", f"{year}년도 ", f"'{year % 100}년 ")[form]


def _part(counted: int, month: int, number: int) -> str:
    if counted == _ROUND:
        return f"제{number}차 " if number <= _HIGHEST_ROUND else ""
    if counted == _HALF:
        return "상반기 " if month < 7 else "하반기 "
    return f"{month}월 " if counted == _MONTH else ""


def _bodies(rows: Ints, drafts: Drafts, draws: TitleDraws, jobs: list[Job], words: dict[str, Any]) -> list[str]:
    """`기간제근로자(간호사) 채용 공고` and the like."""
    titles = words["titles"]
    slots = [mix[0] if len(mix) == 1 else "mixed" for mix in MIXES]
    bodies = []
    for mix, number, template_draw, replaces, detail_draw in zip(
        drafts.hire_mix[rows].tolist(),
        drafts.job[rows].tolist(),
        draws.template[rows].tolist(),
        drafts.is_replacement[rows].tolist(),
        draws.detail[rows].tolist(),
        strict=True,
    ):
        job = jobs[number]
        is_expert_contract = job.is_expert and slots[mix] == "R1040"
        template = _taken_at(titles["expert" if is_expert_contract else slots[mix]], template_draw)
        is_said = replaces and template_draw < shape.REPLACEMENT_IN_TITLE_SHARE
        name = titles["replacement"].replace("{job}", job.name) if is_said else job.name
        bodies.append(template.replace("{job}", name) + _taken_at(titles["details"], detail_draw))
    return bodies


def _taken_at(values: list[str], place: float) -> str:
    return values[int(place * len(values))]
