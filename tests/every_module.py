"""Rules that hold for every module of the source: one test a rule, which names the module that breaks it."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def in_every(paths: Sequence[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """A rule for one module becomes a test over these."""

    def over_all(rule: Callable[[Path], None]) -> Callable[[], None]:
        @wraps(rule)
        def test() -> None:
            for path in paths:
                try:
                    rule(path)
                except AssertionError as error:
                    error.add_note(name_of(path))
                    raise

        # Where pytest looks for what a test takes.
        del test.__wrapped__  # type: ignore[attr-defined]
        return test

    return over_all
