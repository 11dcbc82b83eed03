"""The detail of one posting, asked from the portal because a reader wants it now."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from data_loader.errors import PortalRefused
from data_loader.portal.client import RECRUITMENT_DETAIL, PortalClient
from data_loader.settings import Settings
from data_loader.store.database import Store
from data_loader.sync.budget import Budget

# A reader is waiting: one more try, and no longer than this for a connection and for an answer, in seconds.
ATTEMPTS = 2
LONGEST_WAIT = (5.0, 10.0)


def fetch_detail(
    settings: Settings,
    posting_id: int,
    clock: Callable[[], datetime],
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, Any]:
    """The posting's detail as received. Counted among the day's calls, and kept for the next snapshot.

    Raises SettingsError without a key, the PortalError that remains, PortalRefused where the portal knows no such
    posting, StoreError where the store cannot be written.
    """
    connect, read = settings.timeout
    hasty = replace(settings, timeout=(min(connect, LONGEST_WAIT[0]), min(read, LONGEST_WAIT[1])))
    with Store(settings.data_dir) as store:
        with PortalClient(hasty, ATTEMPTS, sleep, Budget(store, clock)) as client:
            detail = client.item(RECRUITMENT_DETAIL, posting_id)
        store.save_item(RECRUITMENT_DETAIL.name, posting_id, detail, clock())
    if detail is None:
        raise PortalRefused(
            "포털에 공고번호 {number}의 상세 정보가 없습니다. 지워졌을 수 있으니 원문 공고에서 확인해 주세요.",
            number=posting_id,
        )
    return detail
