"""What happens at the portal's offices: postings appear, change, close, publish results and go, day by day.

Seeded and without a clock of its own: `turn` moves it on. The portal in front of it is in simulation.py.
"""

import heapq
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from random import Random
from typing import Any

from data_loader.codes import EDUCATION_LEVELS, HIRE_TYPES, NCS_FIELDS, WORK_REGIONS, Code
from data_loader.reference import load_reference
from data_loader.settings import KST
from tests.data_loader.conftest import institution_row, posting_row
from tests.data_loader.service_rows import branch_row, facility_row, file_row, programme_row, stage_row

FIRST_DAY = date(2018, 7, 1)
# Share of closed postings that publish results, by the year they start in.
DISCLOSED = {2018: 0.87, 2019: 0.8, 2020: 0.82, 2021: 0.78, 2022: 0.72, 2023: 0.65, 2024: 0.14, 2025: 0.06}
NEW_REGION = Code("R3028", "대구경북", "daegu-gyeongbuk")
# What happens on an average day besides new postings, by the name of the method.
DAILY = {"edit": 6.0, "extend": 2.0, "cancel": 0.8, "withdraw": 0.7, "attach": 1.0, "amend_old": 0.3}
_VOLATILE = ("ongoingYn", "decimalDay", "files", "steps")


@dataclass(eq=False)
class Posting:
    """A row of the recruitment list without what depends on the day, what only the detail shows, and earlier rows."""

    row: dict[str, Any]
    files: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    results_at: datetime | None = None
    results: list[dict[str, Any]] = field(default_factory=list)
    earlier: list[dict[str, Any]] = field(default_factory=list)

    @property
    def number(self) -> int:
        return int(self.row["recrutPblntSn"])

    def is_open(self, today: str) -> bool:
        return bool(self.row["pbancBgngYmd"] <= today <= self.row["pbancEndYmd"])

    def change(self, **fields: object) -> None:
        self.earlier.append(self.row)
        self.row = self.row | fields
        self.__dict__.pop("_text", None)

    @cached_property
    def _text(self) -> str:
        steady = {name: value for name, value in self.row.items() if name not in _VOLATILE}
        return json.dumps(steady, ensure_ascii=False)[:-1]

    def listed(self, today: date) -> str:
        """The row of the list as JSON."""
        is_open = "Y" if self.is_open(f"{today:%Y%m%d}") else "N"
        left = (day_of(self.row["pbancEndYmd"]) - today).days
        return f'{self._text}, "ongoingYn": "{is_open}", "decimalDay": {left}, "files": [], "steps": []}}'

    def detailed(self, now: datetime) -> dict[str, Any]:
        """The answer of the detail operation: two fields are empty there, results come when published."""
        steps = self.results if self.results_at and self.results_at <= now else self.steps
        return self.row | {"ongoingYn": None, "decimalDay": None, "files": self.files, "steps": steps}


class World:
    """All that the portal could show. `postings` are listed now, by number; `withdrawn` were once."""

    def __init__(self, now: datetime, historic: int = 8000, new_per_day: float = 45, seed: int = 1) -> None:
        self.now = now
        self.new_per_day = new_per_day
        self.postings: dict[int, Posting] = {}
        self.withdrawn: dict[int, Posting] = {}
        self.regions = list(WORK_REGIONS.values())
        self._seed = seed
        self._random = Random(seed)
        self._events: list[tuple[datetime, int, str]] = []
        self._counted = 0
        self._planned = now.date()
        self._is_frozen = False
        roster = load_reference()["institutions"].data.to_pylist()
        current = [row for row in roster if not row["is_former"]][:60]
        former = [row for row in roster if row["is_former"]][:5]
        self._employers = [(row["institution_code"], row["institution"]) for row in current * 4 + former]
        self.institutions = [institution_row(row["institution_code"], instNm=row["institution"]) for row in current]
        self.branches = {row["instCd"]: list(_branches(row, self._random)) for row in self.institutions}
        self.facilities = [facility_row(number, **self._owner("mngInstCd")) for number in range(150, 0, -1)]
        self.programmes = [programme_row(number, **self._owner("instCd")) for number in range(120, 0, -1)]
        self._next_number = 200_001
        for start in self._historic_days(historic):
            self._publish(start, start, self._random)

    def turn(self, now: datetime) -> None:
        """Let happen all that happens until `now`."""
        while self._planned <= now.date() and not self._is_frozen:
            self._plan(self._planned)
            self._planned += timedelta(days=1)
        while self._events and self._events[0][0] <= now:
            self._happen(heapq.heappop(self._events))
        self.now = now

    def hurry(self) -> None:
        """Let the next thing happen now."""
        if self._events:
            self._happen(heapq.heappop(self._events))

    def appear(self) -> None:
        """Let a posting appear now."""
        self._counted += 1
        self._appear(Random(f"{self._seed} {self._counted}"))

    def freeze(self) -> None:
        """Nothing happens any more; results that are on their way still come."""
        self._is_frozen = True
        self._events.clear()

    @property
    def today(self) -> date:
        return self.now.astimezone(KST).date()

    def _owner(self, field_name: str) -> dict[str, str]:
        institution = self._random.choice(self.institutions)
        return {field_name: institution["instCd"], "instNm": institution["instNm"]}

    def _historic_days(self, count: int) -> Iterator[date]:
        """Start dates, oldest first: the last three weeks as busy as any day, the years before evenly."""
        recent = min(count // 2, round(self.new_per_day * 21))
        days = (self.now.date() - FIRST_DAY).days
        yield from sorted(FIRST_DAY + timedelta(self._random.randrange(days - 21)) for _ in range(count - recent))
        yield from sorted(self.now.date() - timedelta(1 + self._random.randrange(21)) for _ in range(recent))

    def _plan(self, day: date) -> None:
        """Spread a day's events over it."""
        random = Random(f"{self._seed} {day}")
        for name, average in {"appear": self.new_per_day, **DAILY}.items():
            for _ in range(int(average) + (random.random() < average % 1)):
                minute = random.randrange(6 * 60, 23 * 60)
                at = datetime.combine(day, time(minute // 60, minute % 60, random.randrange(60)), KST)
                self._counted += 1
                if at > self.now:
                    heapq.heappush(self._events, (at, self._counted, name))

    def _happen(self, event: tuple[datetime, int, str]) -> None:
        at, count, name = event
        self.now = max(self.now, at)
        act: Callable[[Random], None] = getattr(self, f"_{name}")
        act(Random(f"{self._seed} {count} {name}"))

    # What may happen

    def _appear(self, random: Random) -> None:
        # Most start at once, some in a few days, and now and then an old notice comes again under a new number.
        wait = random.choices([0, 1, 5], [0.9, 0.08, 0.02])[0]
        start = self.today + timedelta(days=wait)
        self._publish(date(2018, 10, 4) if random.random() < 0.01 else start, start, random)

    def _edit(self, random: Random) -> None:
        if posting := self._pick_open(random):
            change = random.choice(
                [
                    {"srcUrl": f"https://www.example.org/{random.random()}"},
                    {"aplyQlfcCn": f"고친 자격 {random.random()}"},
                    {"recrutNope": random.randrange(1, 60)},
                    {"pbancBgngYmd": f"{self.today:%Y%m%d}"},
                ]
            )
            posting.change(**change)

    def _extend(self, random: Random) -> None:
        if posting := self._pick_open(random):
            posting.change(pbancEndYmd=f"{day_of(posting.row['pbancEndYmd']) + timedelta(days=7):%Y%m%d}")

    def _cancel(self, random: Random) -> None:
        if posting := self._pick_open(random):
            posting.change(recrutPbancTtl="(공고취소) " + posting.row["recrutPbancTtl"])

    def _withdraw(self, random: Random) -> None:
        posting = self._pick_open(random) if random.random() < 0.9 else self.postings[random.choice([*self.postings])]
        if posting:
            self.withdrawn[posting.number] = self.postings.pop(posting.number)

    def _attach(self, random: Random) -> None:
        """An attachment is exchanged: the list shows nothing of it."""
        if posting := self._pick_open(random):
            posting.files = [*posting.files[1:], _file(random.randrange(10**7), len(posting.files))]

    def _amend_old(self, random: Random) -> None:
        posting = self.postings[random.choice([*self.postings])]
        posting.change(disqlfcRsn=f"나중에 고침 {random.random()}")

    # How postings are made

    def _pick_open(self, random: Random) -> Posting | None:
        today = f"{self.today:%Y%m%d}"
        # Hardly one of the older ones is.
        recent = islice(reversed(self.postings.values()), 1500)
        found = [posting for posting in recent if posting.is_open(today)]
        return random.choice(found) if found else None

    def _publish(self, start: date, seen_from: date, random: Random) -> None:
        """A posting that says it began on `start` and is open for some days after `seen_from`."""
        number = self._next_number
        self._next_number += 1 if random.random() < 0.94 else 2
        code, name = random.choice(self._employers)
        title = f"{name} {random.choice(['기간제', '정규직', '체험형 인턴'])} 채용 {number}"
        former = self.postings.get(number - 400)
        if former and random.random() < 0.04:
            code, name = former.row["pblntInstCd"], former.row["instNm"]
            title = f"{former.row['recrutPbancTtl']} (재공고)"
        end = seen_from + timedelta(days=random.choice([1, 6, 9, 14, 14, 14, 15, 16, 28]))
        row = posting_row(
            number,
            pblntInstCd=code,
            instNm=name,
            recrutPbancTtl=title,
            recrutNope=random.choice([1, 1, 1, 2, 3, 5, 12, 40]),
            pbancBgngYmd=f"{start:%Y%m%d}",
            pbancEndYmd="20501231" if random.random() < 0.002 else f"{end:%Y%m%d}",
            replmprYn=random.choice("YNNN"),
            **_coded("workRgn", random, self.regions),
            **_coded("ncsCd", random, list(NCS_FIELDS.values())),
            **_coded("hireType", random, list(HIRE_TYPES.values())[:5]),
            **_coded("acbgCond", random, list(EDUCATION_LEVELS.values())),
        )
        files = [_file(number * 10 + place, place) for place in range(random.randrange(2, 5))]
        posting = Posting(row, files, list(_steps(number, random, None)))
        if random.random() < DISCLOSED.get(start.year, 0.43):
            closes = datetime.combine(end, time(17), KST)
            posting.results_at = closes + timedelta(days=random.randrange(15, 60))
            posting.results = list(_steps(number, random, posting.results_at.date()))
        self.postings[number] = posting


def day_of(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _coded(prefix: str, random: Random, table: list[Code]) -> dict[str, str]:
    """One to three codes and their names, as the portal lists them."""
    chosen = random.sample(table, random.choices([1, 2, 3], [0.85, 0.1, 0.05])[0])
    return {
        f"{prefix}Lst": ",".join(code.code for code in chosen),
        f"{prefix}NmLst": ",".join(code.name for code in chosen),
    }


def _file(number: int, place: int) -> dict[str, Any]:
    return file_row(number, sortNo=place, atchFileNm=f"붙임{place}. {number}.pdf", atchFileType="ABCZ"[place % 4])


def _steps(number: int, random: Random, decided: date | None) -> Iterator[dict[str, Any]]:
    """Two stages for each of one or two positions; numbers only when the results are decided."""
    for position in range(random.choice([1, 1, 2])):
        first = number * 10 + position * 2
        applicants, selected = random.randrange(0, 90), random.randrange(1, 5)
        for stage in range(2):
            numbers: dict[str, Any] = {}
            if decided:
                numbers = {
                    "recrutNope": selected * (5 if stage == 0 else 1),
                    "aplyNope": applicants if stage == 0 else selected * 5,
                    "cmpttRt": None if stage == 0 else round(applicants / selected, 1),
                    "rsnOcrnYmd": f"{decided:%Y%m%d}",
                }
            place = {"sortNo": position, "minStepSn": first, "maxStepSn": first + 1}
            yield stage_row(first + stage, number, recrutPbancTtl=["일반직", "연구직"][position], **place, **numbers)


def _branches(institution: dict[str, Any], random: Random) -> Iterator[dict[str, Any]]:
    # Many institutions have none.
    for place in range(random.choice([0, 0, 1, 3, 12])):
        number = int(institution["instCd"][1:]) * 100 + place + 1
        yield branch_row(number, instCd=institution["instCd"], instNm=institution["instNm"])
