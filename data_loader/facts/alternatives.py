"""Which requirements are alternatives: A 또는 B, one of a list, 다음 각 호의 어느 하나에 해당하는 자."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from data_loader.facts.fact import Fact

_KINDS = frozenset({"licence", "education", "career_months", "language_score", "disability", "veteran"})
_ONE_OF = re.compile(
    r"(?:하나|한\s?가지|1개|1가지|택\s?1|1\s?이상)[^\n]{0,24}(?:해당|충족|만족|갖춘|소지|보유|자\b|사람|이상|요건)|(?:어느|중)\s?하나"
)
_ITEM = re.compile(r"\s*(?P<mark>\d{1,2}[.)]|[①-⑳]|[가-하][.)]|\(\d{1,2}\)|[-ㆍ·•○◦ㅇo*]|【)")
# `그 밖에 동등한 자격이 있다고 인정되는 자` ends a list of which one is enough, though nothing says so above it.
_EQUAL = re.compile(r"동등|인정되는\s?자|상당하는\s?자격")
_OR = re.compile(r"또는|혹은|이거나|거나|나\s")
_WHOLE = re.compile(r"[자람]\s*(?:\([^()\n]*\))?\s*,?\s*$")
_LIST_GAP = re.compile(r"^[\s,·ㆍ/、]*(?:\([^()\n]{0,20}\)[\s,·ㆍ/、]*)?$")
_MOST_OPTIONS = 12
# No real passage asks for more; the work grows with its square.
_MOST_ASKED = 200


@dataclass(frozen=True, slots=True)
class _Item:
    start: int
    end: int
    block: int


def with_alternatives(text: str, facts: list[Fact]) -> list[Fact]:
    """The facts with groups and options; one that belongs to several options comes once for each."""
    asked = [fact for fact in facts if fact.need == "required" and fact.kind in _KINDS]
    others = [fact for fact in facts if not (fact.need == "required" and fact.kind in _KINDS)]
    if not 0 < len(asked) <= _MOST_ASKED:
        return facts
    items = _items(text, asked)
    grouped: list[Fact] = []
    next_group = 1 + max((item.block for item in items), default=0)
    options: dict[int, int] = {}
    for item, members in _by_item(text, asked, items):
        choices = _choices(text, members)
        if item is None:
            if len(choices) > 1:
                grouped += _numbered(choices, next_group, 0)
                next_group += 1
            else:
                grouped += [fact for choice in choices for fact in choice]
        else:
            first = options.get(item.block, 0)
            grouped += _numbered(choices, item.block, first)
            options[item.block] = first + len(choices)
    grouped = _with_open_ways(grouped, items, asked)
    return sorted([*others, *grouped], key=lambda fact: (fact.start, fact.end))


def _with_open_ways(grouped: list[Fact], items: list[_Item], asked: list[Fact]) -> list[Fact]:
    """A group of one option is none, unless its list tells of further ways."""
    read = {item for item in items if any(item.start <= fact.start < item.end for fact in asked)}
    opened = {item.block for item in items if item not in read}
    options: dict[int | None, set[int | None]] = {}
    for fact in grouped:
        options.setdefault(fact.group, set()).add(fact.option)
    found = []
    for fact in grouped:
        is_alone = len(options[fact.group]) < 2 and fact.group not in opened
        if fact.group is None or is_alone:
            found.append(replace(fact, group=None, option=None))
        else:
            found.append(replace(fact, is_open=fact.group in opened))
    return found


def _numbered(choices: list[list[Fact]], group: int, first: int) -> list[Fact]:
    return [
        replace(fact, group=group, option=first + number) for number, choice in enumerate(choices, 1) for fact in choice
    ]


def _items(text: str, asked: list[Fact]) -> list[_Item]:
    """The items of each list of which one is enough."""
    told = [*_told_items(text)]
    return [*told, *_unsaid_items(text, asked, told)]


def _unsaid_items(text: str, asked: list[Fact], told: list[_Item]) -> Iterator[_Item]:
    """Lists that do not say that one is enough, but mean it: one item is `or the like`, or two ask for different degrees."""
    known = {item.start for item in told}
    block = max((item.block for item in told), default=0)
    for run in _runs(text, known):
        if any(_EQUAL.search(text, start, end) for start, end in run) or _differ(asked, run):
            block += 1
            yield from (_Item(start, end, block) for start, end in run)


def _runs(text: str, known: set[int]) -> Iterator[list[tuple[int, int]]]:
    """Two or more lines in a row that begin with the same mark."""
    place, run, mark = 0, list[tuple[int, int]](), ""
    for raw in [*text.split("\n"), ""]:
        marked = _ITEM.match(raw) if place not in known else None
        own = _class_of(marked["mark"]) if marked else ""
        if not own or own != mark:
            if len(run) > 1:
                yield run
            run, mark = [], own
        if own:
            run.append((place, place + len(raw)))
        place += len(raw) + 1


def _differ(asked: list[Fact], run: list[tuple[int, int]]) -> bool:
    """Nobody is asked for a doctorate in one line and for a master's degree in another, both to be met."""
    levels = set()
    for start, end in run:
        own = {
            fact.value
            for fact in asked
            if start <= fact.start < end and (fact.kind == "education" or "(분야)" in fact.value)
        }
        if len(own) == 1:
            levels |= own
    return len(levels) > 1


def _told_items(text: str) -> Iterator[_Item]:
    place, block, mark, is_open = 0, 0, "", False
    for raw in text.split("\n"):
        end = place + len(raw)
        marked = _ITEM.match(raw)
        own = _class_of(marked["mark"]) if marked else ""
        if _ONE_OF.search(raw) and not re.search("모두", raw):
            block, mark, is_open = block + 1, "", True
        elif is_open and raw.strip():
            if own and (not mark or own == mark):
                mark = own
                yield _Item(place, end, block)
            elif not own or own in "*※":
                is_open = bool(mark) or not own
                if mark and not own:
                    is_open = raw[:1] in " \t("
            elif mark and own != mark:
                is_open = own in "-·"
        place = end + 1


def _class_of(mark: str) -> str:
    if mark[0].isdigit():
        return "1"
    if "①" <= mark[0] <= "⑳":
        return "①"
    if "가" <= mark[0] <= "하" and len(mark) > 1:
        return "가"
    return "·" if mark in "ㆍ·•" else mark


def _by_item(text: str, facts: list[Fact], items: list[_Item]) -> Iterable[tuple[_Item | None, list[Fact]]]:
    """Facts of one item together; other facts by line."""
    found: list[tuple[_Item | None, list[Fact], int]] = []
    for fact in facts:
        item = next((item for item in items if item.start <= fact.start < item.end), None)
        line = text.rfind("\n", 0, fact.start)
        if found and found[-1][0] is item and found[-1][2] == line:
            found[-1][1].append(fact)
        else:
            found.append((item, [fact], line))
    return [(item, members) for item, members, _ in found]


def _choices(text: str, facts: list[Fact]) -> list[list[Fact]]:
    """The alternatives within one line: each a list of facts that have to be met together."""
    choices: list[list[Fact]] = [[facts[0]]]
    shared: list[Fact] = []
    for before, fact in itertools.pairwise(facts):
        gap = text[before.end : fact.start]
        parted = _OR.search(gap) if "\n" not in gap else None
        is_list = before.kind == fact.kind == "licence" and bool(_LIST_GAP.match(gap))
        if (parted or is_list) and len(choices) < _MOST_OPTIONS:
            choices.append([fact])
        elif len(choices) > 1 and fact.kind == "career_months" and not _ends_whole(text, choices):
            shared.append(fact)
        else:
            choices[-1].append(fact)
    return [[*choice, *shared] for choice in choices]


def _ends_whole(text: str, choices: list[list[Fact]]) -> bool:
    """`A 소지자 또는 B 취득 후 2년`: the years belong to B alone, for A is told to its end."""
    last = choices[-2][-1]
    gap = text[last.end : choices[-1][0].start]
    parted = _OR.search(gap)
    return bool(parted and _WHOLE.search(gap[: parted.start()]))
