"""What a piece of a question can mean."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl

Kind = Literal[
    "filter", "text", "licence", "view", "lean", "institution", "period", "closing", "figure", "unread", "particle",
    "negation", "generic",
]  # fmt: skip
Params = tuple[tuple[str, str], ...]
# What a piece costs: few long pieces are likelier than many short ones.
COSTS: dict[Kind, float] = {"particle": 0.3, "generic": 1.1, "unread": 0.5}


@dataclass(frozen=True, slots=True)
class Meaning:
    """`params` are those of an address; `codes` institutions, the likeliest first; `words` what is to be named instead."""

    kind: Kind
    page: str = ""
    params: Params = ()
    codes: tuple[str, ...] = ()
    words: str = ""

    @property
    def cost(self) -> float:
        return COSTS.get(self.kind, 1.0)

    def values(self, key: str) -> tuple[str, ...]:
        return tuple(value for name, text in self.params if name == key for value in text.split(","))


@dataclass(frozen=True, slots=True)
class Piece:
    """A meaning and the words that carry it."""

    meaning: Meaning
    words: str
    number: int = field(default=0, compare=False)


def params_of(address: str) -> Params:
    return tuple(parse_qsl(address))
