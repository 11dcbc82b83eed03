"""Labelled passages, and how right the reading of them is: python -m tests.data_loader.facts.labelled PASSAGES.jsonl."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_loader.facts.find import find_facts


@dataclass(slots=True)
class Scores:
    """Counts by kind over passages: found rightly, found wrongly, missed; and of those found rightly, need and place."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    needs: int = 0
    places: int = 0
    empty: int = 0
    wrong_in_empty: int = 0
    mistakes: list[str] = field(default_factory=list)

    def precision(self, *kinds: str) -> float:
        right, wrong = _sum(self.right, kinds), _sum(self.wrong, kinds)
        return right / (right + wrong) if right + wrong else 1.0

    def recall(self, *kinds: str) -> float:
        right, missed = _sum(self.right, kinds), _sum(self.missed, kinds)
        return right / (right + missed) if right + missed else 1.0

    def table(self) -> str:
        kinds = sorted({*self.right, *self.wrong, *self.missed})
        lines = [
            f"{kind:16} {self.right[kind] + self.missed[kind]:4}  {self.precision(kind):.3f}  {self.recall(kind):.3f}"
            for kind in kinds
        ]
        total = self.right.total()
        return "\n".join(
            [
                f"{'kind':16} {'n':>4}  precision recall",
                *lines,
                f"{'all':16} {total + self.missed.total():4}  {self.precision():.3f}  {self.recall():.3f}",
                f"need {self.needs / total:.3f}, place {self.places / total:.3f}, "
                f"{self.wrong_in_empty} wrong in {self.empty} passages without facts",
                *self.mistakes,
            ]
        )


def read_labelled(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scored(passages: Iterable[dict[str, Any]]) -> Scores:
    """Kind and value decide whether a fact is right; each counts once in a passage."""
    scores = Scores()
    for passage in passages:
        found = find_facts(passage["text"], passage["field"])
        given = {(fact.kind, fact.value): fact for fact in reversed(found)}
        wanted = {(fact["kind"], fact["value"]): fact for fact in reversed(passage["facts"])}
        scores.empty += not wanted
        scores.wrong_in_empty += 0 if wanted else len(given)
        for key, fact in given.items():
            label = wanted.get(key)
            if label is None:
                scores.wrong[fact.kind] += 1
                scores.mistakes.append(f"wrong {passage['id']} {key} {passage['text'][fact.start : fact.end]!r}")
                continue
            scores.right[fact.kind] += 1
            scores.needs += fact.need == label["need"]
            scores.places += any(
                own.start < label["end"] and label["start"] < own.end for own in found if (own.kind, own.value) == key
            )
        for key in wanted.keys() - given.keys():
            scores.missed[key[0]] += 1
            scores.mistakes.append(f"missed {passage['id']} {key} {wanted[key]['quote']!r}")
    return scores


def _sum(counts: Counter[str], kinds: tuple[str, ...]) -> int:
    return sum(counts[kind] for kind in kinds) if kinds else counts.total()


if __name__ == "__main__":
    sys.stdout.write(scored(read_labelled(Path(sys.argv[1]))).table() + "\n")
