"""The detail of one posting on a reader's click: asked once, counted, kept."""

from dataclasses import replace

import pytest

from data_loader.errors import PortalRefused, PortalUnreachable, QuotaExceeded, SettingsError
from data_loader.portal.client import RECRUITMENT_DETAIL
from data_loader.settings import Settings
from data_loader.store.database import Store
from data_loader.sync.on_demand import fetch_detail
from tests.data_loader.conftest import NOW, assert_free_of_key, posting_row
from tests.data_loader.portal_server import RECRUITMENT_DETAIL as PATH
from tests.data_loader.portal_server import PortalServer, Reply

NUMBER = 290_007


@pytest.fixture
def here(settings: Settings, portal: PortalServer) -> Settings:
    settings.data_dir.mkdir()
    portal.details[PATH][NUMBER] = posting_row(NUMBER, files=[], steps=[])
    return settings


def test_the_detail_comes_as_received_and_is_kept_and_counted(here: Settings, portal: PortalServer) -> None:
    detail = fetch_detail(here, NUMBER, lambda: NOW)
    assert detail == portal.details[PATH][NUMBER]
    with Store(here.data_dir) as store:
        assert store.item(RECRUITMENT_DETAIL.name, NUMBER) == detail
        assert store.calls_made(RECRUITMENT_DETAIL.name, NOW.date()) == 1
    assert_free_of_key(here.data_dir)


def test_a_posting_the_portal_does_not_know_is_said_and_noted(here: Settings) -> None:
    with pytest.raises(PortalRefused, match="공고번호 5의 상세 정보가 없습니다"):
        fetch_detail(here, 5, lambda: NOW)
    with Store(here.data_dir) as store:
        assert store.item(RECRUITMENT_DETAIL.name, 5) is None


def test_after_two_failures_the_reader_waits_no_longer(here: Settings, portal: PortalServer) -> None:
    portal.always(PATH, Reply(503))
    pauses: list[float] = []
    with pytest.raises(PortalUnreachable):
        fetch_detail(here, NUMBER, lambda: NOW, sleep=pauses.append)
    assert len(portal.requests) == 2
    assert sum(pauses) <= 2


def test_when_the_days_calls_are_spent_nothing_is_sent(here: Settings, portal: PortalServer) -> None:
    with Store(here.data_dir) as store:
        store.learn_calls(RECRUITMENT_DETAIL.name, NOW.date(), 1000)
    with pytest.raises(QuotaExceeded):
        fetch_detail(here, NUMBER, lambda: NOW)
    assert not portal.requests


def test_without_a_key_it_says_how_to_get_one(here: Settings) -> None:
    with pytest.raises(SettingsError, match="DATA_GO_KR_SERVICE_KEY"):
        fetch_detail(replace(here, service_key=None), NUMBER, lambda: NOW)
