"""Postings as a table: a page of rows, made of the index, in the reader's order."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from html import escape as escape_html

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.languages import N_, _, _n, spoken
from dashboard.search.passages import Passage
from dashboard.selection.index import EPOCH, Found, PostingIndex, Rows, unpack
from dashboard.selection.positions import PositionIndex
from dashboard.ui import address
from dashboard.ui.linked import asked_by, show_linked
from dashboard.words import breakable, days_left, escape, number

ROWS_PER_PAGE = 50

COMPETITION = "competition"
ORDERS: dict[str, tuple[str, Callable[[Found, PositionIndex | None], Rows]]] = {
    "newest": (N_("새 공고부터"), lambda found, positions: found.rows),
    "closing": (
        N_("마감 임박한 것부터"),
        lambda found, positions: found.rows[np.argsort(_closing_key(found.index, found.rows), kind="stable")],
    ),
    "headcount": (
        N_("모집인원 많은 것부터"),
        lambda found, positions: found.rows[np.argsort(-found.index.headcount[found.rows], kind="stable")],
    ),
    COMPETITION: (N_("경쟁률 높은 것부터"), lambda found, positions: _hardest_first(found, positions)),
}


def ordered_rows(found: Found, order: str, positions: PositionIndex | None = None) -> Rows:
    """All found rows in the order chosen; kept, since readers page through it. Only competition needs `positions`."""
    return found.cached_in_any_language(ORDERS[order][1], positions)


def _hardest_first(found: Found, positions: PositionIndex | None) -> Rows:
    """Those with a ratio first, highest first; then the others, newest first."""
    if positions is None:
        return found.rows
    rated = _rated(found, positions)
    return np.concatenate([rated, found.rows[np.isnan(positions.of_postings[found.rows])]])


def _rated(found: Found, positions: PositionIndex) -> Rows:
    """The found rows with a ratio, highest first."""
    rated = positions.rated_postings
    rows: Rows = rated[unpack(found.mask, found.index.rows)[rated]]
    return rows


def order_in_words(found: Found, positions: PositionIndex | None) -> str:
    """What the order by competition rests on: how many of the found postings have a ratio, and which ratio."""
    if positions is None:
        return _("이 자료에는 전형 결과가 없어 경쟁률을 모릅니다. 새 공고부터 보입니다.")
    known = len(found.cached_in_any_language(_rated, positions))
    if not known:
        return _("찾은 공고 가운데 결과를 공개한 것이 없어 새 공고부터 보입니다.")
    return _n(
        "찾은 공고 {found}건 가운데 결과를 공개한 {count}건이 경쟁률 높은 것부터 먼저 나오고, 나머지는 새 공고부터 이어집니다. 공고의 경쟁률은 "
        "결과를 공개한 모집 분야의 첫 단계 지원자 합 ÷ 마지막 단계 선발 합입니다.",
        known,
        found=number(found.count),
        count=number(known),
    )


def display_table(index: PostingIndex, rows: Rows) -> pa.Table:
    """The columns a reader sees, for these rows only; lists as names joined by `·`."""
    taken = index.shown(
        rows, ["institution_code", "institution", "title", "headcount", "start_date", "end_date", "withdrawn_date"]
    )
    days = zip(taken.column("end_date").to_pylist(), taken.column("withdrawn_date").to_pylist(), strict=True)
    codes = taken.column("institution_code").to_pylist()
    names = [index.names.get(("institution_code", code), own) for code, own in zip(codes, taken.column("institution").to_pylist(), strict=True)]  # fmt: skip
    return pa.table(
        {
            _days_left_heading(): [days_left(end, index.today, withdrawn) for end, withdrawn in days],
            _("공고 제목"): taken.column("title"),
            _("기관"): names,
            _("근무지"): index.labels("region", rows),
            _("고용형태"): index.labels("hire", rows),
            _("인원(명)"): taken.column("headcount"),
            _("마감일"): taken.column("end_date"),
            _("채용분야"): index.labels("ncs", rows),
            _("시작일"): taken.column("start_date"),
        }
    )


def page_count(found: Found) -> int:
    return max(1, -(-found.count // ROWS_PER_PAGE))


def page_of(rows: Rows, page: int) -> Rows:
    """The rows of a page, counted from 1."""
    return rows[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]


def closing_soon(found: Found, most: int) -> Rows:
    """Open postings whose end is nearest."""
    return ordered_rows(found.with_codes("status", "open"), "closing")[:most]


def closing_table(found: Found, most: int) -> str:
    """The open postings that close first, as a Markdown table whose titles lead to them; empty without any.

    Text, because a grid of ten rows costs each reader seven times as much and cannot be read aloud.
    """
    rows = closing_soon(found, most).tolist()
    if not rows:
        return ""
    # What is said of a posting is the same under every choice.
    said = found.index.said[spoken()]
    if new := [row for row in rows if row not in said]:
        said |= dict(zip(new, _closing_lines(found.index, np.array(new)), strict=True))
    return "\n".join([_("| 마감 | 공고 |"), "|---|---|", *(said[row] for row in rows)])


def _closing_lines(index: PostingIndex, rows: Rows) -> Iterator[str]:
    titles = index.shown(rows, ["title"]).column("title").to_pylist()
    facets = (index.labels(key, rows) for key in ("institution", "region", "hire"))
    for row, title, *labels in zip(rows.tolist(), titles, *facets, strict=True):
        # A hyphen that does not break the line.
        left = days_left(EPOCH + timedelta(days=int(index.end[row])), index.today).replace("-", "\u2011")
        words = escape(breakable(", ".join([*labels, _persons(index, row)])))
        where = address.link("postings", posting=str(index.posting_ids[row]))
        yield f"| {left} | [{escape(breakable(title))}]({where})  {words} |"


def _persons(index: PostingIndex, row: int) -> str:
    headcount = int(index.headcount[row])
    return _n("{count}명", headcount, count=number(headcount)) if index.has_headcount[row] else _("인원 미기재")


def _closing_key(index: PostingIndex, rows: Rows) -> NDArray[np.int64]:
    """Open ones by their end, then the closed, latest first."""
    left = index.end[rows].astype(np.int64) - (index.today - EPOCH) // timedelta(days=1)
    return np.where(left >= 0, left, 1_000_000 - left)


def show_list(found: Found, rows: Rows, positions: PositionIndex | None = None) -> None:
    """A page of postings: a table, on a narrow screen cards. A click opens one. After a search each shows where the words
    stand; with `positions`, each shows its ratio too."""
    show_linked(list_html(found, rows, positions), "list", _open)


def list_html(found: Found, rows: Rows, positions: PositionIndex | None = None) -> str:
    """The table as HTML, with everything that comes from elsewhere escaped."""
    table = display_table(found.index, rows)
    title = table.column_names.index(_("공고 제목"))
    if positions:
        ratios = [number(ratio, 1) for ratio in positions.of_postings[rows].tolist()]
        table = table.append_column(_("경쟁률"), pa.array(ratios))
    links = (address.link("postings", posting=str(each)) for each in found.index.posting_ids[rows].tolist())
    places = found.cached(_places, tuple(rows.tolist())) if found.selection.text else [None] * len(rows)
    body = "".join(
        _row_html(cells, title, link, place)
        for cells, link, place in zip(zip(*table.to_pydict().values(), strict=True), links, places, strict=True)
    )
    heads = "".join(f'<th scope="col" role="columnheader">{escape_html(name)}</th>' for name in table.column_names)
    return (
        f'<table class="postings" role="table"><caption>{_("찾은 공고")}</caption>'
        f'<thead><tr role="row">{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def _row_html(cells: Sequence[object], title: int, link: str, place: str | None) -> str:
    texts = [escape_html("" if cell is None else _cell(cell)) for cell in cells]
    texts[title] = f'<a href="{escape_html(link)}">{texts[title]}</a>'
    if place:
        texts[title] += f"<p>{escape_html(place)}</p>"
    unit = escape_html(_("명").strip())
    row = "".join(f'<td role="cell" class="c{at}" data-unit="{unit}">{text}</td>' for at, text in enumerate(texts))
    return f'<tr role="row">{row}</tr>'


def _cell(value: object) -> str:
    return number(value) if isinstance(value, int | float) else str(value)


def _open(followed: str) -> None:
    address.write({"posting": asked_by(followed)["posting"]})


def _days_left_heading() -> str:
    # The empty place keeps it apart from the status of that name, which is another word elsewhere.
    return _("마감{nothing}", nothing="")


def _places(found: Found, rows: tuple[int, ...]) -> list[str | None]:
    """The first passage of each posting that is not its title, the words marked; None where only the title has them."""
    passages = found.index.text.passages_of(rows, found.selection.text)
    texts = ([passage for passage in each if passage.column != "title"] for each in passages)
    return [_marked(each[0]) if each else None for each in texts]


def _marked(passage: Passage) -> str:
    """Brackets stand around what was found."""
    pieces, end = [], 0
    for start, stop in passage.marks:
        pieces += [passage.text[end:start], "【", passage.text[start:stop], "】"]
        end = stop
    return "".join(["…" * passage.starts_within, *pieces, passage.text[end:], "…" * passage.ends_within])
