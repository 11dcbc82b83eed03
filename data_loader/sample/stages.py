"""Invented results of selection: one row for each position and stage, most of them empty, as published."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from data_loader.sample import shape
from data_loader.sample.drafts import day_number
from data_loader.sample.draw import Flags, Floats, Ints, choose_one, is_drawn
from data_loader.sample.titles import MARK
from data_loader.sample.words import Job
from data_loader.schema import STAGES

# The columns of POSTINGS that decide about their stages and attachments.
NEEDED = ["posting_id", "headcount", "title", "start_date", "end_date", "hire_types", "ncs_fields"]
# Stage numbers begin here; real ones are near four times the posting's number.
_FIRST_NUMBER = 400_000


@dataclass(frozen=True, slots=True)
class _Positions:
    """Columns with an entry for each position. `posting` and `number` say whose, and which of its, it is."""

    posting: Ints
    number: Ints
    stages: Ints
    applicants: Ints
    selected: Ints


def sample_stages(postings: pa.Table, jobs: list[Job], today: date, rng: np.random.Generator) -> pa.Table:
    """Stages of sample postings (columns NEEDED, highest number first) as they are known on `today`.

    Every posting has its positions and stages; applicants and selected stand in those whose results are
    disclosed, which is how coverage by year comes out as it was counted. Every position begins with `[예시]`.
    """
    headcount = postings["headcount"].fill_null(0).to_numpy()
    positions = _draw_positions(headcount, _competitiveness(postings), rng)
    ends = _days(postings, "end_date")
    # Selection takes two to eight weeks from the last day on which one may apply.
    decided = ends + rng.integers(14, 56, size=len(ends))
    is_disclosed = _disclosed(_years(postings), ends, decided, day_number(today), rng)
    is_begun = is_drawn(rng, shape.FIRST_STAGE_ONLY_SHARE, len(ends))
    row_position = np.repeat(np.arange(len(positions.posting)), positions.stages)
    row_stage = np.arange(len(row_position)) - np.repeat(_starts(positions.stages), positions.stages)
    posting = positions.posting[row_position]
    stage_count = positions.stages[row_position]
    is_last = row_stage == stage_count - 1
    applicants, selected = _counts(positions, row_position, row_stage)
    days = ends[posting] + np.rint((decided - ends)[posting] * (row_stage + 1) / stage_count).astype(np.int64)
    is_shown = is_disclosed[posting] | (is_begun[posting] & (row_stage == 0) & (days <= day_number(today)))
    number = _numbers(posting, len(headcount))
    names = _position_names(postings, positions, jobs)
    columns = {
        "stage_id": number,
        "posting_id": postings["posting_id"].to_numpy()[posting],
        "position": names.take(pa.array(row_position)),
        "group_number": positions.number[row_position],
        "first_stage_id": number - row_stage,
        "last_stage_id": number - row_stage + stage_count - 1,
        "applicants": pa.array(applicants, mask=~is_shown),
        "selected": pa.array(selected, mask=~is_shown),
        "competition_ratio": pa.array(
            np.round(positions.applicants[row_position] / np.maximum(selected, 1), 2) * (selected > 0),
            mask=~(is_last & is_disclosed[posting]),
        ),
        "decided_date": pa.array(days.astype("datetime64[D]"), mask=~is_shown),
    }
    arrays = [pa.array(columns[name]).cast(STAGES.column(name).arrow_type) for name in STAGES.arrow.names]
    return pa.table(arrays, schema=STAGES.arrow)


def _draw_positions(headcount: Ints, competitiveness: Floats, rng: np.random.Generator) -> _Positions:
    count = np.minimum(choose_one(rng, shape.POSITION_COUNTS, len(headcount)), np.maximum(headcount, 1))
    posting = np.repeat(np.arange(len(headcount)), count)
    number = np.arange(len(posting)) - np.repeat(_starts(count), count)
    planned = np.maximum(headcount, 1)[posting] // count[posting] + (number < (headcount % count)[posting])
    shares, ratios = zip(*shape.COMPETITION, strict=True)
    ratio = np.exp(np.interp(rng.random(len(posting)), shares, np.log(ratios))) * competitiveness[posting]
    applicants = np.rint(np.minimum(ratio, ratios[-1]) * planned).astype(np.int64)
    filled = np.rint(planned * np.minimum(rng.gamma(20, 0.055, len(posting)), 1.0)).astype(np.int64)
    selected = np.minimum(filled, applicants)
    stages = choose_one(rng, shape.STAGE_COUNTS, len(headcount))[posting]
    return _Positions(posting, number, stages, applicants, selected)


def _competitiveness(postings: pa.Table) -> Floats:
    """How many times as many people apply for a posting as for the average one, by its first hire type."""
    first = [types[0] if types else "" for types in postings["hire_types"].to_pylist()]
    known = {code: shape.COMPETITION_LEANINGS.get(code, 1.0) for code in set(first)}
    return np.array([known[code] for code in first], dtype=np.float64)


def _disclosed(years: Ints, ends: Ints, decided: Ints, today: int, rng: np.random.Generator) -> Flags:
    """Which postings disclose: of those closed in a year its share, from among those whose results are out."""
    is_closed, is_decided = ends < today, decided <= today
    chance = np.zeros(len(years))
    for year in np.unique(years):
        own = years == year
        share = shape.DISCLOSED_SHARES.get(int(year), shape.DISCLOSED_SHARES[max(shape.DISCLOSED_SHARES)])
        chance[own] = share * (own & is_closed).sum() / max((own & is_decided).sum(), 1)
    return is_decided & is_drawn(rng, chance, len(years))


def _counts(positions: _Positions, row_position: Ints, row_stage: Ints) -> tuple[Ints, Ints]:
    """Applicants and selected of each row: by equal steps of the logarithm from all who applied to all who got in."""
    applied = positions.applicants[row_position]
    final = positions.selected[row_position]
    stages = positions.stages[row_position]
    fall = np.log(np.maximum(final, 1)) - np.log(np.maximum(applied, 1))
    before = np.rint(applied * np.exp(fall * row_stage / stages)).astype(np.int64)
    after = np.rint(applied * np.exp(fall * (row_stage + 1) / stages)).astype(np.int64)
    selected = np.where(row_stage == stages - 1, final, after)
    # Some of those let through do not turn up.
    turned_up = np.maximum(np.rint(before * 0.93).astype(np.int64), selected)
    return np.where(row_stage == 0, applied, turned_up), selected


def _position_names(postings: pa.Table, positions: _Positions, jobs: list[Job]) -> pa.Array:
    """The job the title names first, then others of the same field."""
    rounds = max(shape.POSITION_COUNTS)
    pool: list[str] = []
    starts: dict[Job, int] = {}
    for job in jobs:
        others = [other.name for other in jobs if other.field == job.field and other != job]
        starts[job] = len(pool)
        pool += [f"{MARK} {_numbered([job.name, *others], number)}" for number in range(rounds)]
    firsts = np.array([starts[job] for job in title_jobs(postings, jobs)], dtype=np.int64)
    return pa.array(pool).take(pa.array(firsts[positions.posting] + positions.number))


def title_jobs(postings: pa.Table, jobs: list[Job]) -> list[Job]:
    """The job each posting's title names, of those of its fields; the longest where one name is part of another."""
    by_field: dict[str, list[Job]] = {}
    for job in jobs:
        by_field.setdefault(job.field, []).append(job)
    rows = zip(postings["ncs_fields"].to_pylist(), postings["title"].to_pylist(), strict=True)
    found = []
    for fields, title in rows:
        own = [job for field in fields for job in by_field[field]]
        found.append(max((job for job in own if job.name in title), key=lambda job: len(job.name), default=own[0]))
    return found


def _numbered(names: list[str], number: int) -> str:
    again = number // len(names)
    return names[number % len(names)] + (f" {again + 1}" if again else "")


def _numbers(posting: Ints, count: int) -> Ints:
    """Running numbers that rise with the posting's own; the postings come newest first."""
    rows = np.bincount(posting, minlength=count)
    older = rows[::-1].cumsum()[::-1] - rows
    return _FIRST_NUMBER + older[posting] + np.arange(len(posting)) - _starts(rows)[posting]


def _starts(sizes: Ints) -> Ints:
    starts: Ints = np.cumsum(sizes) - sizes
    return starts


def _days(postings: pa.Table, column: str) -> Ints:
    days: Ints = postings[column].cast(pa.int32()).to_numpy().astype(np.int64)
    return days


def _years(postings: pa.Table) -> Ints:
    months: Any = postings["start_date"].to_numpy().astype("datetime64[Y]")
    years: Ints = months.astype(np.int64) + 1970
    return years
