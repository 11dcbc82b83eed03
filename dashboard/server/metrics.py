"""What this server does, in numbers, for whoever watches over it: `/metrics`, in Prometheus' format."""

from collections.abc import Iterator
from datetime import UTC, datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import internals
from dashboard.data import data_of, usual_data
from dashboard.server.crowd import Crowd
from dashboard.server.readiness import readiness
from dashboard.takeaways.apart import apart
from data_loader.errors import LoaderError
from data_loader.settings import load_settings
from data_loader.sync.attempts import last_attempts

REGISTRY = CollectorRegistry()
RERUN = Histogram(
    "rerun_seconds", "Seconds to draw a page or what changed on it", registry=REGISTRY,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip


class Refusals:
    """Downloads of open pages that were refused."""

    count = 0

    @staticmethod
    def add() -> None:
        Refusals.count += 1


class State(Collector):
    """What is looked up when somebody asks."""

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("readers", "Open pages", value=Crowd.readers)
        yield GaugeMetricFamily("files_waiting", "Files waiting or being made", value=apart.waiting)
        refused = CounterMetricFamily("refused", "What was refused because there was too much", labels=["what"])
        for what, count in (("pages", Crowd.refused), ("downloads", Refusals.count), ("files", apart.refused)):
            refused.add_metric([what], count)
        yield refused
        yield from _of_the_data()


def _of_the_data() -> Iterator[Metric]:
    """Nothing where there are none."""
    try:
        settings = load_settings()
        found = readiness(settings, data_of(usual_data()), datetime.now(UTC))
    except LoaderError:
        return
    if found.age is not None:
        yield GaugeMetricFamily("snapshot_age_seconds", "Since the postings were seen", value=found.age.total_seconds())
    successes = GaugeMetricFamily("last_success_timestamp_seconds", "When a service last answered", labels=["service"])
    for service, attempt in last_attempts(settings.data_dir).items():
        if attempt.succeeded_at:
            successes.add_metric([service], attempt.succeeded_at.timestamp())
    yield successes


def routes() -> list[Route]:
    return [Route("/metrics", _metrics)]


async def _metrics(request: Request) -> Response:
    # In a thread: the first to ask may have the data loaded.
    return Response(await run_in_threadpool(generate_latest, REGISTRY), media_type=CONTENT_TYPE_LATEST)


def observe() -> None:
    """Once, before the first reader."""
    internals.on_rerun.append(RERUN.observe)
    internals.on_refusal.append(Refusals.add)


REGISTRY.register(State())
ProcessCollector(registry=REGISTRY)
