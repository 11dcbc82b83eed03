"""Deadlines as an iCalendar file (RFC 5545): one posting, or what a selection finds and is not over.

The portal gives days without hours, so a deadline is an all-day event. Its UID hangs on the posting's number
alone: fetched again after an extension, it moves the event instead of adding another.
"""

from datetime import UTC, date, datetime, timedelta

import icalendar

from dashboard.languages import _, speaking
from dashboard.selection.index import Found
from dashboard.takeaways.listed import Listed, listed, not_over
from dashboard.takeaways.plain_text import one_line
from dashboard.takeaways.view import PROJECT, PROJECT_IN_ENGLISH, View
from dashboard.words import number
from data_loader.settings import KST

# Calendars take ten thousand events badly, and nobody reads them.
MOST_EVENTS = 1_000
# Apps that subscribe ask again about this often.
REFRESH = timedelta(hours=6)


def calendar(found: Found, view: View, most: int = MOST_EVENTS) -> bytes:
    """The deadlines of the postings found that are not over, nearest first; says so where there are more than `most`."""
    rows, all_of_them = not_over(found, most)
    with speaking(view.language):
        about = _("조건: {filters}.", filters=view.filters)
        if all_of_them > most:
            counts = {"all": number(all_of_them), "some": number(most)}
            about += " " + _("{all}건 가운데 마감이 가까운 {some}건만 담았습니다.", **counts)
        return _file(listed(found.index, rows), view, f"{about} {view.source_line} {view.url}")


def event_calendar(posting: Listed, view: View) -> bytes:
    """The deadline of one posting."""
    with speaking(view.language):
        return _file([posting], view, f"{view.source_line} {view.url}")


def deadlines(postings: list[Listed], view: View) -> bytes:
    """The deadlines of these postings, of whom nothing else is told than that they were chosen."""
    with speaking(view.language):
        return _file(postings[:MOST_EVENTS], view, f"{view.source_line} {view.url}")


def moment_of(as_of: str) -> datetime:
    """When the data were true; a day alone, or a time without a zone, is Korean time."""
    moment = datetime.fromisoformat(as_of)
    return moment if moment.tzinfo else moment.replace(tzinfo=KST)


def _file(postings: list[Listed], view: View, about: str) -> bytes:
    whole = icalendar.Calendar()
    whole.add("prodid", f"-//{PROJECT_IN_ENGLISH}//deadlines//{view.language.upper()}")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", one_line(f"{_(PROJECT)}: {view.title}", 120))
    whole.add("x-wr-caldesc", one_line(about))
    whole.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for posting in postings:
        whole.add_component(_event(posting, view))
    return bytes(whole.to_ical())


def _event(posting: Listed, view: View) -> icalendar.Event:
    prefix = "sample-" if view.origin.is_sample else ""
    event = icalendar.Event()
    event.add("uid", f"{prefix}posting-{posting.posting_id}@korea-public-jobs")
    event.add("dtstamp", moment_of(view.origin.as_of).astimezone(UTC))
    event.add("dtstart", posting.end_date)
    if posting.end_date < date.max:
        event.add("dtend", _next_day(posting.end_date))
    # Left out, it would stay in the calendars of those who subscribed.
    is_off = posting.is_cancelled or posting.withdrawn_date is not None
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("summary", one_line(_("마감: {posting}", posting=f"{posting.institution} {posting.headline}")))
    where = posting.address_in(view)
    event.add("description", "\n".join([*posting.facts, view.source_line, where]))
    event.add("url", where)
    event.add("transp", "TRANSPARENT")
    return event


def _next_day(day: date) -> date:
    """The end of an all-day event is the first day that is no longer part of it; the last day of all has none, and an
    event without an end takes its day."""
    return day + timedelta(days=1)
