"""The published figures, and pay by each measure."""

import pandas as pd
import pytest

from dashboard.measures.pay import MEASURES, Pay, pay_by_institution
from data_loader.reference import load_reference


@pytest.fixture(scope="session")
def tables() -> dict[str, pd.DataFrame]:
    names = ("pay", "starting_pay", "institutions", "cpi", "new_hires")
    reference = load_reference()
    return {name: reference[name].data.to_pandas() for name in names}


@pytest.fixture(scope="session")
def pays(tables: dict[str, pd.DataFrame]) -> dict[str, Pay]:
    return {
        measure: pay_by_institution(measure, tables["pay"], tables["starting_pay"], tables["institutions"])
        for measure in MEASURES
    }
