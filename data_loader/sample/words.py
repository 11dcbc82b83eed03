"""The words of the sample, and pools of titles' parts and long texts made of them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data_loader.sample import shape

WORDS_FILE = Path(__file__).with_name("words.toml")
TEXTS_PER_JOB_FIELD = 80
TEXTS_PER_POOL = 800
_LENGTH_SHARES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


def load_words() -> dict[str, Any]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class TextPools:
    """Texts as records hold them, CRLF and all. `eligibility` is by field of work."""

    eligibility: dict[str, list[str]]
    disqualification: list[str]
    selection_process: list[str]
    preference: list[str]
    preference_condition: list[str]
    missing_attachment_reason: list[str]


def compose_texts(words: dict[str, Any], rng: np.random.Generator) -> TextPools:
    lines = words["texts"]
    return TextPools(
        {field: _eligibility(jobs, lines, rng) for field, jobs in words["jobs"].items()},
        _pool("disqualification", lines, rng, TEXTS_PER_POOL),
        _pool("selection_process", lines, rng, TEXTS_PER_POOL),
        _pool("preference", lines, rng, TEXTS_PER_POOL),
        _conditions(lines, rng),
        list(lines["missing_attachment_reason"]),
    )


def _eligibility(jobs: list[list[str]], lines: dict[str, Any], rng: np.random.Generator) -> list[str]:
    return _pool("eligibility", lines, rng, TEXTS_PER_JOB_FIELD, [f"{job}: {demand}" for job, demand in jobs])


def _pool(
    name: str, lines: dict[str, Any], rng: np.random.Generator, size: int, opening: list[str] | None = None
) -> list[str]:
    """`size` texts of the calibrated lengths and fillers; each begins with one of the `opening` lines."""
    lengths = np.interp((np.arange(size) + 0.5) / size, _LENGTH_SHARES, (4, *shape.TEXT_LENGTHS[name]))
    points = rng.random(size) < shape.POINTER_SHARES[name]
    texts = [
        _text(lines[name], int(length), lines["pointers"] if point else [], lines["bullets"], rng, opening or [])
        for length, point in zip(lengths, points, strict=True)
    ]
    return _with_fillers(texts, shape.FILLER_SHARES[name])


def _text(
    stock: list[str], length: int, pointers: list[str], bullets: list[str], rng: np.random.Generator, opening: list[str]
) -> str:
    """Lines in an order of chance until the text is about `length` long."""
    lines = [_any_of(opening, rng)] if opening else []
    missing = length - sum(map(len, lines))
    for position in rng.permutation(len(stock)):
        # Half a line too long is nearer than half a line too short.
        if lines and missing < len(stock[position]) / 2:
            break
        lines.append(stock[position])
        missing -= len(stock[position]) + 4
    bullet = _any_of(bullets, rng)
    end = "\n" if rng.random() < 0.05 else "\r\n"
    text = end.join(bullet + line for line in lines) if len(lines) > 1 else lines[0]
    if pointers and len(text) > 60:
        text += end + end + _any_of(pointers, rng)
    return _with_oddities(text, bullet, rng)


def _any_of(values: list[str], rng: np.random.Generator) -> str:
    return values[rng.integers(len(values))]


def _with_oddities(text: str, bullet: str, rng: np.random.Generator) -> str:
    """Now and then a tab after the bullet, rarely a vertical tab: pasted from word processors."""
    odd = rng.random()
    if odd < 0.03:
        return text.replace(bullet, bullet.rstrip() + "\t")
    return text.replace(" ", "\x0b", 1) if odd > 0.998 else text


def _conditions(lines: dict[str, Any], rng: np.random.Generator) -> list[str]:
    stock, pointers = lines["preference_condition"], lines["preference_condition_pointers"]
    texts = []
    for number in range(TEXTS_PER_POOL):
        if number < shape.POINTER_SHARES["preference_condition"] * TEXTS_PER_POOL:
            texts.append(_any_of(pointers, rng))
        else:
            items = rng.permutation(len(stock))[: min(rng.geometric(0.3), 9)]
            texts.append(", ".join(stock[item] for item in items))
    return _with_fillers(texts, shape.FILLER_SHARES["preference_condition"])


def _with_fillers(texts: list[str], fillers: dict[str, float]) -> list[str]:
    """The texts, the last ones replaced by fillers in their shares."""
    found = [filler for filler, share in fillers.items() for _ in range(max(1, round(share * len(texts))))]
    return texts[: len(texts) - len(found)] + found
