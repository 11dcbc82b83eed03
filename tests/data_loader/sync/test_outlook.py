from data_loader.portal.client import BRANCHES, OPERATIONS, RECRUITMENT_DETAIL, branches_of
from data_loader.sync.outlook import days_text, plan_json, plan_text
from data_loader.sync.plan import Allowance, Knowledge, Plan, ReadDetails, ReadList, make_plan
from tests.data_loader.conftest import NOW

ALLOWANCES = {operation.name: Allowance(1000, 1000) for operation in OPERATIONS}
FIRST = make_plan(Knowledge(), ALLOWANCES, NOW, NOW)


def test_a_plan_is_told_in_numbered_steps_with_its_days() -> None:
    lines = plan_text(FIRST, ALLOWANCES).splitlines()
    assert lines[0].startswith("오늘 남은 호출: 채용공고 1,000, 채용공고 상세 1,000")
    assert lines[3] == "  1. 지금 열린 공고 (호출 약 1번)"
    assert lines[-1].endswith(f"날마다 이어서 받으면 {FIRST.days}일이면 모두 갖춥니다.")


def test_one_call_for_each_of_many_institutions_is_one_line() -> None:
    steps = tuple(ReadList(BRANCHES, branches_of(f"C{n:04}"), f"지역사무소(C{n:04})", 1) for n in range(300))
    plan = Plan((*steps, ReadDetails(RECRUITMENT_DETAIL, (1, 2), "채용공고 상세")), {}, 0, ())
    assert "  1. 지역사무소 (호출 약 300번)\n  2. 채용공고 상세 (호출 약 2번)" in plan_text(plan, ALLOWANCES)


def test_with_nothing_missing_it_says_so() -> None:
    assert "빠진 것이 없습니다" in days_text(Plan((), {}, 0, ()))
    assert "없음" in plan_text(Plan((), {}, 0, ()), ALLOWANCES)


def test_as_json_a_plan_names_steps_backlog_days_and_calls() -> None:
    found = plan_json(FIRST, ALLOWANCES)
    assert set(found) == {"steps", "backlog", "days", "missing", "calls"}
    steps = found["steps"]
    assert isinstance(steps, list)
    assert steps[0] == {"operation": "recruitment", "label": "지금 열린 공고", "calls": 1}
