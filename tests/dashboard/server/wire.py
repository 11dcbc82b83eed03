"""What comes over the wire, bytes and headers, before any client makes it readable."""

from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

from starlette.datastructures import Headers

BROWSER = "gzip, deflate, br"


@dataclass(frozen=True, slots=True)
class Received:
    status: int
    headers: Headers
    body: bytes


def ask(address: str, path: str, **headers: str) -> Received:
    """Ask by GET; of a header named `if_none_match` the name is If-None-Match."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        # Sends nothing of its own but the host; http.client would say `identity`.
        connection.putrequest("GET", path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        pairs = [(name.lower().encode(), value.encode()) for name, value in answer.getheaders()]
        return Received(answer.status, Headers(raw=pairs), answer.read())
    finally:
        connection.close()
