"""The brief as a file: one HTML page without scripts or outside parts, laid out for A4, readable and printable."""

import base64
from collections.abc import Iterator
from html import escape

from dashboard.charts.chart import Chart
from dashboard.languages import KOREAN, _, speaking
from dashboard.takeaways.brief import DEFINITIONS, Brief, Section
from dashboard.takeaways.brief_disclosed import Fact
from dashboard.takeaways.citation import in_english, in_korean
from dashboard.takeaways.image import panel
from dashboard.takeaways.plain_text import one_line
from dashboard.takeaways.view import ABOUT_DISCLOSURES, ABOUT_SAMPLE, PROJECT, View
from data_loader.snapshot import Origin

PANEL_HEIGHT = 340
STYLE = """
@page { size: A4; margin: 11mm 12mm; }
* { box-sizing: border-box; }
body { width: 186mm; margin: 0 auto; color: #1c2430; background: #fff; font: 8.6pt/1.45 'Noto Sans KR', 'Noto Sans CJK KR',
  'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif; overflow-wrap: anywhere; word-break: keep-all; }
h1 { font-size: 16pt; line-height: 1.2; margin: 0.5mm 0 0; } h2 { font-size: 10pt; margin: 0; } h3 { font-size: 9pt; margin: 0; } p { margin: 0; }
h2 small { font-weight: 400; font-size: 7.4pt; color: #5b6470; } .part { margin-top: 2mm; border-top: 1pt solid #1f5fa8; padding-top: 1mm; }
.project { color: #1f5fa8; } .quiet { color: #5b6470; font-size: 7.4pt; }
.sample { border: 1.5pt solid #b3261e; color: #b3261e; padding: 1mm 2mm; margin: 1mm 0; font-weight: 700; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(34mm, 1fr)); gap: 2mm; margin: 1.5mm 0; padding: 0; }
.facts div { border: 0.5pt solid #dfe3e8; border-radius: 1mm; padding: 1.5mm 2mm; }
.facts dt { font-size: 7.6pt; color: #5b6470; } .facts dd { margin: 0; } .facts .value { font-size: 13pt; font-weight: 700; }
.charts { display: grid; grid-template-columns: 1fr 1fr; gap: 2mm 4mm; margin: 1.5mm 0; }
.charts figure { margin: 0; break-inside: avoid; } .charts img { width: 100%; display: block; }
.terms { columns: 2; column-gap: 4mm; margin: 1mm 0; padding: 0; } .terms div { break-inside: avoid; font-size: 7.4pt; }
.terms dt { display: inline; font-weight: 700; } .terms dd { display: inline; margin: 0; }
footer { border-top: 0.5pt solid #dfe3e8; margin-top: 2mm; padding-top: 1.5mm; }
@media screen { body { padding: 8mm 0; } }
@media screen and (max-width: 720px) { body { width: auto; padding: 4mm; } .facts { grid-template-columns: 1fr 1fr; }
  .charts, .terms { grid-template-columns: 1fr; columns: 1; } }
"""


def brief_page(brief: Brief, view: View, disclosed: Origin) -> bytes:
    """The page in the language of the view, which the brief was made in; `view.origin` is the postings', `disclosed`
    that of pay and hires."""
    with speaking(view.language):
        return _page(brief, view, disclosed).encode()


def _page(brief: Brief, view: View, disclosed: Origin) -> str:
    has_postings = any(section.is_of_postings for section in brief.sections)
    terms = _("뜻과 주의")
    sources = [f"<p>{_text(line)}</p>" for line in _sources(view, disclosed, has_postings)]
    parts = (
        f'<header><p class="project">{_(PROJECT)}</p><h1>{_text(brief.title)}</h1></header>',
        *(_section(section, view, disclosed) for section in brief.sections),
        f'<section><h2>{_text(terms)}</h2><dl class="terms">{"".join(_terms(has_postings))}</dl></section>',
        f'<footer class="quiet">{"".join(sources)}</footer>',
    )
    head = (
        f'<!doctype html>\n<html lang="{view.language}"><head><meta charset="utf-8"><title>{_text(brief.title)}</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
    )
    return f"{head}\n{chr(10).join(parts)}\n</body></html>\n"


def _section(section: Section, view: View, disclosed: Origin) -> str:
    """What institutions disclosed and what they post stand apart, each with its day and kind."""
    as_of, kind, sample = disclosed.as_of[:10], _("실제 자료"), ""
    if section.is_of_postings:
        as_of, kind = view.as_of, view.kind
        sample = f'<p class="sample">{escape(_(ABOUT_SAMPLE))}</p>' if view.origin.is_sample else ""
    state = _("{as_of} 기준 · {kind}", as_of=as_of, kind=kind)
    notes = [section.note, view.coverage if section.is_of_postings else ""]
    lines = "".join(f'<p class="quiet">{_text(line)}</p>' for line in notes if line)
    return (
        f'<section class="part"><h2>{_text(section.heading)} <small>{_text(state)}</small></h2>{sample}{lines}'
        f'<dl class="facts">{"".join(_fact(fact) for fact in section.facts)}</dl>'
        f'<div class="charts">{"".join(_chart(chart) for chart in section.charts)}</div></section>'
    )


def _fact(fact: Fact) -> str:
    return (
        f'<div><dt>{_text(fact.label)}</dt><dd class="value">{_text(fact.value)}</dd>'
        f'<dd class="quiet">{_text(fact.note)}</dd></div>'
    )


def _chart(chart: Chart) -> str:
    # As a picture of its own: parts of several drawings in one page may have the same names.
    picture = base64.b64encode(panel(chart, PANEL_HEIGHT)).decode()
    return (
        f"<figure><h3>{_text(chart.title)}</h3><p>{_text(chart.sentence)}</p>"
        f'<img src="data:image/svg+xml;base64,{picture}" alt="{_text(chart.alternative)}">'
        f'<figcaption class="quiet">{_text(chart.unit)}</figcaption></figure>'
    )


def _terms(has_postings: bool) -> Iterator[str]:
    if not has_postings:
        yield from (f"<div><dd>{_text(_(caveat))}</dd></div>" for caveat in ABOUT_DISCLOSURES)
        return
    for term, meaning in DEFINITIONS:
        yield f"<div><dt>{_text(_(term))}</dt> <dd>{_text(_(meaning))}</dd></div>"


def _sources(view: View, disclosed: Origin, has_postings: bool) -> tuple[str, ...]:
    figures = _(
        "보수·신규채용·인력 출처: {source}. 기준: {as_of}. 실제 자료. 값은 기관이 적은 그대로이며 나중에 고쳐질 수 있음.",
        source=_(disclosed.source), as_of=disclosed.as_of[:10],
    )  # fmt: skip
    postings = _("공고 {postings}", postings=view.source_line) if has_postings else ""
    cited = in_korean(view) if view.language == KOREAN else in_english(view)
    return tuple(line for line in (figures, postings, _("인용: {citation}", citation=cited)) if line)


def _text(text: str) -> str:
    return escape(one_line(text))
