"""Which groups a posting favours or is kept for, as codes: by its short condition (우대조건) and by the facts."""

from collections.abc import Iterable

from data_loader.codes import PREFERENCE_GROUPS
from data_loader.facts.fact import Fact

_BY_FACT = {
    ("veteran", "yes"): "veteran",
    ("disability", "yes"): "disabled",
    ("regional_talent", "지역인재"): "local",
    ("regional_talent", "비수도권"): "local",
    ("regional_talent", "이전지역"): "local",
    ("other_group", "저소득층"): "lowincome",
    ("other_group", "북한이탈주민"): "defector",
    ("other_group", "다문화"): "multicultural",
    ("other_group", "자립준비청년"): "selfreliant",
    ("other_group", "한부모"): "singleparent",
    ("other_group", "경력단절여성"): "careerbreak",
    ("other_group", "고령자"): "senior",
    ("other_group", "고졸"): "highschool",
    ("other_group", "의사상자"): "hero",
    ("other_group", "청년인턴"): "intern",
}
_HISTORY = "한국사"


def preference_groups(facts: Iterable[Fact], condition: str | None = None) -> tuple[str, ...]:
    """The codes of PREFERENCE_GROUPS that facts of a posting tell, in the order of that table.

    `condition`: its 우대조건, a list of a few words, where 한국사 by itself is no subject of an examination.
    """
    found = {
        "history"
        if fact.kind == "licence" and fact.value.startswith(_HISTORY)
        else _BY_FACT.get((fact.kind, fact.value))
        for fact in facts
        if fact.need in ("preferred", "required")
    }
    if _HISTORY in (condition or ""):
        found.add("history")
    return tuple(code for code in PREFERENCE_GROUPS if code in found)
