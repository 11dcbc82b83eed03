"""Where readers have the site open, as the server knows it: in links, feeds and citations, whoever asked by whatever name."""

from starlette.requests import Request

from data_loader.errors import LoaderError
from data_loader.settings import load_settings

# In the scope of a request: the path the site begins at, as `/jobs`.
SITE = "site"


def public_address(request: Request) -> str:
    """The stated address; where none is stated the one this request came to, up to where the site begins."""
    try:
        stated = load_settings().public_url
    except LoaderError:
        stated = ""
    return stated or f"{request.base_url}".rstrip("/") + request.scope.get(SITE, "")
