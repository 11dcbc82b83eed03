"""Drafts put into words: rows as the recruitment list answers them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from data_loader.codes import CAREER_LEVELS, EDUCATION_LEVELS, HIRE_TYPES, NCS_FIELDS, WORK_REGIONS, Code
from data_loader.sample import shape
from data_loader.sample.drafts import EDUCATIONS, EPOCH, FIELDS, MIXES, Drafts, day_number, draw_drafts
from data_loader.sample.draw import Floats, Ints, choose_one, is_drawn
from data_loader.sample.posters import REGIONS, Posters, read_posters
from data_loader.sample.titles import compose_titles, draw_titles
from data_loader.sample.words import TEXTS_PER_JOB, TextPools, compose_texts, load_words, read_jobs
from data_loader.schema import INSTITUTIONS, POSTING_TEXTS, POSTINGS

ROWS_AT_ONCE = 50_000
Column = list[Any]


def sample_postings(count: int, seed: int, today: date, institutions: pa.Table) -> Iterator[dict[str, object]]:
    """`count` invented postings from 2018-07 to `today`, newest number first, shaped like real ones.

    Each is a row of the recruitment list: its 30 fields in its order, with its JSON types and its dirt.
    Every title begins with `[예시]`; every address is on a reserved example domain. The institutions are
    the given ones (columns of the institutions table). The same arguments give the same records.
    """
    if today <= shape.FIRST_DATE:
        raise ValueError(f"예시 자료는 {shape.FIRST_DATE} 뒤의 날짜까지만 만들 수 있습니다: {today}")
    rng = np.random.default_rng(seed)
    words = load_words()
    jobs = read_jobs(words)
    posters = read_posters(institutions, words, rng)
    drafts = draw_drafts(count, today, posters, jobs, rng)
    titles = draw_titles(count, rng)
    texts = compose_texts(words, jobs, rng)
    chosen_texts = _choose_texts(drafts, texts, rng)
    url_kinds = choose_one(rng, dict(enumerate(shape.URL_KINDS.values())), count)
    url_places = rng.random(count)
    keys = _keys()
    for last in range(count, 0, -ROWS_AT_ONCE):
        rows = np.arange(last - 1, max(last - ROWS_AT_ONCE, 0) - 1, -1)
        like = drafts.like[rows]
        columns = {
            **_facts(rows, drafts, posters, today),
            "title": compose_titles(rows, drafts, titles, jobs, words),
            "original_url": _urls(like, drafts, posters, url_kinds, url_places, words),
            **{name: pool[places[like]].tolist() for name, (pool, places) in chosen_texts.items()},
        }
        for values in zip(*(columns[name] for name in keys), strict=True):
            yield dict(zip(keys.values(), values, strict=True))


def _keys() -> dict[str, str]:
    """The 30 fields of a row in the source's order, by our names (`…_names` for the display names)."""
    sources = {column.name: column.source for table in (POSTING_TEXTS, POSTINGS) for column in table.received}
    sources |= {f"{column.name}_names": column.source_names for column in POSTINGS.received if column.source_names}
    sources["standard_institution_code"] = INSTITUTIONS.column("standard_institution_code").source
    derived = ("is_open", "days_left", "attachments", "stages")
    sources |= dict(zip(derived, [name for name in POSTINGS.ignored if name not in sources.values()], strict=True))
    order = (
        "posting_id institution_code standard_institution_code institution ncs_fields ncs_fields_names "
        "hire_types hire_types_names work_regions work_regions_names career_level career_level_names "
        "preference_condition headcount start_date end_date title original_url is_replacement eligibility "
        "disqualification selection_process preference education_levels education_levels_names "
        "missing_attachment_reason is_open days_left attachments stages"
    )
    return {name: sources[name] for name in order.split()}


def _facts(rows: Ints, drafts: Drafts, posters: Posters, today: date) -> dict[str, Column]:
    """The columns without free text."""
    institution = drafts.institution[rows]
    starts, ends = drafts.start[rows], drafts.end[rows]
    now = day_number(today)
    columns = {
        "posting_id": drafts.number[rows].tolist(),
        "institution_code": _taken(posters.codes, institution),
        "standard_institution_code": _taken(posters.standard_codes, institution),
        "institution": _taken(posters.names, institution),
        "headcount": drafts.headcount[rows].tolist(),
        "start_date": _dates(starts),
        "end_date": _dates(ends),
        "is_replacement": _taken(["N", "Y"], drafts.is_replacement[rows].astype(np.int64)),
        "is_open": _taken(["N", "Y"], ((starts <= now) & (ends >= now)).astype(np.int64)),
        "days_left": (ends - now).tolist(),
        "attachments": [[] for _ in range(len(rows))],
        "stages": [[] for _ in range(len(rows))],
    }
    for name, table, lists, places in (
        ("ncs_fields", NCS_FIELDS, *_unmasked(drafts.fields[rows], FIELDS)),
        ("work_regions", WORK_REGIONS, *_unmasked(drafts.regions[rows], REGIONS)),
        ("hire_types", HIRE_TYPES, MIXES, drafts.hire_mix[rows]),
        ("career_level", CAREER_LEVELS, [(code,) for code in shape.CAREER_LEVELS], drafts.career[rows]),
        ("education_levels", EDUCATION_LEVELS, [mix.split(",") for mix in EDUCATIONS], drafts.education[rows]),
    ):
        columns[name] = _taken([",".join(codes) for codes in lists], places)
        columns[f"{name}_names"] = _taken([_names(codes, table) for codes in lists], places)
    return columns


def _taken(values: Sequence[object], places: Ints) -> Column:
    pool = np.empty(len(values), dtype=object)
    pool[:] = values
    taken: Column = pool[places].tolist()
    return taken


def _unmasked(masks: Ints, codes: tuple[str, ...]) -> tuple[list[tuple[str, ...]], Ints]:
    """The distinct sets of codes, and which of them each mask is."""
    distinct, places = np.unique(masks, return_inverse=True)
    return [tuple(code for bit, code in enumerate(codes) if mask >> bit & 1) for mask in distinct.tolist()], places


def _names(codes: Sequence[str], table: Mapping[str, Code]) -> str:
    return ",".join(table[code].name for code in codes)


def _dates(days: Ints) -> Column:
    distinct, places = np.unique(days, return_inverse=True)
    return _taken([f"{EPOCH + timedelta(day):%Y%m%d}" for day in distinct.tolist()], places)


def _choose_texts(
    drafts: Drafts, texts: TextPools, rng: np.random.Generator
) -> dict[str, tuple[np.ndarray[Any, np.dtype[np.object_]], Ints]]:
    """For each text field its pool and every posting's place in it."""
    count = len(drafts.number)
    chosen: dict[str, tuple[Column, Ints]] = {
        "eligibility": (texts.eligibility, drafts.job * TEXTS_PER_JOB + rng.integers(TEXTS_PER_JOB, size=count))
    }
    for name in ("disqualification", "selection_process", "preference"):
        pool = getattr(texts, name)
        chosen[name] = (pool, rng.integers(len(pool), size=count))
    for name, null_share in (
        ("preference_condition", shape.NULL_PREFERENCE_CONDITION_SHARE),
        ("missing_attachment_reason", shape.NULL_ATTACHMENT_REASON_SHARE),
    ):
        pool = [*getattr(texts, name), None]
        places = np.where(is_drawn(rng, null_share, count), len(pool) - 1, rng.integers(len(pool) - 1, size=count))
        chosen[name] = (pool, places)
    return {name: (np.array(pool, dtype=object), places) for name, (pool, places) in chosen.items()}


def _urls(rows: Ints, drafts: Drafts, posters: Posters, kinds: Ints, places: Floats, words: dict[str, Any]) -> Column:
    pools = [words["urls"][name] for name in shape.URL_KINDS]
    codes = [code.lower() for code in posters.codes]
    columns = (kinds[rows], places[rows], drafts.institution[rows], drafts.number[rows])
    return [
        _taken_at(pools[kind], place).replace("{code}", codes[institution]).replace("{n}", str(number))
        for kind, place, institution, number in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _taken_at(values: list[str], place: float) -> str:
    return values[int(place * len(values))]
