"""What an assistant is told besides a number: unit, way of counting, coverage, source, caveats, and where a person sees the same."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.data import Data
from dashboard.languages import _
from dashboard.selection.index import Found
from dashboard.selection.selection import parse_query
from dashboard.takeaways.citation import in_bibtex, in_korean
from dashboard.takeaways.view import Subject, View, permalink

Answer = dict[str, Any]
# Where the site is open, and the data: both asked for anew with each call.
Site = Callable[[], str]
Source = Callable[[], Data]


def found_by(data: Data, filters: Mapping[str, str]) -> tuple[Found, list[str]]:
    """The postings that filters in the words of an address find, and what of them is not known."""
    selection, unknown = parse_query({key: (f"{value}",) for key, value in filters.items()}, data.postings.options)
    return data.postings.find(selection), unknown


def told(
    data: Data,
    site: str,
    answer: Any,
    *,
    table: str,
    page: str,
    params: Mapping[str, str],
    unit: str,
    counting: str,
    title: str,
    filters: str = "",
    not_understood: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Answer:
    """An answer with everything that belongs to it."""
    subject: Subject = {"postings": "postings", "facilities": "offers", "programmes": "offers"}.get(
        table, "disclosures"
    )  # type: ignore[assignment]
    url = permalink(site, page, params)
    view = View(title, filters or _("전체"), url, data.origin(table), data.today, subject)
    return {
        "answer": answer,
        "unit": unit,
        "counting": counting,
        "filters": view.filters,
        "as_of": view.origin.as_of,
        "kind": view.kind,
        "source": view.source,
        "coverage": view.coverage,
        "caveats": [*notes, *view.caveats],
        "address": url,
        "citation": in_korean(view),
        "bibtex": in_bibtex(view),
        "snapshot": data.snapshot.id,
        "not_understood": list(not_understood),
    }


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None
