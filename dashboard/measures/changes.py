"""The ledger of changes, counted by day and kind."""

import pandas as pd

from dashboard.languages import N_, _
from data_loader.schema import POSTING_TEXTS, POSTINGS
from data_loader.settings import KST

CHANGE_NAMES = {
    "new": N_("새 공고"),
    "edited": N_("고침"),
    "extended": N_("마감 연장"),
    "shortened": N_("마감 단축"),
    "cancelled": N_("취소"),
    "withdrawn": N_("내려감"),
    "returned": N_("다시 나타남"),
    "reposted": N_("재공고"),
    "next_round": N_("다음 차수"),
    "same_title": N_("같은 제목의 공고"),
}
_LABELS = {column.name: column.label for table in (POSTINGS, POSTING_TEXTS) for column in table.columns}


def changes_by_day(changes: pd.DataFrame) -> pd.DataFrame:
    """Changes per day in Korea (latest first) and kind; `changes` as in the table of that name. Unit: changes seen."""
    days = changes["observed_at"].dt.tz_convert(KST).dt.date.rename(_("날"))
    counts = pd.crosstab(days, changes["change"]).reindex(columns=list(CHANGE_NAMES), fill_value=0)
    names = {kind: _(name) for kind, name in CHANGE_NAMES.items()}
    return counts.rename(columns=names).rename_axis(columns=None).sort_index(ascending=False).reset_index()


def changes_in_words(changes: pd.DataFrame) -> pd.DataFrame:
    """The same changes, latest first, as a reader reads them."""
    latest = changes.sort_values("observed_at", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            _("확인한 때"): latest["observed_at"].dt.tz_convert(KST).dt.strftime("%Y-%m-%d %H:%M"),
            _("변경"): latest["change"].map({kind: _(name) for kind, name in CHANGE_NAMES.items()}),
            _("공고번호"): latest["posting_id"],
            _("바뀐 열"): latest["column"].map({name: _(label) for name, label in _LABELS.items()}),
            _("바뀌기 전"): latest["before"],
            _("바뀐 뒤"): latest["after"],
            _("앞선 공고"): latest["related_posting_id"].astype("Int64"),
        }
    ).reset_index(drop=True)
