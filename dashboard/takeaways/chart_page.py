"""A chart alone, at its own address: its finding, the picture, how it was counted, the table, and what stands beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from dashboard.charts.chart import Chart
from dashboard.languages import LANGUAGES, _
from dashboard.takeaways.citation import in_bibtex, in_english, in_korean
from dashboard.takeaways.html import document, links, text
from dashboard.takeaways.view import ABOUT_SAMPLE, View
from dashboard.words import holds_years, number

# A longer one is for a program: CSV has it whole.
MOST_ROWS = 500
NARROW, WIDE = 360, 960
LEAST_HEIGHT = 380


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around a chart on its page: the page, as (address, name), its other charts, how numbers are made."""

    page: tuple[str, str]
    neighbours: Sequence[tuple[str, str]]
    notes: Sequence[str]


def chart_page(chart_id: str, chart: Chart, view: View, beside: Beside) -> bytes:
    """The page at `chart/<id>`; links are relative to it."""
    query = _query(view)
    files = [(f"{chart_id}.{form}{query}", name) for form, name in (("png", "PNG"), ("svg", "SVG"), ("csv", "CSV"))]
    files += [
        (f"{chart_id}.xlsx{query}", _("엑셀")),
        ("#table", _("표")),
        ("#cite", _("인용")),
        ("#embed", _("퍼가기")),
    ]
    body = [
        links(_("화면"), [(f"../{beside.page[0]}", f"← {beside.page[1]}")]),
        *_finding(chart, view),
        _picture(chart_id, chart, query),
        links(_("{title}: 내려받기와 공유", title=chart.title), files),
        *_told(chart, view),
        *_method(beside.notes, view),
        f'<h2 id="table">{text(_("표"))}</h2>{table(chart)}',
        *_cited(chart_id, chart, view, query),
        *_neighbours(beside),
    ]
    return document(f"{chart.title} – {chart.headline}", body, _previews(chart_id, chart, view, query))


def embedded(chart_id: str, chart: Chart, view: View) -> bytes:
    """The chart to stand in a page of somebody else."""
    query = _query(view)
    sample = f'<p class="sample">{text(_(ABOUT_SAMPLE))}</p>' if view.origin.is_sample else ""
    back = f'<p class="quiet"><a href="../{chart_id}{escape(query)}" target="_blank">{text(chart.title)}</a></p>'
    source = f'<p class="quiet">{text(view.source_line)}</p>'
    body = [sample, *_finding(chart, view), _picture(chart_id, chart, query, "../"), source, back]
    return document(chart.title, body)


def table(chart: Chart) -> str:
    """What is drawn, as a table."""
    made = chart.table()
    head = "".join(f'<th scope="col"{_side(made, name)}>{text(str(name))}</th>' for name in made.columns)
    shown = made.head(MOST_ROWS)
    texts = {name: [_cell(value, name) for value in shown[name]] for name in made.columns}
    rows = (
        "".join(f"<td{_side(made, name)}>{texts[name][place]}</td>" for name in made.columns)
        for place in range(len(shown))
    )
    more = _("{most}줄까지 보입니다. 모두는 CSV에 있습니다.", most=number(MOST_ROWS)) if len(made) > MOST_ROWS else ""
    caption = f'<caption class="quiet">{text(more)}</caption>' if more else ""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="wide" tabindex="0"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def height_of(chart: Chart) -> int:
    """Of the picture alone, as high as on screen, and not flat."""
    return max(LEAST_HEIGHT, int(chart.figure["layout"].get("height", 320)))


def _finding(chart: Chart, view: View) -> Iterator[str]:
    if view.origin.is_sample:
        yield f'<p class="sample">{text(_(ABOUT_SAMPLE))}</p>'
    yield f"<h1>{text(chart.headline)}</h1>"
    yield f"<p>{text(chart.beyond_headline)}</p>" if chart.beyond_headline else ""
    about = _("{unit} {day} 기준 {kind}.", unit=chart.unit_alone, day=view.as_of[:10], kind=view.kind)
    chosen = _("조건: {filters}", filters=view.filters)
    yield f'<p class="quiet">{text(f"{chart.subject}{about}")}<br>{text(chosen)}</p>'


def _picture(chart_id: str, chart: Chart, query: str, up: str = "") -> str:
    if chart.is_empty:
        return ""
    wide, narrow = (escape(f"{up}{chart_id}/{name}.svg{query}") for name in ("wide", "narrow"))
    height = height_of(chart)
    return (
        f'<figure><picture><source media="(max-width: 640px)" srcset="{narrow}" width="{NARROW}" height="{height}">'
        f'<img src="{wide}" width="{WIDE}" height="{height}" alt="{text(chart.alternative)}"></picture></figure>'
    )


def _told(chart: Chart, view: View) -> Iterator[str]:
    if chart.counting:
        yield f'<p class="quiet">{text(chart.counting)}</p>'
    yield f'<p class="quiet">{text(view.source_line)}</p>'


def _method(notes: Sequence[str], view: View) -> Iterator[str]:
    lines = [*(note.removeprefix("- ").replace("**", "") for note in notes), *view.caveats]
    yield f"<h2>{text(_('뜻과 주의'))}</h2><ul>{''.join(f'<li>{text(line)}</li>' for line in lines)}</ul>"


def _cited(chart_id: str, chart: Chart, view: View, query: str) -> Iterator[str]:
    yield f'<h2 id="cite">{text(_("인용"))}</h2>'
    cited = ((LANGUAGES["ko"], in_korean(view)), (LANGUAGES["en"], in_english(view)), ("BibTeX", in_bibtex(view)))
    for label, citation in cited:
        yield f'<p class="quiet">{text(label)}</p><pre>{escape(citation)}</pre>'
    address = f"{view.url.partition('?')[0]}/embed{query}"
    frame = (
        f'<iframe src="{escape(address)}" title="{text(chart.title)}" width="100%" height="{height_of(chart) + 220}" '
        'style="border:0" loading="lazy"></iframe>'
    )
    yield f'<h2 id="embed">{text(_("퍼가기"))}</h2><pre>{escape(frame)}</pre>'


def _neighbours(beside: Beside) -> Iterator[str]:
    if beside.neighbours:
        title = _("함께 보는 그림")
        yield f"<h2>{text(title)}</h2>{links(title, beside.neighbours)}"


def _previews(chart_id: str, chart: Chart, view: View, query: str) -> dict[str, str]:
    said = f"{chart.sentence} {view.source_line}".strip()
    picture = {} if chart.is_empty else {"image": f"{view.url.partition('?')[0]}.png{query}"}
    return {"description": said, "url": view.url, **picture}


def _query(view: View) -> str:
    _path, mark, query = view.url.partition("?")
    return mark + query


def _side(made: pd.DataFrame, name: Any) -> str:
    return ' class="number"' if pd.api.types.is_numeric_dtype(made[name]) else ""


def _cell(value: Any, column: Any) -> str:
    if pd.isna(value):
        return "–"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        whole = float(value).is_integer()
        return f"{value:.0f}" if holds_years(str(column)) else number(value, 0 if whole else 2)
    return text(str(value))
