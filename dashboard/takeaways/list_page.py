"""A whole list of postings as one HTML page for paper: no scripts, its heading again on every sheet."""

from collections.abc import Iterator
from html import escape

from dashboard.languages import _, speaking
from dashboard.selection.index import Found
from dashboard.takeaways.listed import Listed, listed
from dashboard.takeaways.plain_text import one_line
from dashboard.takeaways.view import ABOUT_SAMPLE, PROJECT, View
from dashboard.words import number

# About sixty sheets; who wants more wants a file.
MOST_ROWS = 2_000
STYLE = """
@page { size: A4; margin: 12mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 186mm; color: #1c2430; background: #fff; font: 8.6pt/1.4 'Noto Sans KR', 'Noto Sans CJK KR',
  'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif; overflow-wrap: anywhere; word-break: keep-all; }
h1 { font-size: 15pt; margin: 1mm 0; } p { margin: 0 0 1mm; } .quiet { color: #5b6470; font-size: 7.4pt; }
.sample { border: 1.5pt solid #b3261e; color: #b3261e; padding: 1mm 2mm; font-weight: 700; }
table { width: 100%; border-collapse: collapse; margin: 2mm 0; } thead { display: table-header-group; }
th { text-align: left; border-bottom: 1pt solid #1f5fa8; } td { border-bottom: 0.4pt solid #dfe3e8; vertical-align: top; }
th, td { padding: 0.8mm 1.5mm 0.8mm 0; } tr { break-inside: avoid; } .number { text-align: right; white-space: nowrap; }
td:first-child { white-space: nowrap; }
@media screen { body { padding: 6mm 4mm; } }
"""


def list_page(found: Found, view: View) -> bytes:
    """The postings found, newest first, in the language of the view; says so where there are more than MOST_ROWS."""
    with speaking(view.language):
        return "\n".join(_parts(found, view)).encode()


def _parts(found: Found, view: View) -> Iterator[str]:
    title = _("채용공고 {count}건", count=number(found.count))
    yield (
        f'<!doctype html>\n<html lang="{view.language}"><head><meta charset="utf-8"><title>{_text(title)}</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
    )
    yield f'<p class="quiet">{_(PROJECT)}</p><h1>{_text(title)}</h1><p>{_text(view.filters)}</p>'
    if view.origin.is_sample:
        yield f'<p class="sample">{_text(_(ABOUT_SAMPLE))}</p>'
    if found.count > MOST_ROWS:
        more = _("앞의 {most}건만 인쇄합니다. 모두는 CSV나 엑셀로 받으세요.", most=number(MOST_ROWS))
        yield f"<p>{_text(more)}</p>"
    headings = (_("마감일"), _("공고 제목"), _("기관"), _("근무지"), _("고용형태"), _("인원(명)"))
    yield f"<table><thead><tr>{''.join(f'<th scope=col>{_text(heading)}</th>' for heading in headings)}</tr></thead><tbody>"
    yield from (_row(posting) for posting in listed(found.index, found.rows[:MOST_ROWS]))
    yield f'</tbody></table><p class="quiet">{_text(view.source_line)} {_text(view.url)}</p></body></html>'


def _row(posting: Listed) -> str:
    headcount = "–" if posting.headcount is None else number(posting.headcount)
    texts = (f"{posting.end_date}", posting.headline, posting.institution, posting.regions, posting.hire_types)
    cells = "".join(f"<td>{_text(text)}</td>" for text in texts)
    return f"<tr>{cells}<td class=number>{headcount}</td></tr>"


def _text(text: str) -> str:
    return escape(one_line(text))
