"""The questions, by who asks them."""

from collections.abc import Mapping

from dashboard.charts import family, finances, flow, hires, notices, place, staffing, welfare
from dashboard.charts.offices import offices
from dashboard.charts.pay import changes, gaps, level, parts
from dashboard.data import Data
from dashboard.languages import N_, _
from dashboard.questions.answers import (
    finding,
    indefinite_ratio,
    largest_posting,
    of_indicator,
    of_open,
    of_pay,
    of_staff,
    open_with,
    over_time,
    welfare_a_head,
)
from dashboard.questions.question import Answered, Question


def _open(text: str, **filters: str) -> Question:
    """A question about what is open now, answered by counting it and led to the list of it."""
    return Question(text, "postings", open_with(**filters), {"status": "open", **filters}, True)


POLICY = (
    Question(N_("공공기관 채용은 줄고 있나"), "trends", finding(hires.new_hires, "new_hires"), {"view": "hired"}),
    Question(
        N_("청년·여성·비수도권 인재를 얼마나 뽑나"),
        "trends",
        finding(hires.hire_shares, "new_hires"),
        {"view": "hired"},
    ),
    Question(N_("이전한 기관은 그 지역에서 뽑나"), "trends", finding(hires.relocated, "new_hires"), {"view": "hired"}),
    Question(N_("청년인턴은 일자리로 이어지나"), "trends", finding(hires.interns, "interns"), {"view": "hired"}),
    Question(
        N_("정규직 대신 인턴을 쓰나"), "trends", finding(hires.intern_ratio, "interns", "new_hires"), {"view": "hired"}
    ),
    Question(N_("정원을 얼마나 비워 두나"), "trends", of_staff(staffing.vacancy), {"view": "staff"}),
    Question(N_("한 해에 몇 퍼센트를 새로 뽑나"), "trends", of_staff(staffing.hiring_rate), {"view": "staff"}),
    Question(
        N_("일자리는 수도권에 몰려 있나"),
        "places",
        over_time(place.capital_share, "headcount", "fractional"),
        {"view": "capital"},
        True,
    ),
    Question(N_("지금 어디서 가장 많이 뽑나"), "places", of_open(flow.by_facet, "region"), {"status": "open"}, True),
    Question(
        N_("지역마다 무엇이 두드러지나"),
        "places",
        of_open(place.specialisation, "headcount"),
        {"status": "open", "view": "fields"},
        True,
    ),
    Question(N_("지역사무소는 어디에 있나"), "facilities", finding(offices, "branches")),
    Question(N_("수입은 얼마이고 늘고 있나"), "family", finding(finances.income, "finances"), {"view": "finances"}),
    Question(
        N_("정부가 주는 돈에 얼마나 기대나"), "family", finding(finances.dependence, "finances"), {"view": "finances"}
    ),
    Question(N_("인건비는 얼마나 늘었나"), "family", finding(finances.spending, "finances"), {"view": "finances"}),
)
PRESS = (
    Question(N_("남성 육아휴직은 얼마나 늘었나"), "family", finding(family.leave, "work_family"), {"view": "family"}),
    Question(
        N_("육아휴직자 가운데 남성은 얼마나 되나"),
        "family",
        finding(family.men_share, "work_family"),
        {"view": "family"},
    ),
    Question(N_("재택근무는 사라졌나"), "family", finding(family.flexible, "work_family"), {"view": "family"}),
    Question(
        N_("근무시간을 줄인 사람은 늘었나"), "family", finding(family.short_hours, "work_family"), {"view": "family"}
    ),
    Question(N_("가족을 돌보려고 휴가를 쓰나"), "family", finding(family.care, "work_family"), {"view": "family"}),
    Question(N_("직장어린이집에 얼마를 쓰나"), "family", finding(family.day_care, "work_family"), {"view": "family"}),
    Question(
        N_("보수는 물가를 따라잡았나"),
        "pay",
        of_pay("average", lambda data, pay, year: level.over_years(pay, data.table("cpi"))),
    ),
    Question(
        N_("한 해에 보수가 얼마나 올랐나"),
        "pay",
        of_pay("average", lambda data, pay, year: changes.growth(pay, data.table("cpi"))),
        {"view": "change"},
    ),
    Question(
        N_("남녀 보수 격차는 줄고 있나"),
        "pay",
        of_pay("average", lambda data, pay, year: gaps.gender_over_years(pay)),
        {"view": "gap"},
    ),
    Question(
        N_("남녀 격차는 근속 때문인가"),
        "pay",
        of_pay("average", lambda data, pay, year: gaps.gender(pay, year)),
        {"view": "gap"},
    ),
    Question(
        N_("많이 주는 곳과 적게 주는 곳의 차이는"),
        "pay",
        of_pay("average", lambda data, pay, year: gaps.spread(pay)),
        {"view": "change"},
    ),
    Question(
        N_("무기계약직은 정규직의 얼마를 받나"),
        "pay",
        of_pay("indefinite", indefinite_ratio),
        {"measure": "indefinite"},
    ),
    Question(
        N_("보수 순위가 가장 크게 바뀐 곳은"),
        "pay",
        of_pay("average", lambda data, pay, year: changes.rank_changes(pay, year)),
        {"view": "change"},
    ),
    Question(N_("기관장은 얼마를 받나"), "family", of_indicator("head_pay"), {"view": "head"}),
    Question(N_("복리후생비는 모두 얼마인가"), "family", finding(welfare.totals, "welfare"), {"view": "welfare"}),
    Question(N_("복리후생도 고용형태에 따라 다른가"), "family", welfare_a_head, {"view": "welfare"}),
)
ADVICE = (
    Question(
        N_("초임이 4천만 원을 넘는 곳은 얼마나 되나"),
        "pay",
        of_pay("starting", lambda data, pay, year: level.bands(pay)),
        {"measure": "starting"},
    ),
    Question(
        N_("초임은 어느 유형이 높나"),
        "pay",
        of_pay("starting", lambda data, pay, year: level.by_type(pay, year)),
        {"measure": "starting"},
    ),
    Question(
        N_("초임은 물가를 따라잡았나"),
        "pay",
        of_pay("starting", lambda data, pay, year: level.over_years(pay, data.table("cpi"))),
        {"measure": "starting"},
    ),
    Question(
        N_("초임은 그 기관 평균의 얼마인가"),
        "pay",
        of_pay("starting", lambda data, pay, year: gaps.starting_ratio(pay, year)),
        {"measure": "starting", "view": "change"},
    ),
    Question(
        N_("초임이 오른 곳은 더 뽑았나"),
        "pay",
        of_pay("starting", lambda data, pay, year: changes.against_hires(pay, data.table("new_hires"), year)),
        {"measure": "starting", "view": "change"},
    ),
    Question(
        N_("평균보수는 어느 유형이 높나"),
        "pay",
        of_pay("average", lambda data, pay, year: level.by_type(pay, year)),
    ),
    Question(
        N_("어느 부처의 기관이 많이 주나"),
        "pay",
        of_pay("average", lambda data, pay, year: level.by_group(pay, year, "ministry", N_("주무부처"))),
        {"view": "groups"},
    ),
    Question(
        N_("어느 지역의 기관이 많이 주나"),
        "pay",
        of_pay("average", lambda data, pay, year: level.by_group(pay, year, "region", N_("본사 시도"))),
        {"view": "groups"},
    ),
    Question(
        N_("오래 다니면 더 받나"),
        "pay",
        of_pay("average", lambda data, pay, year: parts.against_tenure(pay, year)),
        {"view": "parts"},
    ),
    Question(
        N_("보수에서 기본급은 얼마나 되나"),
        "pay",
        of_pay("average", lambda data, pay, year: parts.composition(pay, year)),
        {"view": "parts"},
    ),
    Question(N_("공고는 며칠 열려 있나"), "trends", over_time(notices.windows), {"view": "notices"}, True),
)
SEEKERS = (
    _open(N_("정규직 공고는 몇 건인가"), hire="regular"),
    _open(N_("신입이 갈 수 있는 곳은"), career="entry,either"),
    _open(N_("경력직을 찾는 곳은"), career="experienced,either"),
    _open(N_("고졸이 갈 수 있는 곳은"), education="any,high"),
    _open(N_("체험형 인턴 자리는"), hire="experience-intern"),
    _open(N_("보건·의료 정규직은"), ncs="health", hire="regular"),
    _open(N_("부산·경남에서 뽑는 곳은"), region="busan,gyeongnam"),
    _open(N_("정보통신 일자리는"), ncs="ict"),
    _open(N_("장애인을 우대하는 곳은"), preference="disability"),
    Question(N_("한 번에 많이 뽑는 곳은"), "postings", largest_posting, {"status": "open", "sort": "headcount"}, True),
)
# For each kind of reader their name and their questions.
READERS: Mapping[str, tuple[Question, ...]] = {
    N_("정책을 만들 때"): POLICY,
    N_("기사를 쓸 때"): PRESS,
    N_("진로를 상담할 때"): ADVICE,
    N_("일자리를 찾을 때"): SEEKERS,
}


def answered(data: Data) -> list[tuple[str, list[Answered]]]:
    """For each kind of reader the questions these data answer; the others are left out."""
    return [
        (_(reader), [each for question in asked if (each := _answer(data, question))])
        for reader, asked in READERS.items()
    ]


def _answer(data: Data, question: Question) -> Answered | None:
    sentence = question.answer(data)
    if not sentence:
        return None
    is_sample = question.is_of_postings and data.is_sample
    return Answered(_(question.text), sentence, question.page, question.query, is_sample)
