"""What is new, on 데이터 in full and in short wherever a page has room for it."""

import pandas as pd
import streamlit as st

from dashboard.data import Data
from dashboard.languages import _
from dashboard.takeaways.news import News, news
from dashboard.ui.address import link
from dashboard.ui.blocks import show_table
from dashboard.words import escape
from data_loader.schema import REVISIONS


def show_news(data: Data) -> None:
    """All of it, the feed to follow it by, and each figure that was corrected."""
    lines = [_line(each) for each in data.cached(news_of)]
    feed = _("[새 소식 피드]({where})", where=link("news.xml"))
    st.markdown("\n".join([*lines, "", feed]))
    revisions = data.table("revisions")
    if len(revisions):
        title = _("고친 수치")
        st.markdown(f"## {title}")
        labels = {column.name: _(column.label) for column in REVISIONS.columns}
        show_table(pd.DataFrame(revisions.rename(columns=labels)), title, data.origin("revisions"), "revisions")


def latest_news(data: Data, most: int = 3) -> str:
    """The latest as one piece of Markdown; empty where there is nothing."""
    lines = [_line(each) for each in data.cached(news_of)[:most]]
    everything = _("모두 보기")
    more = f"[{everything}]({link('data', view='news')})"
    return "\n".join([*lines, "", more]) if lines else ""


def news_of(data: Data) -> tuple[News, ...]:
    """What is new in these data, the latest first."""
    names = data.snapshot.tables
    changes = data.table("changes") if "changes" in names else None
    return news({name: data.origin(name) for name in names}, changes, data.table("revisions"), data.postings.rows)


def _line(each: News) -> str:
    page, _mark, query = each.page.partition("?")
    where = link(page, **dict([query.split("=")] if query else []))
    when = f"{each.day}" if each.day else _("이 판부터")
    return f"- **{when}** [{each.label}]({where}) {escape(each.text)}"
