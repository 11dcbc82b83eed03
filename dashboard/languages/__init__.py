"""The languages the dashboard speaks. Its sentences are written in Korean; gettext catalogues hold the others.

    _("공고 {count}건", count=number(1234))
    _n("공고 {count}건", 1, count="1")              where another language has a plural
    LABEL = N_("근무지"); … _(LABEL)                where a sentence stands at the head of a module

Which language is spoken belongs to the run of a page or the answer to a request, never to the process. Whatever
holds words and is cached for others is cached by `spoken()` too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

import polib

from data_loader.schema import TABLES

KOREAN = "ko"
LANGUAGES = {KOREAN: "한국어", "en": "English"}
FOLDER = Path(__file__).parent
DOMAIN = "messages"
SEVERAL = 2

_spoken = ContextVar("spoken", default=KOREAN)


def spoken() -> str:
    """The language of this run: `ko` or `en`."""
    return _spoken.get()


def speak(language: str) -> None:
    """From here on in this run; what is no language of ours is Korean."""
    _spoken.set(language if language in LANGUAGES else KOREAN)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        _spoken.set(before)


def _(message: str, **values: object) -> str:
    """A sentence in the language spoken, with the values in its places. Unknown ones stay Korean."""
    language = _spoken.get()
    text = message if language == KOREAN or not message else _translated(message, _catalogue(language))
    return text.format(**values) if values else text


def _n(message: str, number: float, **values: object) -> str:
    """As `_`, in the form that fits a number: a fraction takes that of several. Korean has one for all."""
    language = _spoken.get()
    whole = int(number) if number % 1 == 0 else SEVERAL
    text = message if language == KOREAN else _catalogue(language).ngettext(message, message, whole)
    return text.format(**values)


def N_(message: str) -> str:
    """Marks a sentence at the head of a module for the catalogues; it is translated where it is shown."""
    return message


def _translated(message: str, catalogue: NullTranslations) -> str:
    text = catalogue.gettext(message)
    # A sentence that has a plural too is found without a number by newer releases of Python only (not by 3.11.2).
    return catalogue.ngettext(message, message, 1) if text == message else text


@cache
def _catalogue(language: str) -> NullTranslations:
    """Compiled once a process from what translators wrote, in less time than reading a page takes."""
    written = polib.pofile(str(po_file(language)))
    known = {entry.msgid for entry in written}
    columns = (column for table in TABLES.values() for column in table.columns)
    for text, name in ((text, column.name) for column in columns for text in (column.label, column.note) if text):
        if text not in known:
            known.add(text)
            written.append(polib.POEntry(msgid=text, msgstr=name.replace("_", " ").capitalize()))
    return GNUTranslations(BytesIO(written.to_binary()))


def po_file(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"
