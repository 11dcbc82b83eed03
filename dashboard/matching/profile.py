"""A person looking for work, as they describe themselves, and files of such profiles."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from data_loader import codes
from data_loader.errors import FactsError

LONGEST_LINE = 100_000
MOST_ITEMS = 60
LONGEST_ITEM = 60
OLDEST, LONGEST_CAREER = 120, 80
# Highest degree held: 0 none, 1 high school, 2 two or three years of college, 3 bachelor, 4 master, 5 doctor.
DEGREES = range(6)
_REGION_CODES = {code.name: code.code for code in codes.WORK_REGIONS.values()}
_NAMES = {
    "regions": frozenset(_REGION_CODES),
    "ncs": frozenset(code.name for code in codes.NCS_FIELDS.values()),
    "hire": frozenset(code.name for code in codes.HIRE_TYPES.values()),
}
_GRADES = ("기술사", "기능장", "기사", "산업기사", "기능사")
_DRIVING = ("운전면허1종대형", "운전면허1종보통", "운전면허2종보통")


@dataclass(frozen=True)
class Profile:
    """`age` in years and `career` in years, None where not told; empty sets leave a matter open.

    `degree`: 0 none to 5 doctor (`DEGREES`), None where not told. `is_disabled`, `is_veteran`: told by the reader or not.
    """

    age: int | None = None
    degree: int | None = None
    career: float | None = None
    licences: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    ncs: frozenset[str] = frozenset()
    hires: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    is_disabled: bool = False
    is_veteran: bool = False

    @cached_property
    def region_codes(self) -> frozenset[str]:
        """The regions wanted, with 전남광주 for either of its former two, and those two for it."""
        found = {_REGION_CODES[name] for name in self.regions}
        folded = {codes.WORK_REGIONS[code].folds_into or code for code in found}
        former = {code.code for code in codes.WORK_REGIONS.values() if code.folds_into in found}
        return frozenset(found | folded | former)

    @cached_property
    def held(self) -> frozenset[str]:
        """The licences held and those that lie below them: 1급 stands for 2급, 대형 for 보통."""
        return frozenset(lower for name in self.licences for lower in (name, *_lower(name)))


def _lower(name: str) -> Iterator[str]:
    """Licences that who holds `name` is taken to hold as well."""
    if name in _DRIVING:
        yield from (*_DRIVING[_DRIVING.index(name) + 1 :], "운전면허")
    levelled = re.fullmatch(r"(.+?)([1-6])급", name)
    if levelled:
        yield levelled[1]
        yield from (f"{levelled[1]}{level}급" for level in range(int(levelled[2]) + 1, 7))
    grade = grade_of(name)
    if grade:
        stem = name.removesuffix(grade)
        yield from (f"{lower}(분야)" for lower in _GRADES[_GRADES.index(grade) :])
        if grade in ("기사", "산업기사"):
            yield from (stem + lower for lower in _GRADES[_GRADES.index(grade) + 1 : -1])
    if name == "한식조리기능사":
        yield "한식조리사"


def licence_name(name: str) -> str:
    """A licence as facts spell it."""
    return "".join(name.split()).removeprefix("자동차")


def grade_of(name: str) -> str:
    """The grade of a national technical qualification, empty where it is none."""
    return next((grade for grade in ("기술사", "기능장", "산업기사", "기능사", "기사") if name.endswith(grade)), "")


@dataclass(frozen=True, slots=True)
class ReadProfile:
    """A line of a file: its number from 1, the id given, and its profile, or why it cannot be read."""

    line: int
    id: Any
    profile: Profile | None
    error: str = ""


def read_profiles(path: Path) -> Iterator[ReadProfile]:
    """The lines of a file that are not blank. Raises FactsError where the file cannot be read."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), 1):
                if raw.strip(b" \t\r\n\xef\xbb\xbf"):
                    yield _read(number, raw)
    except OSError as error:
        raise FactsError(
            "{path}을(를) 읽을 수 없습니다({reason}). 파일과 권한을 확인해 주세요.",
            path=path.name, reason=error.strerror,
        ) from None  # fmt: skip


def _read(number: int, raw: bytes) -> ReadProfile:
    if len(raw) > LONGEST_LINE:
        return ReadProfile(number, number, None, "줄이 너무 깁니다")
    try:
        given = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return ReadProfile(number, number, None, "UTF-8 글이 아닙니다")
    except (ValueError, RecursionError):
        return ReadProfile(number, number, None, "JSON이 아닙니다")
    if not isinstance(given, dict):
        return ReadProfile(number, number, None, "JSON 객체가 아닙니다")
    # The lines of the judgements hold a profile beside grades.
    inner = given.get("profile", given)
    if not isinstance(inner, dict):
        return ReadProfile(number, number, None, "profile이 JSON 객체가 아닙니다")
    own_id = inner.get("id", number)
    try:
        return ReadProfile(number, own_id, profile_of(inner))
    except ValueError as error:
        return ReadProfile(number, own_id, None, str(error))


def profile_of(given: Mapping[str, Any]) -> Profile:
    """A profile from the keys age, edu, career, lic, regions, ncs, hire, words, disabled, veteran.

    Raises ValueError with a sentence where a value makes no sense.
    """
    degree = _number(given, "edu", DEGREES[-1])
    age = _number(given, "age", OLDEST)
    return Profile(
        age=None if age is None else int(age),
        degree=None if degree is None else int(degree),
        career=_number(given, "career", LONGEST_CAREER),
        licences=frozenset(licence_name(name) for name in _names(given, "lic")),
        regions=frozenset(_names(given, "regions")),
        ncs=frozenset(_names(given, "ncs")),
        hires=frozenset(_names(given, "hire")),
        words=tuple(dict.fromkeys(word.strip() for word in _names(given, "words") if word.strip())),
        is_disabled=_flag(given, "disabled"),
        is_veteran=_flag(given, "veteran"),
    )


def _number(given: Mapping[str, Any], key: str, most: int) -> float | None:
    value = given.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ValueError(f"{key}는 0에서 {most}까지의 수여야 합니다")
    return value


def _flag(given: Mapping[str, Any], key: str) -> bool:
    value = given.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(f"{key}는 true나 false여야 합니다")
    return value


def _names(given: Mapping[str, Any], key: str) -> list[str]:
    value = given.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key}는 글의 목록이어야 합니다")
    if len(value) > MOST_ITEMS or any(len(item) > LONGEST_ITEM for item in value):
        raise ValueError(f"{key}는 {MOST_ITEMS}개까지, 하나에 {LONGEST_ITEM}자까지입니다")
    unknown = [item for item in value if key in _NAMES and item not in _NAMES[key]]
    if unknown:
        raise ValueError(f"{key}에 모르는 이름이 있습니다: {', '.join(unknown)}")
    return value
