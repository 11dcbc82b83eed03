"""A received row as the store keeps it: its key, its meaning, its body.

Two rows mean the same when they differ only in fields that change by themselves as the days pass
(`VOLATILE_FIELDS`) or in the order of their fields. What a row says about a contact person is left out here,
whoever calls: it never reaches the disk.
"""

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from data_loader.schema import POSTINGS, VOLATILE_FIELDS, personal_among
from data_loader.tables.parse import parse_date

Key = int | str

# The largest whole number SQLite keeps.
LARGEST_KEY = 2**63 - 1
DIGEST_BYTES = 16
UNNUMBERED = "digest:"
_START = POSTINGS.column("start_date").source
_END = POSTINGS.column("end_date").source
# `json.dumps` makes a new encoder for every call that wants anything but the usual.
_body_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_meaning_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
# Kept as text: half a letter, which UTF-8 does not know, has to be escaped.
_volatile_text = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Received:
    """One row: `digest` is of its meaning, `volatile` holds the JSON text of the fields left out of that."""

    key: Key
    row: Any
    digest: bytes
    volatile: str

    @property
    def body(self) -> bytes:
        return zlib.compress(_bytes(_body_text(self.row)))

    @property
    def dates(self) -> tuple[str | None, str | None]:
        return dates_of(self.row)


def receive(rows: Iterable[Any], key_field: str) -> list[Received]:
    """The rows of a page, each key once: the last one stands.

    A row without a number is named by its meaning; equal ones stay apart within their page.
    """
    repeats: Counter[bytes] = Counter()
    found: dict[Key, Received] = {}
    for row in rows:
        key = natural_key(row.get(key_field)) if isinstance(row, dict) else None
        received = receive_one(row, key)
        if key is None:
            repeats[received.digest] += 1
            received = replace(received, key=unnumbered_key(received.digest, repeats[received.digest]))
        found[received.key] = received
    return list(found.values())


def receive_one(row: Any, key: Key | None) -> Received:
    """A row under its key."""
    volatile: dict[str, Any] = {}
    meaning = row
    if isinstance(row, dict):
        persons = personal_among(tuple(row))
        row = {name: value for name, value in row.items() if name not in persons} if persons else row
        volatile = {name: row[name] for name in VOLATILE_FIELDS if name in row}
        meaning = {name: value for name, value in row.items() if name not in volatile}
    digest = hashlib.blake2b(_bytes(_meaning_text(meaning)), digest_size=DIGEST_BYTES).digest()
    return Received(key or "", row, digest, _volatile_text(volatile))


def unpack(body: bytes, volatile: str = "") -> Any:
    """The row a body holds, with the volatile fields it had last. Raises ValueError for a damaged one."""
    if not isinstance(body, bytes):
        raise ValueError(type(body).__name__)
    try:
        row = json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass"))
        if volatile and isinstance(row, dict):
            latest = json.loads(volatile)
            if not isinstance(latest, dict):
                raise ValueError(volatile)
            for name in VOLATILE_FIELDS - latest.keys():
                row.pop(name, None)
            row.update(latest)
    except (zlib.error, RecursionError) as error:
        raise ValueError(str(error)) from None
    return row


def dates_of(row: Any) -> tuple[str | None, str | None]:
    """First and last day of a posting as ISO dates; None where the row gives none that can be read."""
    return _iso_date(row, _START), _iso_date(row, _END)


def natural_key(value: object) -> Key | None:
    """A positive number, or the text that stands in its place; None where there is neither."""
    if isinstance(value, str):
        value = value.strip()
        if value.isascii() and value.isdigit() and len(value) < 19:
            value = int(value)
        elif value and value.isprintable():
            return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_KEY:
        return value
    return None


def unnumbered_key(digest: bytes, count: int) -> str:
    """The name of the `count`-th row with this meaning on its page."""
    return f"{UNNUMBERED}{digest.hex()}" + (f":{count}" if count > 1 else "")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _iso_date(row: Any, name: str) -> str | None:
    try:
        found = parse_date(row.get(name)) if isinstance(row, dict) else None
    except ValueError:
        return None
    return found.isoformat() if found else None
