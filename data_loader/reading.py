"""Reading a list whole into the store: going on where an earlier reading stopped, and missing nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from data_loader.errors import PortalAnswerInvalid
from data_loader.portal import Operation, PortalClient
from data_loader.store import Run, Store

# What an older, unfinished reading saw may have changed since: it begins anew.
RESUMED_WITHIN = timedelta(hours=24)

# A part of a list may well be empty, but hardly one of which we know more than this.
LARGEST_EMPTIED = 10

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

    def read(self, operation: Operation, filters: Mapping[str, str], *, may_be_empty: bool = False) -> Run:
        """Bring all rows of a list into the store, note what is missing from it, and return the finished run.

        New rows come first and push the others down, withdrawn ones let them move up; either way a row may
        slip past between two pages. Then the list is read once more from page 1. Raises PortalAnswerInvalid
        when even so fewer rows came than the portal's latest count, or when none can be identified.
        """
        since = self.now - RESUMED_WITHIN
        run = self.store.unfinished_run(operation.name, filters, since)
        run = run or self.store.start_run(operation.name, filters, self.page_size, self.now)
        run = self._read_on(run, operation, filters)
        if run.rereads == 0 and (run.has_shrunk or self._is_short(run)):
            run = self._read_on(self.store.reread(run), operation, filters)
        problem = self._problem(run, may_be_empty)
        self.store.finish_run(run, complete=not problem, now=self.now)
        if problem:
            raise PortalAnswerInvalid(
                f"{operation.label}: {problem} 이전 자료를 그대로 두었습니다. 잠시 뒤 다시 실행해 주세요."
            )
        return run

    def _read_on(self, run: Run, operation: Operation, filters: Mapping[str, str]) -> Run:
        """Read from the run's next page to the last, or on a second reading until nothing is missing."""
        if run.is_read_through:
            return run
        looks_for_missing = run.rereads > 0 and self._is_short(run)
        for page in self.client.pages(operation, filters, run.page_size, run.next_page):
            # An empty page says nothing about how many rows there are.
            total = page.total_count if page.rows else max(page.total_count, run.total_count)
            run = self.store.save_page(run, page.rows, operation.key_field, total, page.size, self.now)
            self.progress(operation.label, min(page.number * page.size, total), total)
            if looks_for_missing and not self._is_short(run):
                break
        return run

    def _is_short(self, run: Run) -> bool:
        return self.store.seen(run) < run.total_count

    def _problem(self, run: Run, may_be_empty: bool) -> str:
        """Why the run cannot be used, or nothing."""
        seen = self.store.seen(run)
        if run.total_count == 0:
            is_believable = may_be_empty and self.store.overdue(run, self.now) <= LARGEST_EMPTIED
            return "" if is_believable else "포털이 자료가 한 건도 없다고 합니다."
        if seen < run.total_count:
            return f"포털은 전체가 {run.total_count:,}건이라는데 {seen:,}건만 왔습니다."
        if self.store.identified(run) == 0:
            return f"받은 {seen:,}건에 번호가 하나도 없습니다. 포털의 형식이 바뀌었을 수 있습니다."
        return ""
