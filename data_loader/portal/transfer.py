"""One exchange with a host over HTTP: bounded in size and time, no redirect followed, failures in words.

What requests raises holds the URL, and a URL may hold a key: nothing of it is passed on.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Timer
from typing import Any
from weakref import WeakSet

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from data_loader.errors import PortalAnswerInvalid, PortalRefused, PortalUnreachable


class TooSlow(PortalUnreachable):
    """An exchange that took too long as a whole: asked again at once, it would take as long again."""


LONGEST_SECONDS = 300.0
_CHUNK = 64 * 1024
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Host:
    """Who is asked. `name` ends in a consonant (the particles after it depend on it); `setting` holds its address."""

    name: str
    setting: str


def receive(
    session: requests.Session,
    host: Host,
    url: str,
    params: Mapping[str, str],
    timeout: tuple[float, float],
    largest: int,
    keep: Callable[[bytes], object],
    *,
    longest: float = LONGEST_SECONDS,
) -> tuple[int, Mapping[str, str]]:
    """GET: status and headers; the body goes to `keep` part by part, at most `largest` bytes of it.

    Raises TooSlow where the whole takes more than `longest` seconds, however steadily it drips, PortalUnreachable for
    what else may pass by itself and PortalAnswerInvalid for a body too large.
    """
    with _ended_after(session, longest, host):
        return _received(session, host, url, params, timeout, largest, keep)


def _received(
    session: requests.Session,
    host: Host,
    url: str,
    params: Mapping[str, str],
    timeout: tuple[float, float],
    largest: int,
    keep: Callable[[bytes], object],
) -> tuple[int, Mapping[str, str]]:
    with _in_words(host):
        response = session.get(url, params=params, timeout=timeout, allow_redirects=False, stream=True)
    with response:
        received = 0
        for part in _parts(response, host):
            received += len(part)
            if received > largest:
                raise PortalAnswerInvalid(
                    "{host}의 응답이 {most}MB를 넘어 받지 않았습니다. {setting}을 확인해 주세요.",
                    host=host.name,
                    most=largest >> 20,
                    setting=host.setting,
                )
            keep(part)
        return response.status_code, response.headers


def session_with(base_url: str, *, public_only: bool = False) -> requests.Session:
    """A session for one host that, with `public_only`, talks to public addresses alone, whatever a name resolves to.

    A proxy from the environment looks up names itself, so there its rules hold. What the environment says of
    proxies and certificates is looked up once; passwords kept for the host (~/.netrc) are not.
    """
    session = requests.Session()
    found = session.merge_environment_settings(base_url, {}, None, None, None)
    session.proxies.update(found["proxies"])
    session.verify = found["verify"]
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, _PublicAdapter() if public_only else _Adapter())
    return session


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; what wraps an IPv4 address is judged by that one."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    return found.is_global and not found.is_multicast


def _parts(response: requests.Response, host: Host) -> Iterator[bytes]:
    parts = response.iter_content(_CHUNK)
    while True:
        with _in_words(host):
            part = next(parts, None)
        if part is None:
            return
        yield part


@contextmanager
def _ended_after(session: requests.Session, seconds: float, host: Host) -> Iterator[None]:
    """Cut the session's connections after so many seconds: whoever waits at one of them hears of it at once."""
    is_late = Event()

    def cut() -> None:
        is_late.set()
        for adapter in session.adapters.values():
            if isinstance(adapter, _Adapter):
                adapter.cut()

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except PortalUnreachable:
        if not is_late.is_set():
            raise
    finally:
        timer.cancel()
    # What ends without saying how long it is looks whole when it is cut.
    if is_late.is_set():
        raise TooSlow("{host}의 응답이 너무 느려 그만두었습니다. 잠시 뒤 다시 해 주세요.", host=host.name)


@contextmanager
def _in_words(host: Host) -> Iterator[None]:
    try:
        yield
    except requests.Timeout:
        raise PortalUnreachable(
            "{host}이 제때 답하지 않았습니다. 잠시 뒤 다시 실행해 주세요.", host=host.name
        ) from None
    except requests.exceptions.SSLError:
        raise PortalUnreachable(
            "{host}과 암호화된 연결을 맺지 못했습니다. 상대의 인증서가 온전하지 않거나 회사 보안 프로그램이 "
            "바꾼 것일 수 있습니다. 인증서 설정(REQUESTS_CA_BUNDLE)을 확인해 주세요.",
            host=host.name,
        ) from None
    except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
        raise PortalUnreachable(
            "{host}의 응답이 중간에 끊겼습니다. 잠시 뒤 다시 실행해 주세요.", host=host.name
        ) from None
    except (OSError, HTTPError, UnicodeError):
        raise PortalUnreachable(
            "{host}에 연결하지 못했거나 연결이 끊겼습니다. 인터넷 연결과 {setting}을 확인해 주세요.",
            host=host.name,
            setting=host.setting,
        ) from None


def _check_peer(connection: HTTPConnection) -> None:
    """Judge the address really connected to: a name may resolve to another one a moment later."""
    address = str(connection.sock.getpeername()[0]) if connection.sock else ""
    if not is_public(address):
        connection.close()
        raise PortalRefused(
            "받을 주소가 공개된 인터넷이 아니라 사설망을 가리켜 받지 않았습니다. ALIO_BASE_URL과 DNS를 확인해 주세요. "
            "스스로 둔 중계 서버라면 ALIO_ALLOW_PRIVATE을 1로 적습니다."
        )


class _Adapter(HTTPAdapter):
    """Knows the connections that are open, to be able to cut them."""

    is_public_only = False

    def __init__(self) -> None:
        # A connection lets go of its socket when the other side is to close it, while the answer is still read.
        self._open: WeakSet[socket.socket] = WeakSet()
        super().__init__()

    def cut(self) -> None:
        for opened in list(self._open):
            # The plain way out: the encrypted one would wait for the other side.
            with suppress(OSError):
                socket.socket.shutdown(opened, socket.SHUT_RDWR)

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named)
        self.poolmanager.pool_classes_by_scheme = self._pools(self.is_public_only)

    def proxy_manager_for(self, *args: Any, **named: Any) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(*args, **named)
        # A proxy stands where it stands, and looks up names itself.
        manager.pool_classes_by_scheme = self._pools(False)
        return manager

    def _pools(self, is_public_only: bool) -> dict[str, type[HTTPConnectionPool]]:
        def opened(connection: HTTPConnection) -> None:
            if is_public_only:
                _check_peer(connection)
            if connection.sock is not None:
                self._open.add(connection.sock)

        class PlainConnection(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                opened(self)

        class SecureConnection(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                opened(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = PlainConnection

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = SecureConnection

        return {"http": PlainPool, "https": SecurePool}


class _PublicAdapter(_Adapter):
    is_public_only = True
