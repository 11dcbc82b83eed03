"""How hard it is to get in: applicants of the first stage ÷ persons finally selected, per position.

Definition: as ALIO works out its 경쟁률. A position of which nobody was selected has no ratio; it is left out
and counted, as is one that names selected persons and no applicant. A position counts once for each posting;
where its posting has several regions, fields or hire types, `mode` says how (see `breakdown`).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.measures.breakdown import Mode
from dashboard.selection.index import EPOCH, History, Numbers
from dashboard.selection.positions import FoundPositions, PositionIndex, StageIndex

# Below this many positions a median says more about chance than about the group.
FEWEST_POSITIONS = 5
QUARTILES = (0.25, 0.5, 0.75)
BY_YEAR = "year"
MOST_FUNNELS = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """Positions by what their results say; together they are all of them."""

    rated: int
    nobody_selected: int
    no_applicants: int
    undisclosed: int


def coverage_by_year(found: History, positions: PositionIndex) -> pd.DataFrame:
    """Per start year of the closed postings among the days read: `closed`, of them `received` (with details here) and `disclosing`
    (applicants and selected of a position or more), and `share` = disclosing ÷ received (0–1).

    **결과를 공개한 비율** = 지원자와 최종 선발을 모집 분야 하나라도 적은 공고 ÷ 상세를 받은 마감 공고, 시작 연도별. 상세를 아직 받지 않은 공고는 알 수
    없으므로 넣지 않고 몇 건인지 적는다. 갓 마감한 공고는 아직 전형 중일 수 있다. 출처: 채용공고의 전형 단계.
    """
    index = found.index
    rows = found.rows[index.end[found.rows] < (index.today - EPOCH).days]
    years = 1970 + index.month[rows] // 12
    if len(rows) and not index.is_whole(found.selection):
        is_read = found.years_read(int(years.min()), int(years.max()))[years - years.min()]
        rows, years = rows[is_read], years[is_read]
    first = int(years.min(initial=9999))
    received = positions.is_detailed[rows]
    counts = {
        "closed": np.bincount(years - first),
        "received": np.bincount(years[received] - first),
        "disclosing": np.bincount(years[received & positions.discloses[rows]] - first),
    }
    longest = len(counts["closed"])
    table = pd.DataFrame({name: np.pad(count, (0, longest - len(count))) for name, count in counts.items()})
    table.insert(0, "year", np.arange(longest) + first)
    table = table[table["closed"] > 0].reset_index(drop=True)
    return table.assign(share=table["disclosing"] / table["received"].where(table["received"] > 0))


def tally(chosen: FoundPositions) -> Tally:
    """Every position in one of four kinds.

    **경쟁률** = 첫 단계 지원자 ÷ 마지막 단계 선발, 모집 분야마다. 알리오의 경쟁률과 같은 정의로 다시 계산한다. 선발이 0인 모집 분야는 나눌 수 없으므로
    “뽑힌 사람이 없음”으로 따로 세고, 선발이 있는데 지원자가 0으로 적힌 것도 뺀다. 뺀 수는 그림마다 적는다.
    """
    positions, places = chosen.positions, chosen.places
    selected, applicants = positions.selected[places], positions.applicants[places]
    nobody = int(((selected == 0) & np.isfinite(applicants)).sum())
    no_applicants = int(((applicants == 0) & (selected > 0)).sum())
    rated = len(chosen.rated)
    return Tally(rated, nobody, no_applicants, len(places) - rated - nobody - no_applicants)


def quartiles(chosen: FoundPositions) -> Numbers:
    """First quartile, median and third quartile of the ratios; NaN without any.

    **경쟁률의 분포**는 로그 눈금으로 그린다. 중앙값은 모집 분야를 경쟁률 순으로 늘어놓아 무게의 절반에 이르는 값이고, 가운데 절반은 25%와 75%에 이르는
    값의 사이다. 평균은 지원자가 몰린 몇 곳이 끌어올리므로 쓰지 않는다.
    """
    n = len(chosen.ratios)
    found: Numbers = weighted_quantiles(np.zeros(n, np.int16), chosen.ratios, np.ones(n), 1)[0]
    return found


def quartiles_by(chosen: FoundPositions, key: str, mode: Mode) -> pd.DataFrame:
    """Quartiles of the ratio by facet `key`, or by start year (`BY_YEAR`), in the order of the options.

    Columns: code, label, n (positions that count), weight (their sum of weights), q1, median, q3. Counted
    fractionally a position weighs 1/k in each of the k options of its posting.

    **나누어 본 경쟁률**: 모집 분야에는 지역과 분야가 따로 적혀 있지 않아 공고의 것을 물려받는다. 공고의 값이 k개면 균등 배분에서는 각 값에 1/k의
    무게로(기본), 중복 집계에서는 값마다 온전히 들어가고, 하나만 적은 공고만 볼 수도 있다. 모집 분야가 5개가 안 되는 묶음은 가리고 몇 개인지 적는다. 두 중앙값의
    차이는 로그로 잰 표준오차의 두 배를 넘을 때만 말한다.
    """
    if key == BY_YEAR:
        years = 1970 + chosen.found.index.month[chosen.positions.row[chosen.rated]] // 12
        first, last = int(years.min(initial=9999)), int(years.max(initial=0))
        labels = [str(year) for year in range(first, last + 1)]
        groups = _grouped((years - first).astype(np.int16), chosen.ratios, np.ones(len(years)), labels, labels)
        history = chosen.found.history
        is_whole = history.index.is_whole(history.selection)
        return groups if is_whole or groups.empty else groups[history.years_read(first, last)]
    entry = chosen.found.index.facets[key]
    combination = entry.combination[chosen.positions.row[chosen.rated]]
    options_of, sizes = _members(entry.members)
    begins = np.cumsum(sizes) - sizes
    size = sizes[combination]
    owner = np.repeat(np.arange(len(combination)), size)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(size) - size, size)
    option = options_of[begins[combination[owner]] + step].astype(np.int16)
    k = size[owner]
    weight = {"fractional": 1 / np.maximum(k, 1), "full": np.ones(len(k)), "single": (k == 1) * 1.0}[mode]
    counts = weight > 0
    codes, labels = [o.code for o in entry.options], [o.label for o in entry.options]
    return _grouped(option[counts], chosen.ratios[owner[counts]], weight[counts], codes, labels)


def weighted_quantiles(group: NDArray[np.int16], value: Numbers, weight: Numbers, groups: int) -> Numbers:
    """Groups × QUARTILES: the smallest value up to which the group holds such a share of its weight.

    `value` rises; `weight` is above 0. NaN for an empty group.
    """
    order = np.argsort(group, kind="stable")
    value, sums = value[order], np.cumsum(weight[order])
    whole = np.bincount(group, weight, groups)
    ends = np.cumsum(np.bincount(group, minlength=groups))
    begins = np.concatenate([[0], ends[:-1]])
    before = np.concatenate([[0.0], sums])[begins]
    found = np.full((groups, len(QUARTILES)), np.nan)
    filled = ends > begins
    for column, share in enumerate(QUARTILES):
        # A third of a third of a third does not quite add up.
        wanted = before + whole * share * (1 - 1e-9)
        place = np.clip(np.searchsorted(sums, wanted), begins, np.maximum(ends - 1, begins))
        found[filled, column] = value[place[filled]]
    return found


def funnels(chosen: FoundPositions, stages: StageIndex) -> pd.DataFrame:
    """How many are left at each stage, in persons, for positions with equally many stages.

    Columns: stage_count, n (positions), step (1 … stage_count, then stage_count + 1 for the finally selected),
    persons. Only positions of which every stage's number is known and somebody applied; the commonest numbers
    of stages with FEWEST_POSITIONS or more.

    **전형 단계**: 단계 수가 같고 모든 단계의 수를 공개한 모집 분야끼리 인원을 더해 첫 단계 지원자에 대한 비율로 적는다. 원천에 단계의 이름이 없어 1차, 2차,
    최종 선발이라고만 쓴다. 지원자가 많은 모집 분야의 무게가 크다.
    """
    positions, places = chosen.positions, chosen.places
    complete = np.isfinite(positions.selected[places]) & (positions.applicants[places] > 0)
    places = places[complete & (stages.count[places] > 0)]
    parts = []
    for count in np.unique(stages.count[places]).tolist():
        own = places[stages.count[places] == count]
        applicants = stages.applicants[stages.begin[own][:, None] + np.arange(count)]
        known = np.isfinite(applicants).all(axis=1)
        if known.sum() >= FEWEST_POSITIONS:
            persons = [*applicants[known].sum(axis=0), positions.selected[own[known]].sum()]
            parts.append((int(known.sum()), count, persons))
    commonest = sorted(sorted(parts, key=lambda part: -part[0])[:MOST_FUNNELS], key=lambda part: part[1])
    rows = [(count, n, step + 1, value) for n, count, persons in commonest for step, value in enumerate(persons)]
    return pd.DataFrame(rows, columns=["stage_count", "n", "step", "persons"])


def against_starting_pay(chosen: FoundPositions, starting_pay: pd.DataFrame) -> pd.DataFrame:
    """Per institution with FEWEST_POSITIONS or more: n, median ratio, starting_pay (thousand won) and its year,
    the last settled one. `left_out` in `attrs`: institutions with a ratio that had too few or no starting pay.

    **경쟁률과 초임**: 점은 모집 분야가 5개 이상인 기관, 세로는 그 기관 경쟁률의 중앙값, 가로는 마지막 결산 연도의 신입사원 초임(알리오)이다. 상관계수는
    경쟁률의 로그로 재고, 기관이 30곳 이상이고 0과의 차이가 2 ÷ √n을 넘을 때만 말한다.
    """
    groups = quartiles_by(chosen, "institution", "full")
    groups = groups[groups["n"] > 0]
    settled = starting_pay[(starting_pay["basis"] == "settled") & starting_pay["starting_pay"].notna()]
    last = settled.sort_values("year").groupby("institution_code").tail(1).set_index("institution_code")
    pay = last.reindex(groups["code"])
    table = pd.DataFrame(
        {
            "code": groups["code"].to_numpy(),
            "institution": groups["label"].to_numpy(),
            "n": groups["n"].to_numpy(),
            "median": groups["median"].to_numpy(),
            "starting_pay": pay["starting_pay"].to_numpy(dtype=float, na_value=np.nan),
            "year": pay["year"].to_numpy(dtype=float, na_value=np.nan),
        }
    )
    shown = table[(table["n"] >= FEWEST_POSITIONS) & table["starting_pay"].notna()].reset_index(drop=True)
    shown.attrs["left_out"] = len(table) - len(shown)
    return shown.astype({"year": int})


def _grouped(
    group: NDArray[np.int16], value: Numbers, weight: Numbers, codes: list[str], labels: list[str]
) -> pd.DataFrame:
    found = weighted_quantiles(group, value, weight, len(labels))
    columns: dict[str, Any] = {
        "code": codes,
        "label": labels,
        "n": np.bincount(group, minlength=len(labels)),
        "weight": np.bincount(group, weight, len(labels)),
    }
    return pd.DataFrame(columns | dict(zip(("q1", "median", "q3"), found.T, strict=True)))


def _members(members: Numbers) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The options of every combination one after another, and how many each has."""
    combinations, options = np.nonzero(members)
    return options, np.bincount(combinations, minlength=len(members))
