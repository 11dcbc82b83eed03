"""Pay as it is drawn and tabulated: in 만 원, in English in million won, as each press writes it."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.chart import heading
from dashboard.languages import KOREAN, _, spoken


@dataclass(frozen=True, slots=True)
class PayUnit:
    """Its name as it stands after a number, how much of it a thousand won are, the decimals drawn, and those that tell
    every thousand won."""

    name: str
    scale: float
    digits: int
    exact: int

    @property
    def format(self) -> str:
        """After the colon of a hover template."""
        return f",.{self.digits}f"

    def drawn(self, thousands: Iterable[float]) -> list[float | None]:
        """Amounts in thousand won as they are drawn; None for what is not known."""
        return [None if pd.isna(value) else round(float(value) * self.scale, self.exact) for value in thousands]

    def column(self, thousands: pd.Series) -> pd.Series:
        """The same for a table."""
        return (thousands.astype(float) * self.scale).round(self.exact)

    def heading(self, name: str) -> str:
        return heading(name, self.name)


def pay_unit() -> PayUnit:
    if spoken() == KOREAN:
        return PayUnit(_("만 원"), 1 / 10, 0, 1)
    return PayUnit(" million won", 1 / 1000, 1, 3)
