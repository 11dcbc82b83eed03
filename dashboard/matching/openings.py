"""The open postings of a snapshot, made ready to be matched: roles, what each asks for, and the words that say so."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_loader import codes
from data_loader.snapshot import Snapshot

TITLE = "title"
# The texts that tell who may apply and who is favoured; only the first is searched for a reader's words.
ELIGIBILITY, PREFERENCE, CONDITION = "eligibility", "preference", "preference_condition"
TEXTS = (ELIGIBILITY, PREFERENCE, CONDITION)
# An eligibility text shorter than this only points to the notice.
THIN = 60
# Characters of a line quoted before and after the words that matter.
REACH = 100
_DOCTORS = (
    r"전임의|촉탁의|전문의|진료의|일반의|당직의|봉직의|입원전담의|(?:진료|임상|진료전담)교수(?:요원)?|임상강사|전공의|"
    r"파견의사|계약직의사|[가-힣]*의사(?=직|\s|,|\(|\)|$)"
)
_PROFESSIONS = {
    "의사": _DOCTORS,
    "약사": r"[가-힣]*약사|약무직",
    "간호사": r"간호사|간호직",
    **{
        name: name
        for name in (
            "간호조무사", "방사선사", "임상병리사", "물리치료사", "작업치료사", "치과위생사", "영양사", "요양보호사", "사회복지사", "수의사",
            "변호사", "공인회계사", "공인노무사", "변리사", "세무사", "장례지도사", "조산사", "언어재활사", "안마사",
        )
    },
}  # fmt: skip
_NAMED = {name: re.compile(pattern) for name, pattern in _PROFESSIONS.items()}
_LISTED = re.compile(r"[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]")
_BETWEEN = re.compile(r"\s*[,·ㆍ/、]\s*|\s+및\s+|\s+")
_COMMA = re.compile(r"[,·ㆍ/、]|\s및\s")
# Names parted by nothing but blanks are a list from so many on; two are one name.
_LEAST_BY_BLANKS = 3
_NO_ROLE = re.compile(r"\d|대체|공고|재공고|차$|년|월|상시|긴급|우대|본부|지사|기간제|계약직|정규직|비정규직|채용")


_CODED = {
    "hire_types": codes.HIRE_TYPES,
    "ncs_fields": codes.NCS_FIELDS,
    "work_regions": codes.WORK_REGIONS,
    "education_levels": codes.EDUCATION_LEVELS,
}


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a posting: of a text, its title, or a coded field by its names."""

    source: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Need:
    """Something asked for, or favoured; fields as of the facts' table. `sentence`: the line that says so."""

    kind: str
    value: str
    group: tuple[str, int] | None
    option: int
    is_open: bool
    line: int
    span: Span
    sentence: Span


@dataclass(slots=True)
class Role:
    """A role of a posting. `name` is None where the posting tells of one only; `passages` are about it alone."""

    name: Span | None = None
    passages: list[Span] = field(default_factory=list)
    required: list[Need] = field(default_factory=list)
    preferred: list[Need] = field(default_factory=list)
    excluded: list[Need] = field(default_factory=list)


@dataclass(frozen=True)
class Opening:
    """An open posting. `common`: passages about all of its roles; `named`: professions and licences named, where they stand."""

    posting_id: int
    institution_code: str
    institution: str
    title: str
    end_date: date
    coded: Mapping[str, tuple[str, ...]]
    regions: frozenset[str]
    roles: tuple[Role, ...]
    common: tuple[Span, ...]
    title_span: Span
    named: Mapping[str, tuple[tuple[int, int, str], ...]]
    is_thin: bool

    def coded_span(self, column: str) -> Span:
        """A coded field by the names of its codes."""
        words = ", ".join(self.coded[column])
        return Span(column, 0, len(words), words)

    @cached_property
    def has_several_roles(self) -> bool:
        return len(self.roles) > 1


def openings(snapshot: Snapshot, today: date) -> tuple[Opening, ...]:
    """The postings that take applications on `today`, the newest number first, with what their texts ask for."""
    postings = snapshot.read("postings")
    is_open = pc.and_(pc.less_equal(postings["start_date"], today), pc.greater_equal(postings["end_date"], today))
    is_open = pc.and_(is_open, pc.is_null(postings["withdrawn_date"]))
    rows = postings.filter(is_open).to_pylist()
    numbers = pa.array([row["posting_id"] for row in rows], pa.int64())
    texts = {row["posting_id"]: row for row in _of(snapshot, "posting_texts", numbers)}
    facts, roles = (_by_posting(_of(snapshot, name, numbers)) for name in ("facts", "roles"))
    made = (
        _opening(row, texts.get(row["posting_id"], {}), facts[row["posting_id"]], roles[row["posting_id"]])
        for row in rows
    )
    return tuple(sorted(made, key=lambda opening: -opening.posting_id))


def _of(snapshot: Snapshot, name: str, numbers: pa.Array) -> list[dict[str, Any]]:
    """The rows of a table about these postings; none where the snapshot lacks it."""
    if name not in snapshot.tables:
        return []
    table = snapshot.read(name)
    found: list[dict[str, Any]] = table.filter(pc.is_in(table["posting_id"], numbers)).to_pylist()
    return found


def _by_posting(rows: Iterable[dict[str, Any]]) -> defaultdict[int, list[dict[str, Any]]]:
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["posting_id"]].append(row)
    return found


def _opening(
    row: Mapping[str, Any], own: Mapping[str, Any], facts: list[dict[str, Any]], roles: list[dict[str, Any]]
) -> Opening:
    texts = {TITLE: row["title"], **{name: own.get(name) or "" for name in TEXTS}}
    facts = [fact for fact in facts if fact["source"] in texts]
    found = _roles(texts, roles)
    if not found:
        found = _roles_of_title(row["title"], row["institution"])
    made = dict(enumerate(found, 1)) or {1: Role()}
    _ask(made, texts, facts, is_told=bool(roles))
    for role in made.values():
        _imply(role, row["title"] if len(made) == 1 else "")
    common = _common(texts[ELIGIBILITY], [span for role in made.values() for span in role.passages])
    coded = {
        column: tuple(table[code].name if code in table else code for code in row[column] or ())
        for column, table in _CODED.items()
    }
    level = codes.CAREER_LEVELS.get(row["career_level"] or "")
    coded["career_level"] = (level.name,) if level else ()
    return Opening(
        row["posting_id"], row["institution_code"] or "", row["institution"] or "", row["title"], row["end_date"], coded,
        frozenset(row["work_regions"] or ()), tuple(made.values()), common,
        _title_without(row["title"], row["institution"] or ""),
        _named(texts, facts), len(texts[ELIGIBILITY].strip()) < THIN,
    )  # fmt: skip


def _title_without(title: str, institution: str) -> Span:
    """The title with the institution's name blanked out: what a 요양병원 hires for is not told by its name."""
    blanked = title
    for name in {
        institution,
        *re.findall(
            r"[가-힣]*(?:병원|요양원|의료원|혈액원|개발원|연구원|센터|캠퍼스|대학교?|공단|공사|재단|진흥원)", title
        ),
    }:
        if len(name) > 2:
            blanked = blanked.replace(name, " " * len(name))
    return Span(TITLE, 0, len(title), blanked)


def _roles(texts: Mapping[str, str], rows: list[dict[str, Any]]) -> list[Role]:
    found: dict[int, Role] = {}
    for row in sorted(rows, key=lambda row: (row["role_no"], row["source"] != ELIGIBILITY, row["start"])):
        text = texts.get(row["source"], "")
        start, end = row["start"], row["end"]
        role = found.setdefault(row["role_no"], Role())
        place = text.find(row["name"], start, end)
        if role.name is None and place >= 0:
            role.name = Span(row["source"], place, place + len(row["name"]), row["name"])
        elif role.name is None:
            role.name = Span(row["source"], start, start, row["name"])
        if row["source"] == ELIGIBILITY and end > start:
            role.passages.append(Span(row["source"], start, end, text[start:end]))
    # Numbered from 1 without a gap.
    return [found[number] for number in sorted(found)]


def _roles_of_title(title: str, institution: str) -> list[Role]:
    """`채용 공고(간호사, 사무원, 작업치료사)`: a list in the title names roles; so do two professions."""
    best: list[Role] = []
    for listed in _LISTED.finditer(title):
        names, place = [], listed.start(1)
        for between in [*_BETWEEN.finditer(title, listed.start(1), listed.end(1)), None]:
            stop = between.start() if between else listed.end(1)
            names.append(Span(TITLE, place, stop, title[place:stop]))
            place = between.end() if between else stop
        kept = [name for name in names if len(name.quote) > 1 and not _NO_ROLE.search(name.quote)]
        least = 2 if _COMMA.search(listed[1]) else _LEAST_BY_BLANKS
        if len(kept) >= least and len(kept) > len(best) and listed[1] != institution:
            best = [Role(name) for name in kept]
    return best


def _ask(roles: Mapping[int, Role], texts: Mapping[str, str], facts: list[dict[str, Any]], *, is_told: bool) -> None:
    """Put each fact where it belongs: with its role, or with all."""
    for fact in facts:
        text = texts[fact["source"]]
        span = Span(fact["source"], fact["start"], fact["end"], text[fact["start"] : fact["end"]])
        group = None if fact["group_no"] is None else (fact["source"], fact["group_no"])
        line = text.count("\n", 0, fact["start"])
        need = Need(
            fact["kind"], fact["value"], group, fact["option_no"] or 0, bool(fact["group_is_open"]), line, span,
            _sentence(text, span),
        )  # fmt: skip
        for role in _asked_by(roles, fact, need, is_told):
            place = {"required": role.required, "preferred": role.preferred, "excluded": role.excluded}.get(
                fact["need"]
            )
            if place is not None:
                place.append(need)


def _sentence(text: str, span: Span) -> Span:
    """The line around a span, where it is short; else what is near."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - REACH)
    end = text.find("\n", span.end)
    end = min(len(text) if end < 0 else end, span.end + REACH)
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return Span(span.source, start, start + len(words), words)


def _asked_by(roles: Mapping[int, Role], fact: Mapping[str, Any], need: Need, is_told: bool) -> Iterable[Role]:
    if is_told and fact["role_no"] in roles:
        return [roles[fact["role_no"]]]
    if len(roles) > 1 and need.kind in ("licence", "disability", "veteran"):
        named = [role for role in roles.values() if role.name and _names_it(role.name.quote, need)]
        return named or roles.values()
    return roles.values()


def _names_it(name: str, need: Need) -> bool:
    words = {"disability": "장애", "veteran": "보훈"}.get(need.kind, need.value)
    return words in name or (need.value in _NAMED and bool(_NAMED[need.value].search(name)))


def _imply(role: Role, title: str) -> None:
    """전임의 has to be a 의사, and a 간호사 to be one: the name of a role, or of the only one, asks for the licence."""
    name = role.name or (Span(TITLE, 0, len(title), title) if title else None)
    if name is None or any(need.kind == "licence" for need in role.required):
        return
    professions = [*_professions(name.quote)]
    if len({licence for _, _, licence in professions}) != 1:
        return
    start, end, licence = professions[0]
    if re.match(r"\s*(?:업무)?\s*(?:보조|지원|도우미)", name.quote[end:]):
        return
    span = Span(name.source, name.start + start, name.start + end, name.quote[start:end])
    role.required.append(Need("licence", licence, None, 0, False, -1, span, name))


def _professions(text: str) -> Iterator[tuple[int, int, str]]:
    for licence, pattern in _NAMED.items():
        for match in pattern.finditer(text):
            yield match.start(), match.end(), licence


def _named(texts: Mapping[str, str], facts: list[dict[str, Any]]) -> dict[str, tuple[tuple[int, int, str], ...]]:
    """Where each text names a licence or a profession, so that words within its name are not taken for more."""
    found: dict[str, list[tuple[int, int, str]]] = {
        source: [*_professions(texts[source])] for source in (TITLE, ELIGIBILITY)
    }
    for fact in facts:
        if fact["kind"] == "licence" and fact["source"] in found:
            found[fact["source"]].append((fact["start"], fact["end"], fact["value"]))
    return {source: tuple(places) for source, places in found.items()}


def _common(text: str, taken: list[Span]) -> tuple[Span, ...]:
    """What is left of the eligibility text beside the passages of roles."""
    found, place = [], 0
    for start, end in [*sorted((span.start, span.end) for span in taken), (len(text), len(text))]:
        if text[place:start].strip():
            found.append(Span(ELIGIBILITY, place, start, text[place:start]))
        place = max(place, end)
    return tuple(found)
