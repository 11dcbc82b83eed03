"""All the tables know about one posting, read when somebody opens it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import pyarrow as pa

from data_loader.snapshot import Snapshot
from data_loader.tables.details import tidy_details

Row = Mapping[str, Any]

KEPT = 256


@dataclass(frozen=True, slots=True)
class Dossier:
    """The posting's rows of each table; empty where a snapshot has no such table or nothing of it.

    `positions` are the rows of `competitions`. `has_ledger`: whether the snapshot tells changes at all;
    `followed_by`: numbers of the postings that followed this one, and what they are to it (see `changes`).
    """

    texts: Row
    positions: tuple[Row, ...] = ()
    stages: tuple[Row, ...] = ()
    attachments: tuple[Row, ...] = ()
    workplaces: tuple[Row, ...] = ()
    has_ledger: bool = False
    changes: tuple[Row, ...] = ()
    observation: Row | None = None
    followed_by: tuple[tuple[int, str], ...] = ()

    @property
    def has_details(self) -> bool:
        """Whether its details were received: the portal gives every posting at least its stages."""
        return bool(self.stages or self.attachments)


class Dossiers:
    """The dossiers of a snapshot; those read lately are kept."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.of = lru_cache(KEPT)(self._of)

    def _of(self, posting_id: int) -> Dossier:
        texts = self._rows("posting_texts", posting_id)
        observations = self._rows("observations", posting_id)
        return Dossier(
            texts=texts[0] if texts else {},
            positions=in_order(self._rows("competitions", posting_id), "group_number", "first_stage_id"),
            stages=in_order(self._rows("stages", posting_id), "stage_id"),
            attachments=in_order(self._rows("attachments", posting_id), "order", "attachment_id"),
            workplaces=tuple(self._rows("workplaces", posting_id)),
            has_ledger="changes" in self._snapshot.tables,
            changes=tuple(self._rows("changes", posting_id)),
            observation=observations[0] if observations else None,
            followed_by=tuple(self._followers.get(posting_id, ())),
        )

    def _rows(self, table: str, posting_id: int) -> list[dict[str, Any]]:
        if table not in self._snapshot.tables:
            return []
        return self._snapshot.read_rows(table, "posting_id", posting_id)

    @cached_property
    def _followers(self) -> dict[int, list[tuple[int, str]]]:
        """For each posting that others followed, their numbers and what they are to it."""
        if "changes" not in self._snapshot.tables:
            return {}
        found: dict[int, list[tuple[int, str]]] = {}
        for row in (
            self._snapshot.read("changes", ["posting_id", "related_posting_id", "change"]).drop_null().to_pylist()
        ):
            found.setdefault(row["related_posting_id"], []).append((row["posting_id"], row["change"]))
        return found


def with_detail(dossier: Dossier, detail: Row) -> Dossier:
    """The dossier with what the portal has just said about the posting, as received."""
    tables: Mapping[str, pa.Table] = tidy_details([detail]).tables
    return replace(
        dossier,
        positions=in_order(tables["competitions"].to_pylist(), "group_number", "first_stage_id"),
        stages=in_order(tables["stages"].to_pylist(), "stage_id"),
        attachments=in_order(tables["attachments"].to_pylist(), "order", "attachment_id"),
    )


def in_order(rows: Iterable[Row], *names: str) -> tuple[Row, ...]:
    """Sorted by these columns, empty values last."""
    return tuple(sorted(rows, key=lambda row: [(row[name] is None, row[name] or 0) for name in names]))
