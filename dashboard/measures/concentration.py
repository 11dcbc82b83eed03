"""How evenly a quantity is spread: Herfindahl–Hirschman index, Gini coefficient, top share."""

import numpy as np

from dashboard.selection.index import Numbers


def herfindahl(values: Numbers) -> float:
    """HHI = Σ sᵢ² over shares: 1/n when even, 1 when all is in one place. NaN without anything to share.

    **HHI**(허핀달·허쉬만 지수) = Σ sᵢ², sᵢ는 몫. 고르면 1/n, 한 곳에 다 모이면 1이다.
    """
    total = values.sum()
    return float(np.square(values / total).sum()) if total > 0 else float("nan")


def normalised_herfindahl(values: Numbers) -> float:
    """(HHI − 1/n) ÷ (1 − 1/n): 0 when even, 1 when all is in one place.

    **정규화한 HHI** = (HHI − 1/n) ÷ (1 − 1/n). 고르면 0, 한 곳에 다 모이면 1이라 n이 달라도 비교할 수 있다.
    """
    n = len(values)
    return (herfindahl(values) - 1 / n) / (1 - 1 / n) if n > 1 else float("nan")


def gini(values: Numbers) -> float:
    """Gini coefficient over the n values given, zeros included: 0 when even, (n − 1)/n when one has all.

    **지니 계수** = 값을 작은 것부터 쌓은 로렌츠 곡선이 고른 선에서 벗어난 넓이의 두 배. 고르면 0, 하나가 다 가지면 (n − 1)/n이다. 지역은 0인 곳까지, 기관은
    공고를 낸 곳만 센다.
    """
    total, n = values.sum(), len(values)
    if total <= 0:
        return float("nan")
    ranks = np.arange(1, n + 1)
    return float((2 * ranks - n - 1) @ np.sort(values) / (n * total))


def top_share(values: Numbers, top: int) -> float:
    """Share (0–1) of the largest `top` values.

    **상위 10곳의 몫** = 가장 많은 열 기관의 합 ÷ 전체.
    """
    total = values.sum()
    return float(np.sort(values)[::-1][:top].sum() / total) if total > 0 else float("nan")


def location_quotients(table: Numbers) -> Numbers:
    """(Region's share of field j) ÷ (national share of field j) for a regions × fields table; NaN where empty.

    **입지 계수** = 지역 안 분야의 비중 ÷ 전국에서 그 분야의 비중. 1보다 크면 그 지역에 그 분야가 몰려 있다. 30 미만인 칸은 비운다.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        of_region = table / table.sum(axis=1, keepdims=True)
        national = table.sum(axis=0) / table.sum()
        quotients: Numbers = of_region / national
    return quotients
