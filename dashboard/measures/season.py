"""An index of monthly values, and the same without its seasons."""

import numpy as np

from dashboard.selection.index import Numbers

YEAR = 12
FEWEST_YEARS = 3


def base_index(values: Numbers, first: int) -> tuple[Numbers, int | None]:
    """Monthly values with the mean month of the first whole year as 100, and that year; NaN and None without one.

    `first`: the month of the first value (since 1970-01). Whole years without any value are passed over.

    **지수** = 그 달 ÷ 기준 연도의 월평균 × 100. 기준 연도는 자료에 온전히 든 첫 해다. 공고 시작 월 기준, 끝나지 않은 달은 뺀다.
    """
    for begin in range(-first % YEAR, len(values) - YEAR + 1, YEAR):
        mean = values[begin : begin + YEAR].mean()
        if mean > 0:
            return values / mean * 100, 1970 + (first + begin) // YEAR
    return np.full(len(values), np.nan), None


def seasonally_adjusted(values: Numbers) -> Numbers:
    """Monthly values less their season, by robust STL with a period of twelve; NaN below three whole years, and before
    the last month that is not known.

    **계절 조정** = 원계열 − 계절 성분. 계절 성분은 STL(국소 회귀로 추세와 계절을 나누는 방법, 주기 12개월, 특이값에 덜 흔들리는 robust)로 구하고
    statsmodels로 계산한다. 이어서 받은 세 해(36개월)가 차야 낸다. 새 달이 더해지면 지난 값도 조금 바뀐다.
    """
    begin = int(np.flatnonzero(np.isnan(values)).max(initial=-1)) + 1
    adjusted: Numbers = np.full(len(values), np.nan)
    run = values[begin:]
    if len(run) < FEWEST_YEARS * YEAR:
        return adjusted
    # Takes seconds to import, and one view in a dozen needs it.
    from statsmodels.tsa.seasonal import STL

    decomposed = STL(run, period=YEAR, robust=True).fit()
    adjusted[begin:] = run - np.asarray(decomposed.seasonal)
    return adjusted
