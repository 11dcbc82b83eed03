"""How long a reader waits: one reader who tries filters, fifty who think between them, and the first of the day."""

import asyncio
import itertools
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.client import Answer, Reader
from benchmarks.servers import NAIVE, Server, serve

PAUSE_SECONDS = 0.3
THOUGHT_SECONDS = 5.0
READERS = 50
SEEN = (["정규직"], ["비정규직"])


@dataclass(frozen=True, slots=True)
class Waits:
    """Medians in milliseconds; `floor` is the empty page, measured in turns with the others."""

    floor: float
    seen: float
    new: float


async def try_filters(empty: Server, dashboard: Server, changes: int) -> Waits:
    """One reader changes a filter of the overview, back to views seen before and on to new ones."""
    async with Reader(empty.url) as nobody, Reader(dashboard.url) as reader:
        back = itertools.cycle(SEEN)
        pairs = itertools.combinations(reader.options("filter_region"), 2)
        for _ in range(4):
            await nobody.choose("choice", next(back))
            await reader.choose("filter_hire", next(back))
        floor: list[float] = []
        seen: list[float] = []
        new: list[float] = []
        for _ in range(changes):
            floor.append(await _timed(lambda: nobody.choose("choice", next(back))))
            seen.append(await _timed(lambda: reader.choose("filter_hire", next(back))))
        for _ in range(changes):
            floor.append(await _timed(lambda: nobody.choose("choice", next(back))))
            new.append(await _timed(lambda: reader.choose("filter_region", list(next(pairs)))))
    return Waits(statistics.median(floor), statistics.median(seen), statistics.median(new))


async def read_at_leisure(server: Server, keys: tuple[str, ...], seconds: float) -> list[float]:
    """Waits in milliseconds of fifty readers who each pick another option every five seconds or so."""
    waits: list[float] = []
    async with AsyncExitStack() as stack:
        readers = [await stack.enter_async_context(Reader(server.url)) for _ in range(READERS)]
        end = time.perf_counter() + seconds

        async def read(reader: Reader, dice: random.Random) -> None:
            # Fifty tabs do not open in step.
            await asyncio.sleep(dice.uniform(0, THOUGHT_SECONDS))
            while time.perf_counter() < end:
                key = dice.choice(keys)
                answer = await reader.choose(key, [dice.choice(reader.options(key))])
                waits.append(answer.seconds * 1000)
                await asyncio.sleep(dice.uniform(0.5, 1.5) * THOUGHT_SECONDS)

        await asyncio.gather(*(read(reader, random.Random(number)) for number, reader in enumerate(readers)))
    return waits


async def memory_per_reader(server: Server) -> float:
    """MB that one more reader costs: the slope between ten sessions and fifty, after the same few changes."""
    async with AsyncExitStack() as stack:
        sizes = []
        for more in (10, READERS - 10):
            for _ in range(more):
                reader = await stack.enter_async_context(Reader(server.url))
                for choice in (*SEEN, []):
                    await reader.choose("filter_hire", choice)
            sizes.append(server.memory())
    return (sizes[1] - sizes[0]) / (READERS - 10)


async def first_waits(server: Server, readers: int = 6) -> tuple[float, float]:
    """Milliseconds until the page stands: for the first reader of the process, and the median of later ones."""
    waits = []
    for _ in range(readers):
        async with Reader(server.url) as reader:
            assert reader.first is not None
            waits.append(reader.first.seconds * 1000)
    return waits[0], statistics.median(waits[1:])


async def try_naive(data_dir: Path, changes: int) -> float:
    """The median wait for the same filter changes on the page written the naive way."""
    with serve(NAIVE, data_dir, "--runner.postScriptGC", "true") as server:
        async with Reader(server.url) as reader:
            back = itertools.cycle(SEEN)
            waits = [await _timed(lambda: reader.choose("filter_hire", next(back))) for _ in range(changes)]
    return statistics.median(waits)


def ninety_fifth(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1]


async def _timed(change: Callable[[], Awaitable[Answer]]) -> float:
    await asyncio.sleep(PAUSE_SECONDS)
    return (await change()).seconds * 1000
