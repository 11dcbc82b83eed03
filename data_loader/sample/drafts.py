"""What each invented posting is about, drawn column by column, before it is put into words.

All columns are in the order of registration. Days are counted from 1970-01-01.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data_loader.codes import NCS_FIELDS
from data_loader.sample import shape
from data_loader.sample.draw import Flags, Floats, Ints, choose, choose_one, choose_sets, is_drawn, rake, shares_of
from data_loader.sample.posters import FIELD_KINDS, HIRE_GROUPS, REGIONS, Posters, home_leanings
from data_loader.sample.words import Job

EPOCH = date(1970, 1, 1)
FIELDS = tuple(NCS_FIELDS)
MIXES = tuple(shape.HIRE_MIXES)
EDUCATIONS = tuple(shape.EDUCATION_MIXES)
_RESEARCH_FIELD = FIELDS.index("R600025")


@dataclass(frozen=True, slots=True)
class Drafts:
    """`day` is when the notice opened; `start` differs from it for re-registered notices only.

    `like` is the earlier posting of which this is a re-posting, or the posting itself: everything but
    dates and number is to be taken from there. Regions and fields are bit masks.
    """

    number: Ints
    day: Ints
    start: Ints
    end: Ints
    institution: Ints
    like: Ints
    hire_mix: Ints
    job: Ints
    fields: Ints
    regions: Ints
    headcount: Ints
    career: Ints
    education: Ints
    is_replacement: Flags
    round: Ints


def draw_drafts(count: int, today: date, posters: Posters, jobs: list[Job], rng: np.random.Generator) -> Drafts:
    day, registered = _days(count, today, rng)
    number = _numbers(registered)
    institution = choose(rng, posters.weights, (day > day_number(shape.FORMER_UNTIL)).astype(np.int64))
    like = _repostings(institution, day, rng)
    hire_mix = _hire_mixes(day, posters.hire_group[institution], rng)
    first_field, fields = _fields(posters.field_kind[institution], hire_mix, rng)
    regions = _regions(posters.home[institution], rng)
    start, end = _windows(day, posters.is_hospital[institution], rng)
    return Drafts(
        number=number,
        day=day,
        start=start,
        end=end,
        institution=institution,
        like=like,
        hire_mix=hire_mix[like],
        job=_jobs(first_field, hire_mix, jobs, rng)[like],
        fields=fields[like],
        regions=_with_merged_region(regions[like], day, rng),
        headcount=_headcounts(hire_mix, rng)[like],
        career=_careers(hire_mix, rng)[like],
        education=_educations(hire_mix, first_field, rng)[like],
        is_replacement=_replacements(hire_mix, rng)[like],
        round=_rounds(institution, day)[like],
    )


def day_number(day: date) -> int:
    return (day - EPOCH).days


def _days(count: int, today: date, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Opening and registration days, ordered by registration."""
    days = [shape.FIRST_DATE + timedelta(n) for n in range((today - shape.FIRST_DATE).days + 1 + shape.UPCOMING_DAYS)]
    steps = np.cumsum([_volume(day) * (shape.UPCOMING_SHARE if day > today else 1.0) for day in days])
    # One draw in each of `count` equal parts: the calendar's shape holds at any count.
    spread = (np.arange(count) + rng.random(count)) / max(count, 1)
    place = np.minimum(np.searchsorted(steps / steps[-1], spread, "right"), len(days) - 1)
    opened: Ints = day_number(shape.FIRST_DATE) + place
    delay = choose_one(rng, shape.REGISTRATION_DELAYS, count)
    registered = np.minimum(opened + delay, day_number(today)) + rng.random(count)
    order = np.argsort(registered, kind="stable")
    return opened[order], registered[order]


def _volume(day: date) -> float:
    """How many postings open on a day, on a scale of its own."""
    yearly = shape.YEARLY_VOLUME.get(day.year, shape.YEARLY_VOLUME[max(shape.YEARLY_VOLUME)])
    month = (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    distance = min(abs((day - holiday).days) for holiday in shape.HOLIDAYS)
    calm = 0.05 if distance <= 1 else 0.6 if distance <= 4 else 1.0
    return yearly * shape.MONTHLY_VOLUME[day.month - 1] / month.day * shape.WEEKDAY_VOLUME[day.weekday()] * calm


def _numbers(registered: Floats) -> Ints:
    """Running numbers near the known anchors, each used once, some never."""
    days = [day_number(day) for day, _ in shape.NUMBER_ANCHORS]
    values = [value for _, value in shape.NUMBER_ANCHORS]
    beyond = 3650
    found = np.interp(registered, [*days, days[-1] + beyond], [*values, values[-1] + beyond * shape.NUMBERS_PER_DAY])
    place = np.arange(len(registered))
    strictly_rising: Ints = np.maximum.accumulate(found.astype(np.int64) - place) + place
    return strictly_rising


def _repostings(institution: Ints, day: Ints, rng: np.random.Generator) -> Ints:
    """For each posting the one it repeats: the institution's last one if that is not long ago, or itself."""
    place = np.arange(len(institution))
    order = np.lexsort((place, institution))
    before = np.full(len(place), -1)
    same = institution[order[1:]] == institution[order[:-1]]
    before[order[1:][same]] = order[:-1][same]
    gap = day - day[before]
    possible = (before >= 0) & (gap >= 5) & (gap <= 60)
    share = shape.REPOSTING_SHARE / max(possible.mean() if len(place) else 1.0, shape.REPOSTING_SHARE)
    like = np.where(possible & is_drawn(rng, share, len(place)), before, place)
    while (like[like] != like).any():
        like = like[like]
    return like


def _hire_mixes(day: Ints, group: Ints, rng: np.random.Generator) -> Ints:
    month = np.array(day, dtype="datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    season = np.array(shape.SEASON_OF_MONTH)[month]
    rows = group * len(shape.SEASONS) + season
    leanings = np.array(
        [
            [_hire_leaning(mix, shape.HIRE_LEANINGS[name], shape.SEASON_LEANINGS[part]) for mix in MIXES]
            for name in HIRE_GROUPS
            for part in shape.SEASONS
        ]
    )
    return choose(rng, rake(leanings, shares_of(rows, len(leanings)), [*shape.HIRE_MIXES.values()]), rows)


def _hire_leaning(mix: tuple[str, ...], by_group: tuple[float, ...], by_season: tuple[float, ...]) -> float:
    places = [shape.HIRE_TYPES.index(code) for code in mix]
    return float(np.prod([by_group[place] * by_season[place] for place in places]) ** (1 / len(places)))


def _fields(kind: Ints, hire_mix: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    first_types = np.array([shape.HIRE_TYPES.index(mix[0]) for mix in MIXES])
    rows = kind * len(shape.HIRE_TYPES) + first_types[hire_mix]
    leanings = np.array(
        [
            _field_leanings(shape.FIELD_LEANINGS[name]) * _field_leanings(shape.FIELD_LEANINGS_BY_HIRE[hire_type])
            for name in FIELD_KINDS
            for hire_type in shape.HIRE_TYPES
        ]
    )
    first = choose(rng, rake(leanings, shares_of(rows, len(leanings)), shape.FIRST_FIELDS), rows)
    sizes = choose_one(rng, shape.FIELD_COUNTS, len(kind))
    return first, choose_sets(rng, first, sizes, shape.FURTHER_FIELDS)


def _field_leanings(special: dict[int, float]) -> Floats:
    leanings = np.ones(len(FIELDS))
    for field, leaning in special.items():
        leanings[field - 1] = leaning
    return leanings


def _jobs(first_field: Ints, hire_mix: Ints, jobs: list[Job], rng: np.random.Generator) -> Ints:
    """Any job of the first field; for interns none of an expert."""
    fits = [
        [job.field == field and not (job.is_expert and interns) for job in jobs]
        for field in FIELDS
        for interns in (0, 1)
    ]
    return choose(rng, fits, 2 * first_field + _is_intern(hire_mix))


def _regions(home: Ints, rng: np.random.Generator) -> Ints:
    leanings = home_leanings()
    weights = rake(leanings, shares_of(home, len(leanings)), [*shape.FIRST_REGIONS.values()])
    places = np.array([REGIONS.index(region) for region in shape.FIRST_REGIONS])
    first = places[choose(rng, weights, home)]
    sizes = choose_one(rng, shape.REGION_COUNTS, len(home))
    return choose_sets(rng, first, sizes, [shape.FURTHER_REGIONS.get(region, 0.0) for region in REGIONS])


def _with_merged_region(masks: Ints, day: Ints, rng: np.random.Generator) -> Ints:
    """광주 and 전남 in notices from the merger on, as the portal writes them."""
    parts = _bit("R3015") | _bit("R3023")
    between = is_drawn(rng, 0.5, len(day)) | (day > day_number(shape.PARTS_UNTIL))
    is_merged = (masks & parts > 0) & (day >= day_number(shape.MERGED_FROM)) & between
    return np.where(is_merged, masks & ~parts | _bit(shape.MERGED_REGION), masks)


def _bit(region: str) -> int:
    return 1 << REGIONS.index(region)


def _headcounts(hire_mix: Ints, rng: np.random.Generator) -> Ints:
    draw = rng.random(len(hire_mix))
    headcount = np.zeros(len(hire_mix), dtype=np.int64)
    for position, mix in enumerate(MIXES):
        rows = np.flatnonzero(hire_mix == position)
        table = shape.HEADCOUNTS[mix[0] if len(mix) == 1 else "mixed"]
        shares, counts = zip(*table, strict=True)
        above = np.interp(draw[rows], (0.0, *shares), np.log((1, *(count + 1 for count in counts))))
        headcount[rows] = np.exp(above).astype(np.int64)
    odd = rng.random(len(hire_mix))
    headcount[odd < shape.NO_HEADCOUNT_SHARE] = 0
    headcount[odd > 1 - shape.PLACEHOLDER_SHARE] = shape.PLACEHOLDER_HEADCOUNT
    return headcount


def _is_intern(hire_mix: Ints) -> Flags:
    found: Flags = np.array([mix[0] in ("R1060", "R1070") for mix in MIXES])[hire_mix]
    return found


def _careers(hire_mix: Ints, rng: np.random.Generator) -> Ints:
    shares = [shape.CAREER_SHARES["intern"], shape.CAREER_SHARES["other"]]
    return choose(rng, shares, (~_is_intern(hire_mix)).astype(np.int64))


def _educations(hire_mix: Ints, first_field: Ints, rng: np.random.Generator) -> Ints:
    rows = np.where(_is_intern(hire_mix), 1, np.where(first_field == _RESEARCH_FIELD, 0, 2))
    degree = [0 if "R7070" in mix else 1 if "R7050" in mix or "R7060" in mix else 2 for mix in EDUCATIONS]
    leanings = np.array([shape.EDUCATION_LEANINGS[name] for name in ("research", "intern", "other")])[:, degree]
    return choose(rng, rake(leanings, shares_of(rows, 3), [*shape.EDUCATION_MIXES.values()]), rows)


def _replacements(hire_mix: Ints, rng: np.random.Generator) -> Flags:
    shares = np.array([shape.REPLACEMENT_SHARES["R1040" if mix == ("R1040",) else "other"] for mix in MIXES])
    return is_drawn(rng, shares[hire_mix], len(hire_mix))


def _rounds(institution: Ints, day: Ints) -> Ints:
    """Which posting of its institution in its year each one is, from 1."""
    year = np.array(day, dtype="datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    order = np.lexsort((np.arange(len(day)), year, institution))
    begins = np.ones(len(day), dtype=bool)
    begins[1:] = (institution[order[1:]] != institution[order[:-1]]) | (year[order[1:]] != year[order[:-1]])
    place = np.arange(len(day))
    rounds = np.empty(len(day), dtype=np.int64)
    rounds[order] = place - np.maximum.accumulate(np.where(begins, place, 0)) + 1
    return rounds


def _windows(day: Ints, is_hospital: Flags, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Start and end days, with the long-open, the re-registered and the never-closing notices."""
    count = len(day)
    end = np.maximum(_off_weekends(day + choose_one(rng, shape.DURATIONS, count), rng), day)
    long_share = np.where(is_hospital, shape.LONG_OPEN_SHARE["hospital"], shape.LONG_OPEN_SHARE["other"])
    end = np.where(is_drawn(rng, long_share, count), _long_open_ends(day, rng), end)
    is_again = is_hospital & is_drawn(rng, shape.REREGISTERED_SHARE, count)
    years_before = 1 + (rng.random(count) * 7).astype(np.int64)
    earliest = day_number(shape.REREGISTERED_FROM)
    start = np.where(is_again, np.minimum(np.maximum(day - 365 * years_before, earliest), day), day)
    end = np.where(is_again, day + shape.REREGISTERED_DAYS, end)
    is_endless = is_drawn(rng, shape.NEVER_CLOSING_SHARE, count)
    return start, np.where(is_endless, day_number(shape.NEVER_CLOSING_DATE), end)


def _long_open_ends(day: Ints, rng: np.random.Generator) -> Ints:
    shortest, longest = shape.LONG_OPEN_DAYS
    # Most are open for little more than two months.
    span = shortest + (rng.random(len(day)) ** 6 * (longest - shortest)).astype(np.int64)
    year_end = _year_ends(day)
    is_to_year_end = is_drawn(rng, shape.OPEN_TO_YEAR_END_SHARE, len(day)) & (year_end - day > shortest)
    return np.where(is_to_year_end, year_end, day + span)


def _off_weekends(end: Ints, rng: np.random.Generator) -> Ints:
    """Most notices that would close on a weekend close on the Monday after, some on the Friday before."""
    weekday = (end + 3) % 7
    move = rng.random(len(end))
    monday = np.where(weekday == 5, 2, 1)
    friday = np.where(weekday == 5, -1, -2)
    moved = np.where(move < 0.72, monday, np.where(move < 0.85, friday, 0))
    return np.where(weekday >= 5, end + moved, end)


def _year_ends(day: Ints) -> Ints:
    year = np.array(day, dtype="datetime64[D]").astype("datetime64[Y]")
    return (year + 1).astype("datetime64[D]").astype(np.int64) - 1
