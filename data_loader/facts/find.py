"""Facts of a passage: every rule run over it, each fact once for each role that states it."""

import re
from bisect import bisect_right
from dataclasses import replace

from data_loader.facts.age import ages
from data_loader.facts.alternatives import with_alternatives
from data_loader.facts.career import careers
from data_loader.facts.education import degrees
from data_loader.facts.fact import Fact
from data_loader.facts.groups import groups
from data_loader.facts.job_description import job_description_sections
from data_loader.facts.languages import language_scores
from data_loader.facts.licences import licences
from data_loader.facts.military import military_duties
from data_loader.facts.needs import JOB_DESCRIPTION
from data_loader.facts.passage import Passage
from data_loader.facts.roles import split_roles
from data_loader.facts.terms import terms

TITLE = "title"
# 장애인 제한경쟁, 보훈특별고용; beside 일반경쟁 only some of the posting's roles are.
_KEPT = re.compile(r"제한|장애\s?전형|특별\s?(?:채용|고용)|장애인\s?(?:근무자|직원|근로자)\s?채용")
_NOT_ALL = re.compile(r"일반|공개경쟁")

_RULES = (ages, degrees, careers, licences, language_scores, military_duties, groups, terms)


def find_facts(text: str, field: str) -> list[Fact]:
    """The facts a passage states, in the order of its words, each with its span in `text`.

    `field`: eligibility, preference, preference_condition (or preference_short), notice_text, job_description or
    title; it decides what a bare mention means. Only the first 200,000 characters are read.
    """
    passage = Passage(text, field)
    if not passage.squeezed:
        return []
    if field == TITLE:
        return _once([fact for fact in sorted(groups(passage), key=_place) if _is_kept_for(fact, text)])
    if field == JOB_DESCRIPTION:
        return sorted(job_description_sections(passage), key=_place)
    found = [fact for rule in _RULES for fact in rule(passage)]
    if field == "notice_text":
        found += _sections_of_a_notice(passage)
    found = _in_roles(text, sorted(found, key=_place)) if found else []
    return _once(with_alternatives(text, found) if field == "eligibility" else found)


def _is_kept_for(fact: Fact, title: str) -> bool:
    """A title tells whom a posting is kept for, and nothing else that can be relied on."""
    return fact.kind in ("disability", "veteran") and bool(_KEPT.search(title)) and not _NOT_ALL.search(title)


def facts_once(facts: list[Fact]) -> list[tuple[Fact, list[Fact]]]:
    """Each fact of a passage once, and all the places that state it, in whatever role or option."""
    found: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        found.setdefault((fact.kind, fact.value, fact.need), []).append(fact)
    return [(places[0], places) for places in found.values()]


def _in_roles(text: str, facts: list[Fact]) -> list[Fact]:
    roles = split_roles(text) if "\n" in text else []
    if not roles:
        return facts
    starts = [role.start for role in roles]
    placed = []
    for fact in facts:
        at = bisect_right(starts, fact.start) - 1
        is_inside = at >= 0 and fact.start < roles[at].end
        placed.append(replace(fact, role=roles[at].name) if is_inside else fact)
    return placed


def _sections_of_a_notice(passage: Passage) -> list[Fact]:
    """Job descriptions bound into a notice; an application form has some of their headings, but never these two."""
    sections = [*job_description_sections(passage)]
    return sections if {"knowledge", "skills"} <= {section.value for section in sections} else []


def _place(fact: Fact) -> tuple[int, int]:
    return fact.start, fact.end


def _once(facts: list[Fact]) -> list[Fact]:
    """The first place of each fact within its role and option."""
    seen: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        seen.setdefault((fact.kind, fact.value, fact.need, fact.role, fact.group, fact.option), fact)
    return list(seen.values())
