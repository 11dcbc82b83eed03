"""Korean sentences for the person at the screen that remember what they are made of.

A screen that speaks another language makes them anew in that one.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self


class Sentence(str):
    """Sentence("{table} 표가 없습니다.", table="pay"): a text with its template and the values in its places.

    A value may be a sentence too. Without values the template is the text as it is.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        if isinstance(template, cls):
            return template
        self = super().__new__(cls, template.format(**values) if values else template)
        self.template, self.values = template, values
        return self

    def censored(self, censor: Callable[[str], str]) -> "Sentence":
        """The sentence after `censor` has gone through all that was put into it."""
        made = Sentence(self.template, **{name: _censored(value, censor) for name, value in self.values.items()})
        return made if censor(made) == made else Sentence(censor(made))

    def described(self) -> dict[str, Any]:
        """As JSON: {"template": …, "values": {…}}, a sentence among the values likewise."""
        values = {
            name: value.described() if isinstance(value, Sentence) else value for name, value in self.values.items()
        }
        return {"template": self.template, "values": values}


def read_sentence(described: Mapping[str, Any]) -> Sentence:
    """What `Sentence.described` gave. Raises KeyError, TypeError or AttributeError for anything else."""
    values = {
        name: read_sentence(value) if isinstance(value, dict) else value for name, value in described["values"].items()
    }
    return Sentence(described["template"], **values)


def joined(sentences: Iterable[str], separator: str = " ") -> Sentence:
    parts = {f"part{place}": sentence for place, sentence in enumerate(sentences)}
    return Sentence(separator.join(f"{{{name}}}" for name in parts), **parts)


def _censored(value: object, censor: Callable[[str], str]) -> object:
    if isinstance(value, Sentence):
        return value.censored(censor)
    return censor(value) if isinstance(value, str) else value
