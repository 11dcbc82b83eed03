"""What comes of a profile, to take along: a table with the words that say so, and one A4 for whoever gives counsel."""

from collections.abc import Iterable, Iterator
from html import escape

import pandas as pd

from dashboard.languages import N_, _, speaking
from dashboard.matching.match import Matched, Result
from dashboard.matching.profile import Profile
from dashboard.matching.words import profile_in_words, quoted, role_of, what
from dashboard.takeaways.brief_page import STYLE
from dashboard.takeaways.listed import JOB_ALIO
from dashboard.takeaways.plain_text import one_line
from dashboard.takeaways.view import ABOUT_SAMPLE, PROJECT, View
from dashboard.words import number
from data_loader.tables.persons import mask_persons

# What fits on one page.
MOST_SUITING, MOST_NEAR, MOST_LOOK, MOST_REASONS = 8, 5, 4, 2
LONGEST_QUOTE, LONGEST_TITLE = 60, 70
OWN_STYLE = """
table { width: 100%; border-collapse: collapse; margin: 1mm 0 2.5mm; } th, td { border: 0.5pt solid #dfe3e8; padding: 0.8mm 1.5mm;
  text-align: left; vertical-align: top; font-size: 7.6pt; } th { background: #f4f6f8; }
.notes { border: 0.5pt solid #5b6470; height: 34mm; margin-top: 1mm; } ul { margin: 0.5mm 0 2mm; padding-left: 4mm; }
"""


def matched_table(result: Result) -> pd.DataFrame:
    """All postings that suit, need a look, are near or out of reach: why, and the words that say so."""
    parts = {
        _("잘 맞음"): (*result.shown, *result.more),
        _("공고문 확인"): result.look,
        _("한 가지만 갖추면"): result.near,
        _("지원할 수 없음"): result.hidden,
    }
    rows = [_row(part, matched) for part, group in parts.items() for matched in group]
    columns = [
        _("구분"),
        _("공고번호"),
        _("공고 제목"),
        _("기관"),
        _("모집 분야"),
        _("마감일"),
        _("모자란 것"),
        _("적힌 말"),
        _("주소"),
    ]
    return pd.DataFrame(rows, columns=columns)


def counsel_page(profile: Profile, result: Result, view: View) -> bytes:
    """One page of HTML, laid out for A4, without scripts or outside parts."""
    with speaking(view.language):
        return _page(profile, result, view).encode()


def _row(part: str, matched: Matched) -> tuple[str, ...]:
    opening = matched.opening
    spans = [missing.because for missing in matched.missing] or [reason.span for reason in matched.reasons]
    return (
        part, str(opening.posting_id), one_line(mask_persons(opening.title)), opening.institution,
        one_line(role_of(matched)), str(opening.end_date), ", ".join(what(missing) for missing in matched.missing),
        mask_persons(" / ".join(quoted(span) for span in spans)), JOB_ALIO.format(opening.posting_id),
    )  # fmt: skip


def _page(profile: Profile, result: Result, view: View) -> str:
    title, about, notes = _("맞춤 공고 상담 기록지"), _("프로필"), _("상담 내용과 다음에 할 일")
    sample = f'<p class="sample">{escape(_(ABOUT_SAMPLE))}</p>' if view.origin.is_sample else ""
    told = " · ".join(f"{label} {value}" for label, value in profile_in_words(profile))
    parts = (
        f'<p class="project">{_(PROJECT)}</p><h1>{_text(title)}</h1><p class="quiet">{_text(view.source_line)}</p>{sample}',
        f"<p><b>{_text(about)}</b> {_text(told)}</p><p>{_text(_counts(result))}</p>",
        _suiting([*result.shown, *result.more]),
        _list(_("한 가지만 갖추면"), _near(result.near)),
        _list(_("공고문을 봐야 아는 것"), _look(result.look)),
        f'<h2>{_text(notes)}</h2><div class="notes"></div>',
        f'<footer class="quiet"><p>{_text(_(ABOUT))}</p></footer>',
    )
    return (
        f'<!doctype html>\n<html lang="{view.language}"><head><meta charset="utf-8"><title>{_text(title)}</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}{OWN_STYLE}</style></head><body>'
        f"{chr(10).join(parts)}</body></html>\n"
    )


ABOUT = N_(
    "공고에 적힌 말로만 가렸고 채용을 보장하지 않습니다. 지원 전에 공고문 전체를 확인하세요. 이 종이에는 개인의 조건이 적혀 있으니 다룰 때 주의하세요."
)


def _counts(result: Result) -> str:
    return _(
        "열린 공고 {total}건: 잘 맞는 것 {shown}, 공고문을 봐야 아는 것 {look}, 한 가지만 갖추면 되는 것 {near}, 지원할 수 없는 것 {hidden}.",
        total=number(result.total), shown=number(len(result.shown) + len(result.more)), look=number(len(result.look)),
        near=number(len(result.near)), hidden=number(len(result.hidden)),
    )  # fmt: skip


def _suiting(suits: list[Matched]) -> str:
    heads = "".join(f"<th>{_text(name)}</th>" for name in (_("공고"), _("기관"), _("마감일"), _("적힌 말")))
    rows = "".join(
        f"<tr><td>{_text(_short(each.opening.title, LONGEST_TITLE))}<br>{_text(role_of(each))}</td>"
        f"<td>{_text(each.opening.institution)}</td><td>{each.opening.end_date}</td>"
        f"<td>{'<br>'.join(_text(_short(quoted(r.span), LONGEST_QUOTE)) for r in each.reasons[:MOST_REASONS])}</td></tr>"
        for each in suits[:MOST_SUITING]
    )
    title = _("잘 맞는 공고 {all}건 가운데 {shown}건", all=len(suits), shown=min(len(suits), MOST_SUITING))
    return f"<h2>{_text(title)}</h2>" + (f"<table><tr>{heads}</tr>{rows}</table>" if suits else "")


def _near(near: Iterable[Matched]) -> Iterator[str]:
    for each in [*near][:MOST_NEAR]:
        yield f"{what(each.missing[0])}: {_short(each.opening.title, LONGEST_TITLE)} ({each.opening.institution})"


def _look(look: Iterable[Matched]) -> Iterator[str]:
    for each in [*look][:MOST_LOOK]:
        yield f"{_short(each.opening.title, LONGEST_TITLE)} ({each.opening.institution}, {each.opening.end_date})"


def _list(title: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{_text(line)}</li>" for line in lines)
    return f"<h2>{_text(title)}</h2><ul>{items}</ul>" if items else ""


def _short(text: str, most: int) -> str:
    words = one_line(mask_persons(text))
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _text(text: str) -> str:
    return escape(one_line(text))
