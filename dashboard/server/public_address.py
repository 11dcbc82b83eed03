"""Where readers have the site open, as the server knows it: in links, feeds and citations, whoever asked by whatever name."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.requests import Request

from data_loader.errors import LoaderError
from data_loader.settings import load_settings

# As this machine calls itself: those who watch over the server ask so.
OWN_NAMES = ("localhost", "127.0.0.1")
# In the scope of a request: the path the site begins at, as `/jobs`.
SITE = "site"


def public_address(request: Request) -> str:
    """The stated address; where none is stated the one this request came to, up to where the site begins."""
    try:
        stated = load_settings().public_url
    except LoaderError:
        stated = ""
    return stated or f"{request.base_url}".rstrip("/") + request.scope.get(SITE, "")


def allowed_hosts(named: Sequence[str]) -> list[str]:
    """The hosts that are answered: those named in the configuration; else, where the public address is stated, its own
    and this machine's; else any."""
    if named:
        return [*named]
    try:
        stated = load_settings().public_url
    except LoaderError:
        stated = ""
    return [f"{urlsplit(stated).hostname}", *OWN_NAMES] if stated else ["*"]
