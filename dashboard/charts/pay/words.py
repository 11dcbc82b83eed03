"""What the charts of pay have in common: changes in words, types by name, what was suppressed."""

import numpy as np
import pandas as pd

from dashboard.languages import _
from dashboard.measures.pay import Pay
from dashboard.words import percent

UNCHANGED = 0.0005


def grown(before: float, now: float) -> str:
    """The stem of "9.2% 올랐다"; empty where one of the two is unknown."""
    return moved(now / before - 1)


def moved(share: float) -> str:
    """The stem of "9.2% 올랐다"."""
    if np.isnan(share):
        return ""
    if abs(share) < UNCHANGED:
        return _("그대로였")
    size = percent(abs(share))
    return _("{share} 올랐", share=size) if share > 0 else _("{share} 내렸", share=size)


def left_out(pay: Pay, year: int | None = None) -> str:
    count = pay.suppressed.get(year, 0) if year else sum(pay.suppressed.values())
    return _("종업원 5명 미만이라 가린 값 {count}개.", count=count) if count else ""


def translated(table: pd.DataFrame) -> pd.DataFrame:
    """The table with types, ministries and regions in the language spoken; institutions keep their names."""
    return table.assign(**{name: table[name].map(_) for name in ("type", "ministry", "region") if name in table})


def percents(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else round(float(value) * 100, 2) for value in values]
