"""The front page: hires lead, a few real figures beside them, then the questions with their answers."""

from html import escape

import streamlit as st

from dashboard.charts import hires
from dashboard.charts.chart import Chart
from dashboard.charts.members import with_members
from dashboard.data import Data
from dashboard.languages import _, _n
from dashboard.measures.staffing import members_by_year
from dashboard.questions.asked import answered
from dashboard.questions.question import Answered
from dashboard.ui.blocks import show_chart
from dashboard.ui.lead_figures import show_disclosed
from dashboard.ui.linked import anchor, show_linked

IN_VIEW = 6


def show_lead(data: Data) -> None:
    """How many were hired, and four figures of what institutions disclosed in their last settled year."""
    left, right = st.columns([3, 2])
    with left:
        show_chart(data.cached(_hires), data.origin("new_hires"))
    with right:
        show_disclosed(data)


def show_questions(data: Data) -> None:
    st.markdown(f"## {_('질문으로 찾기')}")
    show_linked(data.cached(_questions), "questions")


def _hires(data: Data) -> Chart:
    return with_members(hires.new_hires(data.table("new_hires")), members_by_year(data.table("staff")))


def _questions(data: Data) -> str:
    parts = (_section(reader, [_line(each) for each in asked]) for reader, asked in answered(data) if asked)
    return f'<div class="questions">{"".join(parts)}</div>'


def _section(reader: str, lines: list[str]) -> str:
    """The first questions; the others unfold."""
    first, others = "".join(lines[:IN_VIEW]), "".join(lines[IN_VIEW:])
    more = _n("질문 {count}개 더", len(lines) - IN_VIEW, count=len(lines) - IN_VIEW)
    folded = f"<details><summary>{escape(more)}</summary><ul>{others}</ul></details>" if others else ""
    return f"<section><h3>{escape(reader)}</h3><ul>{first}</ul>{folded}</section>"


def _line(asked: Answered) -> str:
    sentence = f"{asked.sentence} ({_('예시 자료')})" if asked.is_sample else asked.sentence
    return f"<li>{anchor(asked.text, asked.page, **asked.query)}<p>{escape(sentence)}</p></li>"
