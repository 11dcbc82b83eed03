"""Where a recorded day cannot answer: what is real all the same, what a key brings, and the way to the sample."""

import streamlit as st

from dashboard.charts import hires
from dashboard.charts.chart import Chart
from dashboard.charts.offices import offices
from dashboard.data import Data
from dashboard.languages import N_, _
from dashboard.selection.disclosed import Disclosed
from dashboard.ui.address import offer_data
from dashboard.ui.blocks import show_chart
from dashboard.ui.disclosed import disclosed_by_all, discloses_any
from dashboard.words import escape

OVER_TIME = N_(
    "하루의 기록으로는 공고가 늘고 주는 것을 말할 수 없습니다. 서비스 키를 넣으면 2018년부터의 공고를 받아 여기에 보입니다. "
    "실제로 뽑은 수는 공시에 있습니다."
)
RESULTS = N_(
    "기록한 날의 공고에는 전형 결과가 없어 경쟁률을 말할 수 없습니다. 서비스 키를 넣으면 지원자와 선발 인원을 공고마다 받아 여기에 보입니다. "
    "실제로 뽑은 수는 공시에 있습니다."
)
FACILITIES = N_(
    "시설과 사업은 서비스 키로 받습니다(공공기관 시설정보·사업정보 조회서비스). 기관의 지역사무소는 목록이 있어 아래에 보입니다."
)


def say_instead(data: Data, why: str, key: str) -> None:
    """The sentence, and a button that shows the same view of the sample."""
    with st.container(border=True):
        st.markdown(escape(_(why)))
        offer_data(data, key=f"sample_{key}")


def show_hires_instead(data: Data, why: str, of: Disclosed | None = None) -> None:
    """Actual hires by year, as institutions disclose them: of those chosen, or of all."""
    say_instead(data, why, "hires")
    of = of or disclosed_by_all(data)
    if discloses_any(of, "new_hires"):
        show_chart(of.cached(_hires), data.origin("new_hires"))


def show_offices_instead(data: Data) -> None:
    """Where the branch offices are."""
    say_instead(data, FACILITIES, "offices")
    show_chart(data.cached(_offices), data.origin("branches"))


def _hires(of: Disclosed) -> Chart:
    return hires.new_hires(of.table("new_hires"))


def _offices(data: Data) -> Chart:
    return offices(data.table("branches"))
