"""Invented attachments of the newest sample postings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from data_loader.sample import shape
from data_loader.sample.stages import title_jobs
from data_loader.sample.titles import MARK
from data_loader.sample.words import Job
from data_loader.schema import ATTACHMENTS, FIRST_SAMPLE_ATTACHMENT
from data_loader.tables.columns import TidyTables
from data_loader.tables.details import tidy_details

ADDRESS = "https://www.example.com/attachments/{}"
_KINDS = {"notice": "A", "application": "B", "job_description": "C", "other": "Z"}


def sample_attachments(
    postings: pa.Table, jobs: list[Job], words: dict[str, Any], rng: np.random.Generator
) -> TidyTables:
    """Table `attachments` for the newest of the postings (columns stages.NEEDED, highest number first).

    File names begin with `[예시]`; numbers and addresses are none of ALIO's.
    """
    newest = postings.slice(0, shape.POSTINGS_WITH_ATTACHMENTS)
    names = [job.name for job in title_jobs(newest, jobs)]
    found = _details(newest["posting_id"].to_pylist(), names, words["attachments"], rng)
    tidied = tidy_details(found)
    table = tidied.tables["attachments"]
    place = table.schema.get_field_index("download_url")
    addresses = pa.array([ADDRESS.format(number) for number in table["attachment_id"].to_pylist()], pa.string())
    return replace(tidied, tables={"attachments": table.set_column(place, table.schema.field(place), addresses)})


def _details(
    postings: list[int], jobs: list[str], words: Mapping[str, Sequence[str]], rng: np.random.Generator
) -> list[dict[str, object]]:
    """Details as the portal answers them, as far as attachments go."""
    source = {column.name: column.source for column in ATTACHMENTS.received}
    details: list[dict[str, object]] = []
    number = FIRST_SAMPLE_ATTACHMENT + 5 * len(postings)
    for posting, job in zip(postings, jobs, strict=True):
        kinds = ["notice", "application", *(["job_description"] if rng.random() < shape.JOB_DESCRIPTION_SHARE else [])]
        kinds += ["other"] * int(_one_of(shape.OTHER_ATTACHMENT_COUNTS, rng))
        number -= len(kinds)
        files = [
            {
                source["order"]: order,
                source["attachment_id"]: number + order,
                source["attachment_kind"]: _KINDS[kind],
                source["file_name"]: _file_name(kind, order, job, words, rng),
            }
            for order, kind in enumerate(kinds)
        ]
        details.append({source["posting_id"]: posting, ATTACHMENTS.inside: files})
    return details


def _file_name(kind: str, order: int, job: str, words: Mapping[str, Sequence[str]], rng: np.random.Generator) -> str:
    stem = words[kind][int(rng.random() * len(words[kind]))].replace("{n}", str(order)).replace("{job}", job)
    return f"{MARK} {stem}.{_one_of(shape.EXTENSIONS[kind], rng)}"


def _one_of(shares: Mapping[Any, float], rng: np.random.Generator) -> Any:
    """A key by its share; the shares add up to one."""
    steps = np.cumsum([*shares.values()])
    return [*shares][min(int(np.searchsorted(steps, rng.random(), "right")), len(steps) - 1)]
