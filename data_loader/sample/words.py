"""The words of the sample, and pools of titles' parts and long texts made of them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data_loader.sample import shape

WORDS_FILE = Path(__file__).with_name("words.toml")
TEXTS_PER_JOB = 30
TEXTS_PER_POOL = 800
_LENGTH_SHARES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


def load_words() -> dict[str, Any]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Job:
    """What a title says, and what an applicant must hold. Nobody hires an expert as an intern."""

    field: str
    name: str
    demand: str
    is_expert: bool


def read_jobs(words: dict[str, Any]) -> list[Job]:
    experts = set(words["expert_jobs"])
    return [Job(field, name, demand, name in experts) for field, jobs in words["jobs"].items() for name, demand in jobs]


@dataclass(frozen=True, slots=True)
class TextPools:
    """Texts as records hold them, CRLF and all. `eligibility` holds TEXTS_PER_JOB for each job in turn."""

    eligibility: list[str]
    disqualification: list[str]
    selection_process: list[str]
    preference: list[str]
    preference_condition: list[str]
    missing_attachment_reason: list[str]


def compose_texts(words: dict[str, Any], jobs: list[Job], rng: np.random.Generator) -> TextPools:
    lines = words["texts"]
    return TextPools(
        [text for job in jobs for text in _pool("eligibility", lines, rng, TEXTS_PER_JOB, job.demand)],
        _pool("disqualification", lines, rng, TEXTS_PER_POOL),
        _pool("selection_process", lines, rng, TEXTS_PER_POOL),
        _pool("preference", lines, rng, TEXTS_PER_POOL),
        _conditions(lines, rng),
        list(lines["missing_attachment_reason"]),
    )


def _pool(name: str, lines: dict[str, Any], rng: np.random.Generator, size: int, opening: str = "") -> list[str]:
    """`size` texts of the calibrated lengths and fillers; each begins with `opening`."""
    lengths = np.interp((np.arange(size) + 0.5) / size, _LENGTH_SHARES, (4, *shape.TEXT_LENGTHS[name]))
    points = rng.random(size) < shape.POINTER_SHARES[name]
    texts = [
        _text(lines[name], int(length), lines["pointers"] if point else [], lines["bullets"], rng, opening)
        for length, point in zip(lengths, points, strict=True)
    ]
    return _with_fillers(texts, shape.FILLER_SHARES[name])


def _text(
    stock: list[str], length: int, pointers: list[str], bullets: list[str], rng: np.random.Generator, opening: str
) -> str:
    """Lines in an order of chance until the text is about `length` long."""
    lines = [opening] if opening else []
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
        if number >= (1 - shape.POINTER_SHARES["preference_condition"]) * TEXTS_PER_POOL:
            texts.append(_any_of(pointers, rng))
        else:
            items = rng.permutation(len(stock))[: min(rng.geometric(0.3), 9)]
            texts.append(", ".join(stock[item] for item in items))
    return _with_fillers(texts, shape.FILLER_SHARES["preference_condition"])


def _with_fillers(texts: list[str], fillers: dict[str, float]) -> list[str]:
    """The texts, the first (the shortest) replaced by fillers in their shares."""
    found = [filler for filler, share in fillers.items() for _ in range(round(share * len(texts)))]
    return found + texts[len(found) :]
