"""Reading a list whole into the store: going on where an earlier reading stopped, and missing nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from data_loader.errors import PortalAnswerInvalid
from data_loader.portal.client import Operation, PortalClient
from data_loader.store.database import Run, Store
from data_loader.sync.losses import FEW, is_too_many, most_rows

# What an older, unfinished reading saw may have changed since: it begins anew.
RESUMED_WITHIN = timedelta(hours=24)

# Called with a Korean label, rows read and rows in all.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads lists from the portal into the store; `page_size` is the rows asked for at once."""

    client: PortalClient
    store: Store
    page_size: int
    now: datetime
    progress: Progress
    accept: bool = False

    def read(
        self, operation: Operation, filters: Mapping[str, str], *, may_be_empty: bool = False, guess: int = 0
    ) -> Run:
        """Bring all rows of a list into the store, note what is missing from it, and return the finished run.

        New rows come first and push the others down, withdrawn ones let them move up; either way a row may
        slip past between two pages. Then the list is read once more from page 1. `guess` is how many rows are
        expected where no earlier reading says so. Raises PortalAnswerInvalid when even so fewer rows came than
        the portal's latest count, when none can be identified, and, unless that is accepted, where the portal counts
        far more rows than are known or too many of those known are gone at once.
        """
        since = self.now - RESUMED_WITHIN
        run = self.store.unfinished_run(operation.name, filters, since, self.now)
        run = run or self.store.start_run(operation.name, filters, self.page_size, self.now)
        known = max(self.store.last_total(operation.name, filters), self._expected(operation, filters), guess)
        run = self._read_on(run, operation, filters, most_rows(known))
        if run.rereads == 0 and (run.has_shrunk or self._is_short(run)):
            run = self._read_on(self.store.reread(run), operation, filters, most_rows(known))
        problem = self._problem(run, operation, may_be_empty)
        self.store.finish_run(run, complete=not problem, now=self.now)
        if problem:
            raise PortalAnswerInvalid(
                f"{operation.label}: {problem} 이전 자료를 그대로 두었습니다. 잠시 뒤 다시 실행해 주세요."
            )
        return run

    def _read_on(self, run: Run, operation: Operation, filters: Mapping[str, str], most: int) -> Run:
        """Read from the run's next page to the last, or on a second reading until nothing is missing."""
        if run.is_read_through:
            return run
        looks_for_missing = run.rereads > 0 and self._is_short(run)
        for page in self.client.pages(operation, filters, run.page_size, run.next_page):
            # An empty page says nothing about how many rows there are.
            total = page.total_count if page.rows else max(page.total_count, run.total_count)
            if total > most and not self.accept:
                raise PortalAnswerInvalid(
                    "{label}: 포털이 전체가 {total:,}건이라고 하는데 알려진 것보다 너무 많아 읽지 않았습니다. 잘못된 답이면 다음에 저절로 "
                    "나아집니다. 정말 늘었으면 `python -m data_loader sync --accept`를 실행해 주세요.",
                    label=operation.label,
                    total=total,
                )
            run = self.store.save_page(run, page.rows, operation.key_field, total, page.size, self.now)
            self.progress(operation.label, min(page.number * page.size, total), total)
            if looks_for_missing and not self._is_short(run):
                break
        return run

    def _is_short(self, run: Run) -> bool:
        return self.store.seen(run) < run.total_count

    def _problem(self, run: Run, operation: Operation, may_be_empty: bool) -> str:
        """Why the run cannot be used, or nothing."""
        seen = self.store.seen(run)
        if run.total_count == 0:
            is_believable = may_be_empty and (self.accept or self.store.overdue(run, self.now) <= FEW)
            return "" if is_believable else "포털이 자료가 한 건도 없다고 합니다."
        if seen < run.total_count:
            return f"포털은 전체가 {run.total_count:,}건이라는데 {seen:,}건만 왔습니다."
        if self.store.identified(run) == 0:
            return f"받은 {seen:,}건에 번호가 하나도 없습니다. 포털의 형식이 바뀌었을 수 있습니다."
        gone, expected = self.store.overdue(run, self.now), self._expected(operation, run.filters)
        if is_too_many(gone, expected) and not self.accept:
            return (
                f"이 목록에 있어야 할 {expected:,}건 가운데 {gone:,}건이 한꺼번에 빠져 받아들이지 않았습니다. 정말 줄었으면 "
                "`python -m data_loader sync --accept`를 실행해 주세요."
            )
        return ""

    def _expected(self, operation: Operation, filters: Mapping[str, str]) -> int:
        return self.store.expected(filters, operation.name, self.now)
