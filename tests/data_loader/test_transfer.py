import io

import pytest
import requests

from data_loader.alio_host import USER_AGENT
from data_loader.errors import PortalUnreachable
from data_loader.transfer import LONGEST_SECONDS, Host, is_public, receive
from tests.data_loader.alio_server import DOWNLOAD, AlioServer, file_answer


@pytest.mark.parametrize("address", ["8.8.8.8", "203.252.1.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "not an address",
    ],
)
def test_private_loopback_link_local_and_wrapped_ones_are_not(address: str) -> None:
    assert not is_public(address)


def test_an_answer_that_drips_is_given_up(alio: AlioServer) -> None:
    alio.files[1] = file_answer(bytes(1 << 20))
    host = Host("알리오 누리집", "ALIO_BASE_URL")
    seconds = iter([0.0, 1.0, LONGEST_SECONDS + 1.0])
    with requests.Session() as session, pytest.raises(PortalUnreachable, match="너무 느려"):
        session.headers["User-Agent"] = USER_AGENT
        url, keep = alio.url + DOWNLOAD, io.BytesIO().write
        receive(session, host, url, {"fileNo": "1"}, (5.0, 5.0), 1 << 30, keep, clock=lambda: next(seconds))
