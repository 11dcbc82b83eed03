"""A plan in words, and as JSON: what today's sync does, what is left after it, and how many days that takes."""

from collections.abc import Mapping

from data_loader.portal.client import OPERATIONS
from data_loader.sync.plan import Allowance, Plan, Step

_LABELS = {operation.name: operation.label for operation in OPERATIONS}


def plan_text(plan: Plan, allowances: Mapping[str, Allowance]) -> str:
    """Several Korean lines for the person who asks before spending the day's calls."""
    left = ", ".join(f"{_LABELS[name]} {allowance.left:,}" for name, allowance in allowances.items())
    steps = [
        f"  {place}. {label} (호출 약 {calls:,}번)" for place, (label, calls) in enumerate(_grouped(plan.steps), 1)
    ]
    return "\n".join([f"오늘 남은 호출: {left}", "", "할 일", *(steps or ["  없음"]), "", days_text(plan)])


def days_text(plan: Plan) -> str:
    """One or two sentences: what is still missing, and for how long."""
    if not plan.days:
        return "빠진 것이 없습니다. 앞으로는 바뀐 것만 받습니다."
    backlog = ", ".join(f"{_LABELS[name]} 약 {calls:,}번" for name, calls in plan.backlog.items())
    return f"아직 받지 못한 것에 드는 호출: {backlog}. 날마다 이어서 받으면 {plan.days:,}일이면 모두 갖춥니다."


def plan_json(plan: Plan, allowances: Mapping[str, Allowance]) -> dict[str, object]:
    return {
        "steps": [{"operation": step.operation.name, "label": step.label, "calls": step.calls} for step in plan.steps],
        "backlog": dict(plan.backlog),
        "days": plan.days,
        "missing": [window.label for window in plan.missing],
        "calls": {name: {"left": allowance.left, "limit": allowance.limit} for name, allowance in allowances.items()},
    }


def _grouped(steps: tuple[Step, ...]) -> list[tuple[str, int]]:
    """Label and calls; what is one call for each of many institutions is one line."""
    found: dict[str, int] = {}
    for step in steps:
        label = step.label.split("(")[0]
        found[label] = found.get(label, 0) + step.calls
    return list(found.items())
