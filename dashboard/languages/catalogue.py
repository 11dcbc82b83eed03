"""Bring the catalogues up to date with the sentences in the source.

    python -m dashboard.languages.catalogue            new sentences come in empty, those no longer used go out
    python -m dashboard.languages.catalogue --check    says which have no translation, or no sentence; exit status 1

A sentence without a translation is shown in Korean; a column without one by its name. Needs Babel.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from dashboard import languages
from dashboard.languages import DOMAIN, KOREAN, LANGUAGES, po_file
from dashboard.method import MODULES, measures_of, note_of
from data_loader import codes, errors
from data_loader.alio import host as alio_host
from data_loader.portal import client as portal
from data_loader.portal import gateway
from data_loader.reference import RECORDED, load_reference, origin_of
from data_loader.sample.making import SOURCE as SAMPLE_SOURCE
from data_loader.schema import TABLES
from data_loader.tables import fields, offer_codes
from data_loader.tables.municipalities import load_municipalities
from data_loader.tables.unread import SOURCE as READ_SOURCE

ROOT = languages.FOLDER.parent.parent
WRITTEN_IN = ("dashboard", "pages")
# `_n` has one Korean form, which stands for both.
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "_n": (1, 1)}
# What of the loader's sentences comes to a screen: in these modules, and said by these.
SAID_ON_SCREEN = (
    "alio/host", "coverage", "documents/attachments", "documents/file_types", "documents/publishing",
    "documents/reader", "documents/shelf", "documents/texts", "lock", "portal/client", "portal/gateway", "portal/transfer", "sample/files/making",
    "settings", "snapshot", "store/database", "sync/budget", "sync/on_demand", "sync/plan", "sync/publishing",
    "tables/unread",
)  # fmt: skip
SAYING = (
    *(name for name in vars(errors) if name[0] != "_"),
    "DamagedAnswer",
    "NotThere",
    "TooManyCalls",
    "TooSlow",
    "DamagedTime",
)
# Columns of the reference tables whose values are few and have an English name; institutions keep theirs.
NAMED = {"institutions": ("supervising_ministry",), "events": ("event",)}
OTHERS = [language for language in LANGUAGES if language != KOREAN]
# Stands in every catalogue, so that making one again changes nothing.
BEGUN = datetime(2026, 11, 23, tzinfo=UTC)


def main() -> None:
    if "--check" in sys.argv[1:]:
        found = [line for language in OTHERS for line in unfinished(language)]
        sys.exit("\n".join(found) or 0)
    for language in OTHERS:
        update(language)


def unfinished(language: str) -> list[str]:
    """A line for each sentence without a translation, and for each translation without a sentence."""
    wanted = merged(language)
    missing = [message for message in wanted if message.id and not all(_forms(message.string))]
    known = {message.id for message in wanted}
    unused = [message for message in read(language) if message.id not in known]
    told = ((missing, "no translation"), (unused, "no longer in the source"))
    return [f"{language}: {what}: {message.id}" for messages, what in told for message in messages]


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text) if isinstance(text, list | tuple) else ("",)


def update(language: str) -> None:
    """Write `language`'s catalogue with today's sentences."""
    catalogue = merged(language)
    with po_file(language).open("wb") as file:
        write_po(file, catalogue, width=120, omit_header=False, sort_output=True, ignore_obsolete=True)


def merged(language: str) -> Catalog:
    """The catalogue as it lies, with exactly the sentences of the source."""
    catalogue = read(language)
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        # A sentence that got a plural has one form empty now, which the test notices; it is not left out meanwhile.
        message.flags.discard("fuzzy")
    return catalogue


def read(language: str) -> Catalog:
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def template() -> Catalog:
    """Every sentence of the source, and every name the data bring along.

    Of a column's label and note only what somebody has translated: in other languages it is shown by its name.
    """
    catalogue = Catalog(domain=DOMAIN, creation_date=BEGUN)
    for message in (*_written(), *_said_by_the_loader(), *_in_data()):
        catalogue.add(message)
    return catalogue


def _written() -> Iterator[str | tuple[str, str]]:
    for file in (
        ROOT / "streamlit_app.py",
        *sorted(path for folder in WRITTEN_IN for path in (ROOT / folder).rglob("*.py")),
    ):
        for _line, message, _comments, _context in extract_from_file("python", file, keywords=KEYWORDS):
            yield message if isinstance(message, str) else (str(message[0]), str(message[1]))


def _said_by_the_loader() -> Iterator[str]:
    """Errors, and what is missing in a table; of what an error is made of, what is Korean."""
    for name in SAID_ON_SCREEN:
        file = ROOT / "data_loader" / f"{name}.py"
        for _line, message, _comments, _context in extract_from_file("python", file, keywords=dict.fromkeys(SAYING)):
            yield str(message)
    for meaning in gateway.MEANINGS.values():
        yield from (meaning.what, meaning.way_out)
    yield from (portal.HOST.name, alio_host.HOST.name)


def _in_data() -> Iterator[str]:
    for table in (*vars(codes).values(), *vars(offer_codes).values()):
        if isinstance(table, MappingProxyType):
            yield from (code.name for code in table.values() if isinstance(code, codes.Code))
    translated = {message.id for language in OTHERS for message in read(language)}
    for described in TABLES.values():
        yield described.label
        yield from (text for column in described.columns for text in (column.label, column.note) if text in translated)
        yield from described.ignored.values()
    yield from fields.KINDS.values()
    for module in MODULES.values():
        yield from (line for measure in measures_of(module) for line in note_of(measure).splitlines())
    for place in load_municipalities():
        yield from (place.name, place.label)
    yield from _sources()


def _sources() -> Iterator[str]:
    """Where the data come from, and the names that come along with the published tables."""
    yield from (SAMPLE_SOURCE, READ_SOURCE, origin_of(RECORDED).source)
    for operation in portal.OPERATIONS:
        yield from (operation.label, operation.source)
    for name, published in load_reference().items():
        yield from filter(None, (published.origin.source, published.origin.coverage))
        for column in NAMED.get(name, ()):
            yield from (value for value in published.data.column(column).unique().to_pylist() if value)


if __name__ == "__main__":
    main()
