"""The open postings against a profile: what suits, what needs a look, what is near, and what is out of reach, and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.matching.openings import Opening, Role
from dashboard.matching.profile import Profile
from dashboard.matching.reasons import Reason, Wanted, reasons, wanted
from dashboard.matching.rules import Missing, missing_for, missing_for_all

MOST_SHOWN = 10
MOST_OF_ONE_INSTITUTION = 3
# Points from which a posting is shown, and from which it is worth a look.
SHOWN, LOOK = 5, 2
# Nobody moves there for a posting that is near in all else.
_NOT_NEAR = frozenset({"region", "group"})


@dataclass(frozen=True, slots=True)
class Matched:
    """A posting, the role of it that suits best, and what speaks for it, the strongest first."""

    opening: Opening
    role: Role
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def points(self) -> int:
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Result:
    """`shown` suit, best first, at most MOST_SHOWN, and `more` as well; `look`: whether they suit is in the notice;
    `near`: one thing is missing; `hidden`: out of reach, with what is missing; `rest`: open to the person, but no words
    speak for it."""

    shown: tuple[Matched, ...]
    more: tuple[Matched, ...]
    look: tuple[Matched, ...]
    near: tuple[Matched, ...]
    hidden: tuple[Matched, ...]
    rest: tuple[Matched, ...]

    @property
    def total(self) -> int:
        return sum(len(getattr(self, name)) for name in self.__slots__)

    def out_of_reach_by_matter(self) -> Counter[str]:
        """matter → postings that are out of reach for it first."""
        return Counter(matched.missing[0].matter for matched in self.hidden)


def match(openings: Iterable[Opening], profile: Profile) -> Result:
    """Sort the postings by what the profile meets. Every point and every refusal quotes the words it stands on."""
    want = wanted(profile)
    suits: list[Matched] = []
    look: list[Matched] = []
    near: list[Matched] = []
    hidden: list[Matched] = []
    rest: list[Matched] = []
    for opening in openings:
        matched = _matched(opening, want)
        certain = [missing for missing in matched.missing if not missing.is_open]
        if certain:
            is_near = len(matched.missing) == 1 and matched.points >= SHOWN
            (near if is_near and certain[0].matter not in _NOT_NEAR else hidden).append(matched)
        elif matched.points >= SHOWN and not matched.missing:
            suits.append(matched)
        else:
            (look if matched.points >= LOOK or opening.is_thin else rest).append(matched)
    suits.sort(key=lambda matched: (-matched.points, matched.opening.end_date, matched.opening.posting_id))
    look.sort(key=lambda matched: -matched.points)
    near.sort(key=lambda matched: -matched.points)
    shown, more = _few_of_each(suits)
    return Result(*(tuple(part) for part in (shown, more, look, near, hidden, rest)))


def _matched(opening: Opening, want: Wanted) -> Matched:
    """The role that suits best among those the person may apply for, else the one closest to it."""
    for_all = missing_for_all(opening, want.profile)
    if any(missing.matter == "region" for missing in for_all):
        return Matched(opening, opening.roles[0], (), tuple(for_all))
    lacking = [(role, missing_for(opening, role, want.profile)) for role in opening.roles]
    fewest = min(_weight(missing) for _, missing in lacking)
    best = [
        Matched(opening, role, tuple(reasons(opening, role, want)), (*for_all, *missing))
        for role, missing in lacking
        if _weight(missing) == fewest
    ]
    return max(best, key=lambda matched: matched.points)


def _weight(missing: list[Missing]) -> int:
    """What is certainly missing, and what may be."""
    return sum(1 if one.is_open else 100 for one in missing)


def _few_of_each(suits: list[Matched]) -> tuple[list[Matched], list[Matched]]:
    shown: list[Matched] = []
    more: list[Matched] = []
    counted: Counter[str] = Counter()
    for matched in suits:
        own = matched.opening.institution_code
        fits = len(shown) < MOST_SHOWN and counted[own] < MOST_OF_ONE_INSTITUTION
        counted[own] += fits
        (shown if fits else more).append(matched)
    return shown, more
