"""How fast the processor is right now: limits in seconds hold for the machine they were written on."""

import time

# Seconds of a quiet processor of 2024 for `_work`.
USUAL_SECONDS = 0.008
_ROUNDS = 5


def slowness() -> float:
    """By how much the processor is slower than the usual one; at least 1. Neighbours on its caches count too."""
    times = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        _work()
        times.append(time.process_time() - began)
    return max(1.0, min(times) / USUAL_SECONDS)


def _work() -> int:
    words = [f"{number:06}" for number in range(12_000)]
    return len({word[::-1] for word in sorted(words, key=hash)})
