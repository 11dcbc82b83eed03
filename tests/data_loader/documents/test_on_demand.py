from datetime import UTC, datetime

import pytest

from data_loader.documents import on_demand
from data_loader.documents.attachments import Attachment, fetch_attachment
from data_loader.documents.on_demand import read_attachment
from data_loader.documents.shelf import Shelf
from data_loader.errors import AttachmentError
from data_loader.settings import Settings
from tests.data_loader.alio_server import AlioServer, file_answer

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NUMBER = 3069638


@pytest.fixture
def attachment(alio: AlioServer, alio_settings: Settings, made: dict[str, bytes]) -> Attachment:
    alio.files[NUMBER] = file_answer(made["hwpx"], "공고문.hwpx")
    return fetch_attachment(alio_settings, NUMBER, NOW)


def test_an_attachment_is_read_and_kept(alio_settings: Settings, attachment: Attachment) -> None:
    document = read_attachment(alio_settings.data_dir, attachment)
    assert (document.kind, document.status) == ("hwpx", "read")
    assert "간호사 면허 소지자" in document.text
    with Shelf(alio_settings.data_dir) as shelf:
        assert shelf.find(attachment.sha256) == document


def test_the_second_time_nothing_is_opened(
    alio_settings: Settings, attachment: Attachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read_attachment(alio_settings.data_dir, attachment)
    monkeypatch.setattr(on_demand, "read_document", None)
    assert read_attachment(alio_settings.data_dir, attachment) == first


def test_what_takes_longer_than_a_reader_waits_is_tried_again_later(
    alio_settings: Settings, attachment: Attachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_demand, "LONGEST_WAIT", 0.0)
    document = read_attachment(alio_settings.data_dir, attachment)
    assert (document.status, document.flags) == ("too_large", ("slow",))
    with Shelf(alio_settings.data_dir) as shelf:
        assert shelf.find(attachment.sha256) is None


def test_a_file_that_is_not_itself_any_more_is_not_opened(alio_settings: Settings, attachment: Attachment) -> None:
    attachment.path.write_bytes(b"x" * attachment.size)
    with pytest.raises(AttachmentError, match="손상"):
        read_attachment(alio_settings.data_dir, attachment)
