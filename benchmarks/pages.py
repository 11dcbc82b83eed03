"""How long a reader waits on every page: back to a view seen before, and on to one nobody has asked for."""

import asyncio
import itertools
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.client import Reader
from benchmarks.servers import Server
from benchmarks.waiting import PAUSE_SECONDS
from data_loader.codes import COMPARABLE_REGIONS
from data_loader.reference import load_reference

# Each page as it opens, and the views that draw most.
OF_POSTINGS = (
    ("overview", ""),
    ("postings", ""),
    ("postings", "sort=competition"),
    ("postings", "view=calendar"),
    ("places", ""),
    ("places", "map=municipalities"),
    ("places", "view=fields"),
    ("trends", ""),
    ("trends", "view=years"),
    ("trends", "view=terms"),
    ("trends", "view=notices"),
    ("trends", "view=staff"),
    ("competition", ""),
    ("competition", "view=stages"),
    ("competition", "view=list"),
)
OF_INSTITUTIONS = ("", "view=people", "view=postings", "view=competition")
OF_PAY = ("view=level", "view=groups", "view=gap", "view=ranking")
OF_FACILITIES = ("", "view=programmes")
# No filter leads to another view of these.
FIXED = (("institutions", ""), ("trends", "view=hired"), ("data", ""), ("data", "view=quality"))
COMPARED = 5


@dataclass(frozen=True, slots=True)
class PageWait:
    """Median milliseconds; `new` is None where a page has one view only."""

    page: str
    seen: float
    new: float | None


async def try_pages(server: Server, changes: int) -> list[PageWait]:
    """One reader after another, a page each. Selections are new to the whole server, not to the page alone."""
    regions = itertools.combinations([region.slug for region in COMPARABLE_REGIONS.values()], 3)
    places = (f"region={','.join(slugs)}" for slugs in regions)
    codes = iter(load_reference()["institutions"].data["institution_code"].to_pylist())
    hires = ("hire=regular", "hire=non-regular")
    waits = [await _try(server, page, view, hires, places, changes) for page, view in OF_POSTINGS]
    for view in OF_INSTITUTIONS:
        own = (f"code={code}" for code in codes)
        waits.append(await _try(server, "institutions", view, (next(own), next(own)), own, changes))
    several = iter(lambda: f"compare={','.join(itertools.islice(codes, COMPARED))}", "compare=")
    waits.append(await _try(server, "institutions", "", (next(several), next(several)), several, changes))
    for view in OF_PAY:
        years = iter(
            [f"year={year}&measure={measure}" for measure in ("starting", "indefinite") for year in range(2021, 2026)]
        )
        waits.append(await _try(server, "pay", view, ("year=2025", "year=2024"), years, changes))
    two = ("region=seoul", "region=busan")
    waits += [await _try(server, "facilities", view, two, places, changes) for view in OF_FACILITIES]
    return waits + [await _try(server, page, view, ("", ""), iter(()), changes) for page, view in FIXED]


async def _try(
    server: Server, page: str, view: str, seen: tuple[str, str], new: Iterator[str], changes: int
) -> PageWait:
    """A choice of a reader's is in the URL: another one is another query."""
    async with Reader(server.url, page=page) as reader:

        async def wait(choice: str) -> float:
            await asyncio.sleep(PAUSE_SECONDS)
            reader.query = "&".join(part for part in (view, choice) if part)
            return (await reader.rerun()).seconds * 1000

        for choice in seen:
            await wait(choice)
        back = [await wait(choice) for choice in itertools.islice(itertools.cycle(seen), changes)]
        on = [await wait(choice) for choice in itertools.islice(new, changes)]
    name = f"{page}?{view}" if view else page
    name += " (compare)" if seen[0].startswith("compare") else " (code)" if seen[0].startswith("code") else ""
    return PageWait(name, statistics.median(back), statistics.median(on) if on else None)
