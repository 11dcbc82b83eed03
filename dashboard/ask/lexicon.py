"""The phrases of `lexicon.toml` and the names of the code tables, each with what it means; its letters without blanks are the key."""

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dashboard.ask.meaning import Kind, Meaning, params_of
from dashboard.search.institutions import load_abbreviations
from data_loader import codes
from data_loader.reference import FOLDER
from data_loader.tables.municipalities import load_municipalities

FILE = Path(__file__).with_name("lexicon.toml")
# A name without these is the same institution to those who speak of it.
LEGAL_FORMS = ("주식회사", "재단법인", "사단법인", "(주)", "(재)", "㈜", "(사)")
LEADING = ("한국", "국립", "대한", "국가")
SHORTEST_TAIL = 3
# Names of municipalities that are words as well.
WORDS_TOO = frozenset({"고령", "음성", "장수", "영광", "인제", "예산", "성주", "고성"})
# Ends of names that say nothing of which institution it is.
COMMON_TAILS = frozenset(
    {"연구원", "진흥원", "관리원", "재단", "공사", "공단", "병원", "대학교병원", "개발원", "서비스"}
)
NEGATIONS = (
    "빼고",
    "제외",
    "제외하고",
    "말고",
    "아닌",
    "제외한",
    "뺀",
    "빼면",
    "제외하면",
    "외에",
    "말고는",
    "빼놓고",
    "아니고",
    "이외",
)
PARTICLES = (
    "은", "는", "이", "가", "을", "를", "의", "에", "에서", "와", "과", "랑", "이랑", "하고", "로", "으로", "부터", "까지",
    "만", "도", "들", "이나", "요", "인", "에게", "에는", "에서는", "이고", "이며", "인데", "인지", "일까", "인가", "입니다",
    "이야", "예요", "별", "쪽", "등", "중", "급", "용", "적", "간", "씩", "당", "권", "측", "분", "님", "데", "나", "니", "까",
    "죠", "지", "다", "어", "보다", "처럼", "이라도", "라도", "마다", "에선", "라서", "이라서", "할", "한", "하는", "되는", "된",
    "했나", "하나", "되나", "나요", "습니까", "인가요", "이에요", "에요", "관련", "대상", "이상", "고", "해", "해서", "좀", "거", "것",
    "곳", "면", "려면", "으면", "이면", "네", "야", "든", "이든", "에도", "였나", "이었나", "했을까", "할까", "합니까", "한가", "시",
)  # fmt: skip

Phrases = Mapping[str, Meaning]


@lru_cache(maxsize=1)
def load_lexicon() -> Mapping[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def load_phrases() -> Phrases:
    """Every phrase known. Of two meanings the one named first here stands."""
    known: dict[str, Meaning] = {}
    for phrase, meaning in (
        *_institutions(),
        *_written(),
        *_regions(),
        *_licences(),
        *_municipalities(),
        *_tails(),
        *_work(),
    ):
        letters = letters_of(phrase)
        if letters:
            known.setdefault(letters, meaning)
    return MappingProxyType(known)


@lru_cache(maxsize=1)
def load_institutions() -> Mapping[str, str]:
    """The names of all institutions, former ones too, by code."""
    with (FOLDER / "institutions.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["institution_code"]: row["institution"] for row in csv.DictReader(file)})


@lru_cache(maxsize=1)
def former_institutions() -> frozenset[str]:
    with (FOLDER / "institutions.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["institution_code"] for row in csv.DictReader(file) if row["is_former"] == "true")


def _ministries() -> list[str]:
    with (FOLDER / "institutions.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row["supervising_ministry"] for row in csv.DictReader(file)} - {""})


def letters_of(phrase: str) -> str:
    """The letters and digits of a phrase of ours, in small letters."""
    return "".join(char for char in phrase.casefold() if char.isalnum())


def plain_name(name: str) -> str:
    for form in LEGAL_FORMS:
        name = name.replace(form, "")
    return name.strip()


def _written() -> Iterator[tuple[str, Meaning]]:
    """The phrases of the file."""
    lexicon = load_lexicon()
    for address, phrases in lexicon["views"].items():
        page, _, query = address.partition("?")
        yield from ((phrase, Meaning("view", page, params_of(query))) for phrase in phrases)
    for query, phrases in lexicon["filters"].items():
        yield from ((phrase, Meaning("filter", params=params_of(query))) for phrase in phrases)
    for text, phrases in lexicon["texts"].items():
        yield from ((phrase, Meaning("text", params=(("q", text),))) for phrase in phrases)
    ministries = {name: [name] for name in _ministries()} | lexicon["ministries"]
    for name, phrases in ministries.items():
        meaning = Meaning("filter", params=(("ministry", name),))
        ends = ("", "산하", "산하기관", "산하공공기관", "소속", "소관")
        yield from ((f"{phrase}{end}", meaning) for phrase in phrases for end in ends)
    for span, phrases in lexicon["events"].items():
        first, _, last = span.partition("/")
        params = tuple((key, day) for key, day in (("from", first), ("to", last)) if day)
        yield from ((phrase, Meaning("period", page="trends", params=params)) for phrase in phrases)
    for lean, phrases in lexicon["leanings"].items():
        kind: Kind = "generic" if lean == "generic" else "lean"
        yield from ((phrase, Meaning(kind, page=lean)) for phrase in phrases if len(phrase) > 1)
    yield from ((phrase, Meaning("negation")) for phrase in NEGATIONS)


def single_letters() -> Phrases:
    """Words of one letter: whole words only."""
    leanings = load_lexicon()["leanings"]
    return {
        phrase: Meaning("generic" if lean == "generic" else "lean", page=lean)
        for lean, phrases in leanings.items()
        for phrase in phrases
        if len(phrase) == 1
    }


def _institutions() -> Iterator[tuple[str, Meaning]]:
    for text, phrases in load_lexicon()["institutions"].items():
        yield from ((phrase, Meaning("institution", codes=tuple(text.split(",")), page="all")) for phrase in phrases)
    former = former_institutions()
    names = sorted(load_institutions().items(), key=lambda pair: pair[0] in former)
    for code, name in names:
        yield name, Meaning("institution", codes=(code,))
        yield plain_name(name), Meaning("institution", codes=(code,))
    for letters, found in load_abbreviations().items():
        if len(letters) > 1:
            yield letters, Meaning("institution", codes=found)


def _tails() -> Iterator[tuple[str, Meaning]]:
    """Names without the country in front, and the beginnings that only one institution has.

    What several share means all of them, that which has but the country in front first.
    """
    former = former_institutions()
    tails: defaultdict[str, list[str]] = defaultdict(list)
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in sorted(load_institutions().items()):
        letters = letters_of(plain_name(name))
        if code in former:
            continue
        for leading in LEADING:
            if letters.startswith(leading) and len(letters) - len(leading) >= SHORTEST_TAIL:
                tails[letters.removeprefix(leading)].append(code)
        for kind in ("공사", "공단"):
            if letters.endswith(kind) and len(letters) >= 6:
                yield letters.removesuffix(kind), Meaning("institution", codes=(code,))
        for length in range(4, len(letters)):
            heads[letters[:length]].add(code)
    for tail, found in tails.items():
        if tail not in COMMON_TAILS:
            others = [
                code
                for code, name in load_institutions().items()
                if name.endswith(tail) and code not in (*found, *former)
            ]
            yield tail, Meaning("institution", codes=(*found, *others))
    for head, sharing in heads.items():
        if len(sharing) == 1 and len(head) >= 5:
            yield head, Meaning("institution", codes=tuple(sharing))


def _regions() -> Iterator[tuple[str, Meaning]]:
    for name, code in codes.PROVINCES.items():
        entry = codes.WORK_REGIONS[code]
        slug = codes.WORK_REGIONS[entry.folds_into or code].slug
        meaning = Meaning("filter", params=(("region", slug),), words=name if entry.folds_into else "")
        for end in ("", "시", "광역시", "지역", "권"):
            yield f"{name}{end}", meaning


def _licences() -> Iterator[tuple[str, Meaning]]:
    with (FOLDER / "licences.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = (row["licence"], *row["aliases"].split("|"), *row["former_names"].split("|"))
            for name in names:
                if len(name.strip()) > 1:
                    yield name.strip(), Meaning("licence", params=(("q", name.strip()),))


def _work() -> Iterator[tuple[str, Meaning]]:
    """The kinds of work of the NCS, which stand for the field they belong to."""
    fields = [entry.slug for entry in codes.NCS_FIELDS.values()]
    with (FOLDER / "ncs_classes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            meaning = Meaning("filter", params=(("ncs", fields[int(row["major_code"]) - 1]),))
            yield from ((name, meaning) for name in (row["major"], row["middle"], row["minor"]))


def _municipalities() -> Iterator[tuple[str, Meaning]]:
    """Names of cities, counties and districts; of one that several provinces have the name alone is sought."""
    places: defaultdict[str, set[str]] = defaultdict(set)
    for entry in load_municipalities():
        region = codes.WORK_REGIONS[entry.region].slug
        for name in (*entry.aliases, *re.split(r"[·(]", entry.name)[:1]):
            places[name].add(region)
            if name[-1] in "시군" and len(name) > 2 and name[:-1] not in WORDS_TOO:
                places[name[:-1]].add(region)
    for name, regions in places.items():
        in_region = (("region", *regions),) if len(regions) == 1 else ()
        yield name, Meaning("filter", page="municipality", params=(*in_region, ("q", name)))
