import io
import itertools
import socket
import threading
from contextlib import suppress

import pytest

from data_loader.alio.host import USER_AGENT
from data_loader.portal.transfer import Host, TooSlow, is_public, receive, session_with
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


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"
CLOSING = b"HTTP/1.0 200 OK\r\n\r\n"


class Dripping:
    """A server that sends `first` at once and then one byte after the other, until the client is gone."""

    def __init__(self, first: bytes, drops: bytes) -> None:
        self._first, self._drops = first, drops
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __exit__(self, *args: object) -> None:
        self._ending.set()
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            client, _address = self._listener.accept()
            with client:
                client.recv(65536)
                client.sendall(self._first)
                for drop in itertools.cycle(self._drops):
                    client.sendall(bytes([drop]))
                    if self._ending.wait(0.02):
                        return


@pytest.mark.parametrize(
    ("first", "drops"), [(HEAD, b"x"), (CLOSING, b"x"), (b"HTTP/1.1 200 OK\r\nX: ", b"y"), (b"", b"H")]
)
def test_an_answer_that_drips_is_given_up_wherever_it_drips(
    monkeypatch: pytest.MonkeyPatch, first: bytes, drops: bytes
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    host = Host("알리오 누리집", "ALIO_BASE_URL")
    with Dripping(first, drops) as url, session_with(url) as session, pytest.raises(TooSlow, match="너무 느려"):
        receive(session, host, url, {}, (5.0, 5.0), 1 << 30, io.BytesIO().write, longest=0.3)


def test_an_answer_in_time_is_not_cut(alio: AlioServer) -> None:
    alio.files[1] = file_answer(bytes(1 << 20))
    host, file = Host("알리오 누리집", "ALIO_BASE_URL"), io.BytesIO()
    with session_with(alio.url) as session:
        session.headers["User-Agent"] = USER_AGENT
        receive(session, host, alio.url + DOWNLOAD, {"fileNo": "1"}, (5.0, 5.0), 1 << 30, file.write, longest=30)
    assert len(file.getvalue()) == 1 << 20
