"""New postings of a selection as an Atom feed (RFC 4287)."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urljoin
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from dashboard.languages import _, speaking
from dashboard.selection.index import Found
from dashboard.takeaways.calendar import moment_of
from dashboard.takeaways.listed import Listed, listed
from dashboard.takeaways.moments import UNKNOWN, Moments
from dashboard.takeaways.news import News
from dashboard.takeaways.plain_text import one_line
from dashboard.takeaways.view import PROJECT, View
from data_loader.settings import KST

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 50
MOST_ENTRIES = 500
FIRST_DAY = date.min + timedelta(days=1)

MomentsOf = Callable[[Sequence[int]], Mapping[int, Moments]]


def atom_feed(
    found: Found, view: View, feed_url: str, most: int = ENTRIES, moments: MomentsOf = lambda posting_ids: {}
) -> bytes:
    """The postings with the highest numbers, newest first, at most `MOST_ENTRIES`; `feed_url` is its own address,
    `moments` says of posting numbers when they appeared and last changed."""
    with speaking(view.language):
        feed = _feed(found, view, feed_url, min(most, MOST_ENTRIES), moments)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def news_feed(found: Sequence[News], view: View, feed_url: str) -> bytes:
    """What is new as an Atom feed; what has no day yet has that of the data."""
    with speaking(view.language):
        feed, as_of = _opened(view, feed_url, one_line(f"{_(PROJECT)}: {view.title}"))
        for each in found[:MOST_ENTRIES]:
            entry = ElementTree.SubElement(feed, "entry")
            mark = hashlib.sha256(f"{each.kind} {each.day} {each.text}".encode()).hexdigest()[:16]
            _add(entry, "id", f"{feed_url}#{mark}")
            _add(entry, "title", one_line(f"{each.label}: {each.text}"))
            _add(entry, "updated", _stamp(_midnight(each.day) if each.day else as_of))
            _add(entry, "link", rel="alternate", type="text/html", href=urljoin(view.url, each.page))
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _opened(view: View, feed_url: str, title: str) -> tuple[ElementTree.Element, datetime]:
    """A feed without entries, and when its data were true."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": view.language})
    as_of = moment_of(view.origin.as_of)
    _add(feed, "id", feed_url)
    _add(feed, "title", title)
    _add(feed, "subtitle", one_line(view.source_line))
    _add(feed, "updated", _stamp(as_of))
    _add(feed, "link", rel="self", type="application/atom+xml", href=feed_url)
    _add(feed, "link", rel="alternate", type="text/html", href=view.url)
    _add(_add(feed, "author"), "name", _(PROJECT))
    _add(feed, "rights", one_line(f"{view.source}. {view.kind}."))
    return feed, as_of


def _feed(found: Found, view: View, feed_url: str, most: int, moments: MomentsOf) -> ElementTree.Element:
    title = one_line(_("{project}: {title}({filters})", project=_(PROJECT), title=view.title, filters=view.filters))
    feed, as_of = _opened(view, feed_url, title)
    postings = listed(found.index, _newest(found, most))
    known = moments([posting.posting_id for posting in postings])
    for posting in postings:
        _add_entry(feed, posting, view, *_times(posting, known.get(posting.posting_id, UNKNOWN), as_of))
    return feed


def _newest(found: Found, most: int) -> NDArray[np.intp]:
    """The rows last registered: a posting may be registered long after its first day."""
    return found.rows[np.argsort(-found.index.posting_ids[found.rows], kind="stable")][:most]


def _add_entry(feed: ElementTree.Element, posting: Listed, view: View, published: datetime, updated: datetime) -> None:
    entry = _add(feed, "entry")
    # A sample posting is nowhere but here, and its number will belong to another one day.
    sample_id = f"tag:korea-public-jobs.invalid,2026:sample/{posting.posting_id}"
    _add(entry, "id", sample_id if view.origin.is_sample else posting.address)
    _add(entry, "title", one_line(f"{posting.institution}: {posting.headline}"))
    _add(entry, "updated", _stamp(updated))
    _add(entry, "published", _stamp(published))
    _add(entry, "link", rel="alternate", type="text/html", href=posting.address_in(view))
    _add(entry, "category", term=one_line(posting.hire_types))
    _add(entry, "category", term=one_line(posting.state))
    _add(entry, "summary", "\n".join((*posting.facts, view.kind)), type="text")


def _times(posting: Listed, known: Moments, as_of: datetime) -> tuple[datetime, datetime]:
    """When a posting appeared, and when it last changed.

    The list has no time of registration: where nobody saw it appear, the first day is the nearest. Nothing changes
    after the data themselves, nor before it is there.
    """
    start = _midnight(posting.start_date)
    updated = known.changed or known.appeared or min(start, as_of)
    return known.appeared or (min(start, updated) if known.changed else start), updated


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text or None
    return child


def _midnight(day: date) -> datetime:
    # Midnight of the very first day would lie before the calendar begins, elsewhere in the world.
    return datetime.combine(max(day, FIRST_DAY), time(), KST)


def _stamp(moment: datetime) -> str:
    # `strftime` writes the years before 1000 with fewer digits.
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
