"""Charts of what postings ask for. Licences keep the names the list of licences gives them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    INK,
    SEQUENCE,
    Chart,
    Figure,
    bars,
    figure,
    listed,
    row_height,
    sentences,
    value_axis,
    within,
)
from dashboard.charts.labels import broken
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.reach import counted_of, limits, nothing, unread
from dashboard.languages import KOREAN, N_, _, spoken
from dashboard.measures import skills as measures
from dashboard.measures.skills import LICENCE, NEEDS, Demand, Written
from dashboard.selection.facets import FACET
from dashboard.selection.index import Found
from dashboard.words import SMALLEST_BASE, number, percent

MOST_BARS = 20
MOST_LICENCES = 8
# Longer items of a job description are sentences.
LONGEST_BAR = 60
SECTION_NAMES = {
    "knowledge": N_("필요지식"),
    "skills": N_("필요기술"),
    "attitudes": N_("직무수행태도"),
    "duties": N_("직무수행내용"),
    "related_licences": N_("관련 자격"),
    "basic": N_("직업기초능력"),
}
# More share one place than a sentence can name.
MOST_FIRST = 2
READINGS = {
    "eligibility": N_("응시자격을 읽음"),
    "notice": N_("첨부한 공고문을 읽음"),
    "preference": N_("우대 글만 있음"),
    "read": N_("공고문 아닌 첨부만 읽음"),
    "scan": N_("첨부가 스캔(그림)"),
    "distribution": N_("첨부가 배포용"),
    "damaged": N_("첨부가 손상"),
    "other": N_("그 밖에 읽지 못한 첨부"),
    "nothing": N_("공고문만 가리킴, 첨부는 읽기 전"),
}
FILE_NAMES = {
    "read": N_("글로 읽음"),
    "scan": N_("스캔(그림)"),
    "distribution": N_("배포용"),
    "damaged": N_("손상"),
    "other": N_("그 밖에 읽지 못함"),
}
NEED_NAMES = {
    "required": N_("필수"),
    "preferred": N_("우대"),
    "stated": N_("제한 없음으로 적음"),
    "excluded": N_("지원 불가"),
}
KIND_NAMES = {
    "licence": N_("자격·면허"),
    "education": N_("학력"),
    "career_months": N_("경력"),
    "age": N_("나이"),
    "language_score": N_("어학 점수"),
    "disability": N_("대상"),
    "veteran": N_("대상"),
    "regional_talent": N_("대상"),
    "other_group": N_("대상"),
}
VALUES = {
    ("education", "none"): N_("학력무관"),
    ("education", "high"): N_("고졸 이상"),
    ("education", "assoc"): N_("전문대졸 이상"),
    ("education", "bachelor"): N_("대졸 이상"),
    ("education", "master"): N_("석사 이상"),
    ("education", "doctor"): N_("박사"),
    ("career_months", "none"): N_("경력무관"),
    ("age", "none"): N_("나이 제한 없음"),
    ("veteran", "yes"): N_("보훈"),
    ("disability", "yes"): N_("장애"),
}
# Facts name these groups as readers do.
GROUP_KINDS = ("regional_talent", "other_group")
GROUPS = (
    N_("지역인재"), N_("비수도권"), N_("이전지역"), N_("저소득층"), N_("북한이탈주민"), N_("다문화"), N_("자립준비청년"),
    N_("한부모"), N_("경력단절여성"), N_("고령자"), N_("고졸"), N_("의사상자"), N_("청년인턴"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """Something postings ask for: the kinds of facts, its title, what a bar is, and what the sentence counts."""

    kinds: tuple[str, ...]
    title: str
    heading: str


TOPICS = {
    "licence": Topic((LICENCE,), N_("요구하는 자격·면허"), N_("자격·면허")),
    "education": Topic(("education",), N_("글에 적힌 학력 조건"), N_("학력")),
    "career": Topic(("career_months",), N_("요구하는 최소 경력"), N_("경력")),
    "age": Topic(("age",), N_("나이 조건"), N_("나이")),
    "language": Topic(("language_score",), N_("요구하는 어학 점수"), N_("어학 점수")),
    "groups": Topic(("veteran", "disability", *GROUP_KINDS), N_("우대하거나 따로 뽑는 대상"), N_("대상")),
}  # fmt: skip


def coverage(found: Found, demand: Demand) -> Chart:
    """How many of the found postings could be read, and what of the others is known."""
    table = measures.coverage(found, demand)
    shown = table[(table["postings"] > 0) | ((table["reading"] == "eligibility") & (found.count > 0))]
    labels = [_(READINGS[reading]) for reading in shown["reading"]]
    counted, shares = table.set_index("reading")["postings"], table.set_index("reading")["share"]
    told = {"all": number(found.count), "read": number(counted[:2].sum()), "share": percent(shares[:2].sum()),
            "own": number(counted["eligibility"]), "notice": number(counted["notice"])}  # fmt: skip
    return Chart(
        "skills_coverage",
        _("몇 건을 읽었나"),
        _("공고 {all}건 가운데 {read}건({share})의 응시자격을 읽었다: 본문 {own}건, 첨부한 공고문 {notice}건.", **told) if found.count else nothing(found),
        sentences(_("단위: 건. 공고마다 한 번. 나머지는 글이 비었거나 공고문을 가리키기만 한다."), _files_read(found, demand)),
        bars(labels, shown["postings"].astype(float).tolist(), _("건")),
        lambda: pd.DataFrame({_("읽은 것"): [_(READINGS[each]) for each in table["reading"]],
                              _("공고(건)"): table["postings"], _("비율(%)"): (table["share"] * 100).round(1)}),
    )  # fmt: skip


def _files_read(found: Found, demand: Demand) -> str:
    """Of attached files how many could be read, and what of the others is known."""
    files = measures.files_of(found, demand)
    if not any(files.values()):
        return ""
    parts = ", ".join(f"{_(FILE_NAMES[name])} {number(count)}" for name, count in files.items() if count)
    return _("열어 본 첨부파일 {count}개: {parts}.", count=number(sum(files.values())), parts=parts)


def asked(found: Found, demand: Demand, topic: str) -> Chart:
    """What the postings read ask for in one respect, required and preferred apart."""
    of, counted = TOPICS[topic], found.population
    table = measures.named(counted, demand, of.kinds)
    table.insert(
        0, "label", [value_words(kind, value) for kind, value in zip(table["kind"], table["value"], strict=True)]
    )
    rest = _("아래 {count}개는 표에 있음.", count=len(table) - MOST_BARS) if len(table) > MOST_BARS else ""
    return Chart(
        f"skills_{topic}",
        _(of.title),
        _asked_sentence(found, demand, of, table),
        sentences(_("단위: 건, 응시자격을 읽은 공고. 적은 공고마다 한 번."), rest, counted_of(found)),
        _by_need(table.head(MOST_BARS)),
        lambda: table[["label", *NEEDS, "any", "persons"]].rename(
            columns={"label": _(of.heading), "any": _("적은 공고(건)"), "persons": _("모집인원(명)")}
            | {need: _("{need}(건)", need=_(name)) for need, name in NEED_NAMES.items()}),
    )  # fmt: skip


def licences_by(found: Found, demand: Demand, key: str) -> Chart:
    """The commonest licences against the options of a facet: shares of the postings read."""
    table = measures.licences_by(found.population, demand, key, MOST_LICENCES)
    licences = table.columns[2:].tolist()
    shown = table[table["read"] >= SMALLEST_BASE].reset_index(drop=True)
    shares = (shown[licences].to_numpy(float) * 100).round(1)
    facet = FACET[key].label
    return Chart(
        f"skills_by_{key}",
        _("{facet}별로 많이 적은 자격·면허", facet=within(facet)),
        _cell_sentence(found, shown["option"].tolist(), licences, shares),
        sentences(
            _("단위: %, 필수나 우대로 적은 공고 ÷ 응시자격을 읽은 공고, 중복 집계. 읽은 공고가 {fewest}건 미만이면 뺌.", fewest=SMALLEST_BASE),
            counted_of(found),
        ),
        _cells(licences, shown["option"].tolist() if licences else [], shares),
        lambda: table.assign(**{name: (table[name] * 100).round(1) for name in licences}).rename(
            columns={"option": facet, "read": _("읽은 공고(건)")} | {name: f"{name}(%)" for name in licences}),
    )  # fmt: skip


def against_mix(found: Found, demand: Demand, licence: str = "") -> Chart:
    """Per region the share of the postings read that names the licence, beside what its mix of fields would give."""
    table = measures.against_mix(found.population, demand, licence or None)
    table[["share", "expected"]] = (table[["share", "expected"]] * 100).round(1)
    shown = table[table["read"] >= SMALLEST_BASE].reset_index(drop=True)
    title = _("근무지별: {licence}, 분야 구성으로 본 기대와 비교", licence=licence or _("자격·면허"))
    return Chart(
        "skills_mix",
        title,
        _mix_sentence(found, shown),
        sentences(
            _("단위: %, 자격을 필수나 우대로 적은 공고 ÷ 읽은 공고. 기대는 분야별 비율이 어디나 같을 때의 값."),
            _("읽은 공고가 {fewest}건 미만인 곳은 뺌.", fewest=SMALLEST_BASE),
            counted_of(found),
        ),
        _pairs(shown),
        lambda: table.assign(read=table["read"].round(1), gap=(table["share"] - table["expected"]).round(1)).rename(
            columns={"option": _("근무지"), "read": _("읽은 공고(건)"), "share": _("적은 비율(%)"),
                     "expected": _("분야 구성으로 본 기대(%)"), "gap": _("차이(%p)")}),
    )  # fmt: skip


def written(found: Found, items: Written, section: str) -> Chart:
    """What job descriptions write in a section, in their own words."""
    counted = found.population
    table = measures.items_of(counted, items, section)
    read, shown = (
        len(measures.described(counted, items)),
        table[table["words"].str.len() <= LONGEST_BAR].head(MOST_BARS),
    )
    told = {"read": number(read), "all": number(counted.count), "kinds": number(len(table))}
    first = _first(shown["words"].tolist(), shown["postings"].tolist())
    said = _("공고 {all}건 가운데 {read}건의 직무기술서를 읽었다. 적힌 항목은 {kinds}가지다.", **told)
    most = _(
        "가장 많이 적힌 것은 {first}({count}건)이다.",
        first=first,
        count=number(shown["postings"].max() if len(shown) else 0),
    )
    return Chart(
        f"skills_written_{section}",
        _(SECTION_NAMES[section]),
        sentences(said, most if first else "") if counted.count else nothing(found),
        sentences(_("단위: 건, 그렇게 적은 공고. 적힌 말 그대로 세며 모두는 표에 있음."), counted_of(found)),
        bars(shown["words"].tolist(), shown["postings"].astype(float).tolist(), _("건")),
        lambda: table.rename(columns={"words": _("적힌 말"), "postings": _("공고(건)")}),
    )  # fmt: skip


def over_years(found: Found, demand: Demand, licence: str = "") -> Chart:
    """Shares of the postings read that name a licence, and the share that could be read, by start year."""
    table = measures.by_year(found.history, demand, licence)
    known = table[table["read"] >= SMALLEST_BASE]
    names = {"required_share": _("필수"), "preferred_share": _("우대"), "read_share": _("읽은 비율")}
    lines = [
        Line(name, known["year"].astype(int).tolist(), (known[column] * 100).round(1).tolist(), dash=dash)
        for (column, name), dash in zip(names.items(), ("solid", "solid", "dot"), strict=True)
    ]
    return Chart(
        "skills_years",
        _("{licence}: 연도별", licence=licence) if licence else _("자격·면허를 적은 공고: 연도별"),
        _years_sentence(found, known),
        sentences(
            _("단위: %, 응시자격을 읽은 공고 = 100(읽은 비율은 그해 공고 = 100). 읽은 공고가 {fewest}건 미만인 해는 뺌. 올해는 오늘까지.", fewest=SMALLEST_BASE),
            limits(found),
        ),
        named_lines(lines if len(known) else [], "%", digits=1),
        lambda: _year_table(table, names),
    )  # fmt: skip


def where(found: Found, demand: Demand, licence: str, key: str) -> Chart:
    """Who names the licence, or where: the options of a facet by postings."""
    table = measures.naming_by(found.population, demand, licence, key)
    shown, facet = table.head(MOST_BARS), FACET[key].label
    labels, values = shown["option"].tolist(), shown["postings"].tolist()
    first = _first(labels, values)
    told = {"licence": licence, "facet": within(facet), "first": first, "count": number(max(values, default=0))}
    sentence = _("어느 한 곳에 몰려 있지 않다.") if values else _nobody(found)
    return Chart(
        f"skills_where_{key}",
        _("{facet}별: {licence}", facet=facet, licence=licence),
        _("{licence}: {facet}별로 {first} 공고가 {count}건으로 가장 많다.", **told) if first else sentence,
        sentences(_("단위: 건, 필수나 우대로 적은 공고, 중복 집계."),
                  _("아래 {count}개는 표에 있음.", count=len(table) - MOST_BARS) if len(table) > MOST_BARS else "",
                  counted_of(found)),
        bars(labels, values, _("건")),
        lambda: table[["option", "postings"]].rename(columns={"option": facet, "postings": _("공고(건)")}),
    )  # fmt: skip


def together(found: Found, demand: Demand, licence: str) -> Chart:
    """Which other licences the postings that name this one name too."""
    table = measures.together(found.population, demand, licence)
    shown = table.head(MOST_BARS)
    labels, values = shown["value"].tolist(), shown["postings"].tolist()
    first, most = _first(labels, values), number(max(values, default=0))
    sentence = _("함께 적힌 자격 가운데 두드러지는 것이 없다.") if values else _("함께 적힌 다른 자격이 없다.")
    return Chart(
        "skills_together",
        _("함께 적힌 자격: {licence}", licence=licence),
        _("함께 적힌 자격은 {first}({count}건)이 가장 많다.", first=first, count=most) if first else sentence,
        sentences(_("단위: 건, 같은 공고에 필수나 우대로 적힌 다른 자격. 같은 모집 분야의 것이라는 뜻은 아님."), counted_of(found)),
        bars(labels, values, _("건")),
        lambda: table.rename(columns={"value": _("자격·면허"), "postings": _("공고(건)")}),
    )  # fmt: skip


def value_words(kind: str, value: str) -> str:
    """A fact's value as a reader says it: ("career_months", "36") → "3년 이상", ("age", "15-34") → "15~34세"."""
    if (kind, value) in VALUES:
        return _(VALUES[kind, value])
    if kind == "career_months":
        years, months = divmod(int(value), 12)
        return _("{count}개월 이상", count=value) if months else _("{count}년 이상", count=years)
    if kind == "age":
        low, _dash, high = value.partition("-")
        if low and high:
            return _("{low}~{high}세", low=low, high=high)
        return _("{age}세 이상", age=low) if low else _("{age}세 이하", age=high)
    return _(value) if value in GROUPS else value


def _by_need(table: pd.DataFrame) -> Figure:
    """Bars of each need beside one another, for every term."""
    labels = [broken(label) for label in table["label"]]
    needs = [need for need in NEEDS if table[need].any()]
    traces: list[dict[str, Any]] = [
        {"type": "bar", "orientation": "h", "name": _(NEED_NAMES[need]), "x": table[need].tolist(), "y": labels,
         "marker": {"color": CATEGORY[NEEDS.index(need)]}, "cliponaxis": False, "textposition": "outside",
         "text": [number(value) if value else "" for value in table[need]],
         "hovertemplate": _("<b>%{y}</b><br>%{fullData.name} %{x:,}건<extra></extra>")}
        for need in needs
    ]  # fmt: skip
    tall = max(row_height(labels), 14 + 16 * len(needs))
    return figure(traces, height=max(140, 70 + tall * len(labels)), showlegend=len(needs) > 1,
                  legend={"orientation": "h", "y": 1.02, "x": 0, "yanchor": "bottom", "traceorder": "normal"},
                  margin={"l": 8, "r": 56, "t": 32, "b": 8}, xaxis=value_axis(nticks=4),
                  yaxis={"type": "category", "autorange": "reversed", "showgrid": False})  # fmt: skip


def _cells(licences: Sequence[str], options: Sequence[str], shares: np.ndarray) -> Figure:
    """Licences across, options down, so that a phone has the width for the names of the options."""
    angle, names_height = (-50, 130) if spoken() == KOREAN else (-90, 190)
    trace = {
        "type": "heatmap", "x": list(licences), "y": list(options), "z": shares.tolist(), "zmin": 0, "xgap": 2, "ygap": 2,
        "texttemplate": "%{z:.0f}", "showscale": False,
        "colorscale": [[step / 9, colour] for step, colour in enumerate(SEQUENCE)],
        "hovertemplate": _("<b>%{y} · %{x}</b><br>읽은 공고의 %{z:.1f}%<extra></extra>"),
    }  # fmt: skip
    return figure([trace], height=names_height + 26 * max(len(options), 1),
                  xaxis={"side": "top", "showgrid": False, "tickangle": angle, "dtick": 1},
                  yaxis={"autorange": "reversed", "showgrid": False})  # fmt: skip


def _pairs(table: pd.DataFrame) -> Figure:
    """Bars of what is, a mark at what the mix of fields would give."""
    labels = [broken(label) for label in table["option"]]
    traces: list[dict[str, Any]] = [
        {"type": "bar", "orientation": "h", "name": _("적은 비율"), "x": table["share"].tolist(), "y": labels,
         "marker": {"color": CATEGORY[0]}, "hovertemplate": "<b>%{y}</b><br>%{fullData.name} %{x:.1f}%<extra></extra>"},
        {"type": "scatter", "mode": "markers", "name": _("분야 구성으로 본 기대"), "x": table["expected"].tolist(), "y": labels,
         "marker": {"color": INK, "symbol": "line-ns-open", "size": 16, "line": {"width": 2}},
         "hovertemplate": "<b>%{y}</b><br>%{fullData.name} %{x:.1f}%<extra></extra>"},
    ]  # fmt: skip
    return figure(traces, height=max(140, 70 + row_height(labels) * len(labels)), showlegend=True,
                  margin={"l": 8, "r": 24, "t": 32, "b": 8}, xaxis=value_axis(nticks=4, ticksuffix="%"),
                  yaxis={"type": "category", "autorange": "reversed", "showgrid": False})  # fmt: skip


def _mix_sentence(found: Found, shown: pd.DataFrame) -> str:
    if not found.population.count:
        return nothing(found)
    if shown.empty:
        return _("비교할 만큼 읽은 공고가 많지 않다.")
    gap = shown["share"] - shown["expected"]
    options = shown["option"].tolist()
    told = {"high": options[int(np.argmax(gap))], "more": f"{gap.max():+.1f}",
            "low": options[int(np.argmin(gap))], "less": f"{gap.min():+.1f}"}  # fmt: skip
    return _("분야 구성에 비해 가장 높은 곳은 {high}({more}%p), 가장 낮은 곳은 {low}({less}%p)이다.", **told)


def _asked_sentence(asked_for: Found, demand: Demand, topic: Topic, table: pd.DataFrame) -> str:
    found = asked_for.population
    read = int(measures.read_among(found, demand).sum())
    if not read:
        return nothing(asked_for) if not found.count else _("응시자격을 읽은 공고가 없다.")
    if table.empty:
        return _("읽은 공고 {read}건 가운데 이것을 적은 공고가 없다.", read=number(read))
    counts = [measures.postings_naming(found, demand, topic.kinds, need) for need in NEEDS[:2]]
    required, preferred = (_share_words(count, read) for count in counts)
    said = _("읽은 공고 {read}건 가운데 필수로 적은 것은 {required}, 우대로 적은 것은 {preferred}이다.",
             read=number(read), required=required, preferred=preferred)  # fmt: skip
    first = _first(table["label"].tolist(), table["any"].tolist())
    most = _("가장 많이 적힌 것은 {first}({count}건)이다.", first=first, count=number(table["any"].max()))
    return sentences(said, most if first else "")


def _share_words(count: int, whole: int) -> str:
    """ "12건(3.4%)"; of a few postings a share would say more than they can."""
    if whole < SMALLEST_BASE:
        return _("{count}건", count=number(count))
    return _("{count}건({share})", count=number(count), share=percent(count / whole))


def _first(labels: Sequence[str], values: Sequence[float]) -> str:
    """Those named by most; empty where that are too many to name."""
    first = [label for label, value in zip(labels, values, strict=True) if value == max(values)]
    return listed(first) if len(first) <= MOST_FIRST else ""


def _cell_sentence(found: Found, options: Sequence[str], licences: Sequence[str], shares: np.ndarray) -> str:
    if not found.population.count:
        return nothing(found)
    if not shares.size or not shares.max() > 0:
        return _("비교할 만큼 읽은 공고가 많지 않다.")
    row, column = divmod(int(np.argmax(shares)), shares.shape[1])
    told = {"option": options[row], "licence": licences[column], "share": percent(shares[row, column] / 100)}
    return _("가장 높은 칸은 {option} · {licence}: 읽은 공고의 {share}가 적었다.", **told)


def _years_sentence(found: Found, known: pd.DataFrame) -> str:
    if not len(known):
        return (unread(found) or _("비교할 만큼 읽은 공고가 많은 해가 없다.")) if found.count else nothing(found)
    last = known.iloc[-1]
    told = {"year": int(last["year"]), "required": percent(last["required_share"]),
            "preferred": percent(last["preferred_share"]), "read": percent(last["read_share"])}  # fmt: skip
    return _(
        "{year}년에 시작한 공고는 읽은 것의 {required}가 필수로, {preferred}가 우대로 적었다. 그해 공고의 {read}를 읽었다.",
        **told,
    )


def _year_table(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    shares = {_("{name}(%)", name=name): (table[column].astype(float) * 100).round(1) for column, name in names.items()}
    counts = {_("시작 연도"): table["year"], _("공고(건)"): table["postings"], _("읽은 공고(건)"): table["read"],
              _("필수(건)"): table["required"], _("우대(건)"): table["preferred"]}  # fmt: skip
    return pd.DataFrame(counts | shares)


def _nobody(found: Found) -> str:
    return _("이 자격을 적은 공고가 없다.") if found.population.count else nothing(found)
