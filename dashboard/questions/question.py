"""A question, and what it is once answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dashboard.data import Data


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is Korean, to be translated; `page` and `query` are the view that contains the answer.

    `answer` is one sentence in the language spoken, empty where these data cannot give it. `is_of_postings`: what it
    rests on is invented in a sample.
    """

    text: str
    page: str
    answer: Callable[[Data], str]
    query: Mapping[str, str] = field(default_factory=dict)
    is_of_postings: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """As a reader reads it; `is_sample` where the answer is about invented postings."""

    text: str
    sentence: str
    page: str
    query: Mapping[str, str]
    is_sample: bool
