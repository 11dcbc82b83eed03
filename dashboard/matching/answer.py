"""A result as JSON: numbers of postings, and the words quoted for and against them."""

from dataclasses import asdict
from typing import Any

from dashboard.matching.match import Matched, Result
from dashboard.matching.openings import Span


def answer(own_id: Any, result: Result) -> dict[str, Any]:
    """`id`, and shown, look, near and hidden, each with its words; what merely is open to the person is left out."""
    return {
        "id": own_id,
        "shown": [_with_reasons(matched) for matched in result.shown],
        "look": [_with_reasons(matched) for matched in result.look],
        "near": [
            {"posting_id": matched.opening.posting_id, "missing": matched.missing[0].what, "because": _because(matched)}
            for matched in result.near
        ],
        "hidden": [
            {"posting_id": matched.opening.posting_id, "because": _because(matched)} for matched in result.hidden
        ],
    }


def _with_reasons(matched: Matched) -> dict[str, Any]:
    return {
        "posting_id": matched.opening.posting_id,
        "reasons": [_quoted(reason.span) for reason in matched.reasons],
    }


def _because(matched: Matched) -> dict[str, Any]:
    """What is missing for certain first."""
    missing = min(matched.missing, key=lambda one: one.is_open)
    return {"missing": missing.what, **_quoted(missing.because)}


def _quoted(span: Span) -> dict[str, Any]:
    return asdict(span)
