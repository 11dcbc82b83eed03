"""A reader's profile, which stands in their session alone, and the open postings that suit it, with the words that say so."""

import io
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.data import Data
from dashboard.languages import N_, _
from dashboard.matching.match import Matched, Result, match
from dashboard.matching.openings import Opening
from dashboard.matching.profile import Profile
from dashboard.matching.words import MATTERS, profile_in_words, quoted, role_of, what
from dashboard.takeaways.listed import JOB_ALIO, listed
from dashboard.takeaways.view import View, permalink
from dashboard.ui.address import carried, choose_one, link
from dashboard.ui.profile import kept_profiles, offer_keeping, open_postings, told_profile
from dashboard.ui.takeaway import XLSX, download, here, table_csv
from dashboard.words import escape, number

MOST_LISTED = 20
MOST_REASONS = 4


def result_for(data: Data, profile: Profile) -> Result:
    """Worked out anew for each reader, and kept for nobody."""
    return match(open_postings(data), profile)


def show_fit(data: Data, posting_id: int) -> None:
    """On a posting's page: whether it suits the reader's profile, and the words that decide."""
    opening = next((o for o in open_postings(data) if o.posting_id == posting_id), None)
    if opening is None:
        return
    st.markdown("## " + _("나에게 맞나"))
    profile = told_profile()
    if profile is None:
        where = link("match")
        st.markdown(
            _(
                "[맞춤 공고]({link})에 학력·경력·자격을 적으면 지원할 수 있는지, 왜 안 되는지 적힌 말로 답합니다.",
                link=where,
            )
        )
        return
    result = match([opening], profile)
    (matched,) = (one for part in (result.shown, result.look, result.near, result.hidden, result.rest) for one in part)
    st.markdown("  \n".join([_verdict(result, matched), *_whys(matched)]))


def _verdict(result: Result, matched: Matched) -> str:
    role = role_of(matched)
    which = f"{escape(role)}: " if role else ""
    if result.shown:
        return which + _("**잘 맞습니다.**")
    if any(not missing.is_open for missing in matched.missing):
        return which + _("**적힌 대로면 지원할 수 없습니다.** 모자란 것과 그렇게 적은 대목입니다.")
    if matched.missing or matched.opening.is_thin:
        return which + _("**공고문을 봐야 압니다.** 적힌 것만으로는 지원할 수 있는지 알 수 없습니다.")
    return which + _("**지원을 막는 조건은 적혀 있지 않습니다.** 적은 낱말과 맞닿는 대목도 적습니다.")


def _whys(matched: Matched) -> Iterable[str]:
    for missing in matched.missing:
        yield f":material/close: {escape(what(missing))} · :red-background[{escape(quoted(missing.because))}]"
    for reason in matched.reasons[:MOST_REASONS]:
        yield f":material/check: {escape(quoted(reason.span))}"


def say_nothing_asked(data: Data) -> None:
    count = len(open_postings(data))
    st.markdown(_("위에 하나라도 적으면 열린 공고 **{count}건** 가운데 맞는 것을 찾습니다.", count=number(count)))


def offer_results(data: Data, profile: Profile, result: Result) -> None:
    """What a reader takes along: a sheet for counselling, the list with its reasons, the deadlines. Made on the click."""
    url = permalink(here()[0], "match", carried())
    filters = _("프로필에 맞춘 결과. 프로필은 이 파일에 적지 않음.")
    view = View(_("맞춤 공고"), filters, url, data.origin("postings"), data.today)
    with st.container(horizontal=True):
        download(_("상담 기록지(A4)"), lambda: _sheet(profile, result, view), view, "html", "text/html", "match_sheet")
        download("CSV", lambda: _csv(result, view), view, "csv", "text/csv", "match_csv")
        download(_("엑셀"), lambda: _workbook(result, view), view, "xlsx", XLSX, "match_xlsx")
        if result.shown:
            download(
                _("마감일을 달력에"), lambda: _deadlines(data, result, view), view, "ics", "text/calendar", "match_ics"
            )


# What makes the files is imported on the click: no start waits for it.


def _sheet(profile: Profile, result: Result, view: View) -> bytes:
    from dashboard.takeaways.counsel import counsel_page

    return counsel_page(profile, result, view)


def _csv(result: Result, view: View) -> bytes:
    from dashboard.takeaways.counsel import matched_table

    return table_csv(matched_table(result), view.origin)


def _workbook(result: Result, view: View) -> bytes:
    from dashboard.takeaways.counsel import matched_table
    from dashboard.takeaways.workbook import write_table

    file = io.BytesIO()
    write_table(matched_table(result), "", view, file)
    return file.getvalue()


def _deadlines(data: Data, result: Result, view: View) -> bytes:
    from dashboard.takeaways.calendar import deadlines

    numbers = [matched.opening.posting_id for matched in (*result.shown, *result.more)]
    rows = [row for number in numbers if (row := data.postings.row_of(number)) is not None]
    return deadlines(listed(data.postings, np.array(rows, dtype=np.intp)), view)


def compare_profiles(data: Data, profile: Profile, result: Result) -> None:
    """Up to three profiles side by side: what each may apply for, and what only this one suits."""
    offer_keeping(profile)
    kept = kept_profiles()
    if not kept:
        return
    st.subheader(_("프로필 비교"))
    results = [*(result_for(data, other) for other in kept), result]
    names = [*(_("둔 프로필 {number}", number=place) for place in range(1, len(kept) + 1)), _("지금 프로필")]
    told = [dict(profile_in_words(each)) for each in (*kept, profile)]
    labels = [label for label in dict.fromkeys(label for each in told for label in each)
              if len({each.get(label, "") for each in told}) > 1]  # fmt: skip
    rows = {label: [each.get(label, "–") for each in told] for label in labels}
    rows |= {_(name): [number(count(each)) for each in results] for name, count in _PARTS.items()}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names).reset_index(names="")
    st.dataframe(table, hide_index=True, height="content", key="match_compared")
    before = {each.opening.posting_id for other in results[:-1] for each in (*other.shown, *other.more)}
    fresh = [each for each in (*result.shown, *result.more) if each.opening.posting_id not in before]
    if fresh:
        lines = "  \n".join(_title(each.opening) for each in fresh[:MOST_LISTED])
        st.markdown(_("지금 프로필에만 잘 맞는 공고 **{count}건**", count=number(len(fresh))) + f"  \n{lines}")


_PARTS: dict[str, Callable[[Result], int]] = {
    N_("잘 맞는 것"): lambda result: len(result.shown) + len(result.more),
    N_("공고문을 봐야 아는 것"): lambda result: len(result.look),
    N_("한 가지만 갖추면"): lambda result: len(result.near),
    N_("지원할 수 없는 것"): lambda result: len(result.hidden),
}


def say_counts(result: Result) -> None:
    """One sentence with all the counts."""
    st.markdown(
        _(
            "열린 공고 **{total}건** 가운데 지원할 수 없는 것 {hidden}건, 한 가지만 갖추면 되는 것 {near}건, 공고문을 봐야 아는 것 "
            "**{look}건**입니다. 남은 {left}건 중 잘 맞는 것은 **{shown}건**입니다.",
            total=number(result.total),
            hidden=number(len(result.hidden)),
            near=number(len(result.near)),
            look=number(len(result.look)),
            left=number(len(result.shown) + len(result.more) + len(result.rest)),
            shown=number(len(result.shown) + len(result.more)),
        )
    )


def show_suiting(data: Data, result: Result) -> None:
    """What suits, each with the words that say so."""
    st.subheader(_("잘 맞는 공고"))
    if not result.shown:
        st.markdown(_("적힌 말로 잘 맞는다고 할 수 있는 공고가 없습니다. 조건을 줄이거나 아래의 공고를 보세요."))
    for matched in result.shown:
        with st.container(border=True):
            st.markdown("  \n".join(_lines(data, matched)))
    if result.more:
        st.caption(
            _(
                "한 기관에서 세 건, 모두 열 건까지만 보였습니다. 잘 맞는 공고가 {count}건 더 있습니다.",
                count=number(len(result.more)),
            )
        )


def _lines(data: Data, matched: Matched) -> Iterable[str]:
    role = matched.role.name
    yield f"**{_title(matched.opening)}**" + (f" · {escape(role.quote.strip())}" if role else "")
    yield _("{institution} · 마감 {day}", institution=escape(matched.opening.institution), day=matched.opening.end_date)
    yield " · ".join(escape(quoted(reason.span)) for reason in matched.reasons[:MOST_REASONS])
    if matched.opening.is_thin and not data.is_sample:
        yield _("응시자격은 공고문에 있습니다: [잡알리오에서 보기]({url})", url=_alio(matched.opening))


def _title(opening: Opening) -> str:
    return f"[{escape(opening.title.strip())}]({link('postings', posting=str(opening.posting_id))})"


def _alio(opening: Opening) -> str:
    return JOB_ALIO.format(opening.posting_id)


def show_near(result: Result) -> None:
    """Postings that lack one thing, by that thing."""
    if not result.near:
        return
    st.subheader(_("한 가지만 갖추면"))
    by_what: dict[str, list[Matched]] = {}
    for matched in result.near:
        by_what.setdefault(what(matched.missing[0]), []).append(matched)
    for name, group in sorted(by_what.items(), key=lambda item: -len(item[1])):
        titles = "  \n".join(f"{_title(each.opening)} · {escape(quoted(each.missing[0].because))}" for each in group)
        st.markdown(_("**{what}**: {count}건 더", what=escape(name), count=number(len(group))) + f"  \n{titles}")


def show_look(data: Data, result: Result) -> None:
    """Postings of which only the notice tells, with the way to it."""
    if not result.look:
        return
    st.subheader(_("확인이 필요한 공고"))
    st.markdown(
        _(
            "공고에 적힌 것만으로는 알 수 없어 공고문을 봐야 합니다. 가까운 것부터 {count}건까지 보입니다.",
            count=MOST_LISTED,
        )
    )
    for matched in result.look[:MOST_LISTED]:
        reasons = " · ".join(escape(quoted(reason.span)) for reason in matched.reasons[:2])
        words = f"{_title(matched.opening)} · {escape(matched.opening.institution)}"
        if not data.is_sample:
            words += " · " + _("[잡알리오에서 공고문 보기]({url})", url=_alio(matched.opening))
        st.markdown(f"{words}  \n{reasons}" if reasons else words)


def show_out_of_reach(result: Result) -> None:
    """All that are out of reach, with the words that decide."""
    if not result.hidden:
        return
    st.subheader(_("지원할 수 없는 것과 까닭"))
    counted = result.out_of_reach_by_matter().most_common()
    names = {"all": _("모두 {count}", count=number(len(result.hidden)))}
    names |= {matter: f"{_(MATTERS[matter])} {number(count)}" for matter, count in counted}
    chosen = choose_one(_("까닭"), "because", names, "all")
    hidden = [each for each in result.hidden if chosen in ("all", each.missing[0].matter)]
    rows = [
        (
            link("postings", posting=str(matched.opening.posting_id)),
            matched.opening.title.strip(),
            matched.opening.institution,
            _(MATTERS[matched.missing[0].matter]),
            " ".join(matched.missing[0].because.quote.split()),
        )
        for matched in hidden
    ]
    columns = [_("보기"), _("공고"), _("기관"), _("까닭"), _("적힌 말")]
    st.dataframe(
        pd.DataFrame(rows, columns=columns), hide_index=True, key="match_hidden",
        column_config={columns[0]: st.column_config.LinkColumn(display_text=":material/open_in_new:")},
    )  # fmt: skip
