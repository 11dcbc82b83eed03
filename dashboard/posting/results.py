"""The results of a posting's selection, in words: applicants, selected and ratio of each position."""

from collections.abc import Mapping
from typing import Any

from dashboard.languages import N_, _, _n
from dashboard.posting.dossier import Dossier
from dashboard.words import escape, number

Row = Mapping[str, Any]

HEADER = (N_("| 모집 분야 | 지원 | 선발 | 경쟁률 | 단계마다 |"), "|---|--:|--:|--:|---|")
ABOUT = N_(
    "지원은 첫 단계, 선발은 마지막 단계의 사람 수이고 경쟁률은 그 둘을 나눈 값입니다. 단계마다는 지원→선발이며 단계의 "
    "이름은 원천에 없습니다."
)
# The portal gives one decimal or none.
ROUNDING = 0.5


def is_published(position: Row) -> bool:
    """Whether both ends of a position's selection are known."""
    return position["applicants"] is not None and position["selected"] is not None


def results_sentence(dossier: Dossier, is_over: bool) -> str:
    """What the results say, or why there are none yet."""
    positions = dossier.positions
    if not positions:
        return _("포털에 이 공고의 전형 단계가 없습니다.")
    known = [position for position in positions if is_published(position)]
    if not known:
        return f"{_planned(positions)} " + (
            _("접수는 끝났지만 지원자와 선발 인원이 아직 공개되지 않았습니다.")
            if is_over
            else _("지원자와 선발 인원은 전형이 끝난 뒤 공개됩니다.")
        )
    return " ".join(part for part in (_published(positions, known), _outcome(known), _decided(positions)) if part)


def _planned(positions: tuple[Row, ...]) -> str:
    count, stages = len(positions), max(position["stage_count"] for position in positions)
    return _("모집 분야 {count}개, 전형 {stages}단계입니다.", count=count, stages=stages)


def _published(positions: tuple[Row, ...], known: list[Row]) -> str:
    count = len(positions)
    if len(known) == count:
        return _n("모집 분야 {count}개의 결과가 공개되었습니다.", count, count=count)
    return _("모집 분야 {count}개 가운데 {known}개의 결과가 공개되었습니다.", count=count, known=len(known))


def _outcome(known: list[Row]) -> str:
    applicants, selected = (sum(position[name] for position in known) for name in ("applicants", "selected"))
    counts = {"applicants": number(applicants), "selected": number(selected)}
    if not selected:
        return _("첫 단계에 {applicants}명이 지원해 {selected}명이 뽑혔습니다.", **counts)
    ratio = number(applicants / selected, 1)
    return _("첫 단계에 {applicants}명이 지원해 {selected}명이 뽑혔습니다({ratio} 대 1).", ratio=ratio, **counts)


def _decided(positions: tuple[Row, ...]) -> str:
    days = sorted({position["decided_date"] for position in positions if position["decided_date"]})
    if len(days) > 1:
        return _("확정일은 {first}부터 {last}입니다.", first=days[0], last=days[-1])
    return _("확정일은 {day}입니다.", day=days[0]) if days else ""


def results_table(dossier: Dossier) -> str:
    """One line for each position, as a Markdown table."""
    return "\n".join([*map(_, HEADER), *(_line(position, dossier.stages) for position in dossier.positions)])


def _line(position: Row, stages: tuple[Row, ...]) -> str:
    own = [stage for stage in stages if (stage["first_stage_id"] or stage["stage_id"]) == position["first_stage_id"]]
    steps = " · ".join(f"{_count(stage['applicants'])}→{_count(stage['selected'])}" for stage in own)
    cells = (
        position["position"] or _("(이름 없음)"),
        _count(position["applicants"]),
        _count(position["selected"]),
        _ratio(position),
        steps if any(stage["applicants"] is not None for stage in own) else _("미공개"),
    )
    return f"| {' | '.join(map(escape, cells))} |"


def _count(value: int | None) -> str:
    return "–" if value is None else number(value)


def _ratio(position: Row) -> str:
    ratio, disclosed = position["ratio"], position["disclosed_ratio"]
    if ratio is None:
        return _("선발 없음") if is_published(position) else "–"
    differs = disclosed is not None and abs(disclosed - ratio) > ROUNDING
    return number(ratio, 1) + (_(" (공개한 값 {ratio})", ratio=number(disclosed, 1)) if differs else "")
