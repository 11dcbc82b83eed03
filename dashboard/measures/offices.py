"""Offices of institutions beside their head office. Unit: offices."""

import pandas as pd

from data_loader.codes import WORK_REGIONS, comparable_regions


def by_region(branches: pd.DataFrame) -> pd.DataFrame:
    """Offices per comparable region, the most first. Columns: code, region (its Korean name), offices.

    `branches`: rows of that table; head offices and offices without a region are left out.
    """
    own = branches[~branches["is_head_office"].fillna(False).astype(bool)].dropna(subset=["region"])
    codes = own["region"].map(lambda code: comparable_regions((code,))[0])
    counts = codes.value_counts().rename_axis("code").reset_index(name="offices")
    counts = counts.sort_values(["offices", "code"], ascending=[False, True], ignore_index=True)
    names = [WORK_REGIONS[code].name if code in WORK_REGIONS else code for code in counts["code"]]
    return counts.assign(region=names)
