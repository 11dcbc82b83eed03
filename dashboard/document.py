"""The HTML document around the app says which language it is in, so that screen readers and browsers read it so."""

import gzip
from typing import cast

from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dashboard.languages import KOREAN, LANGUAGES

# As Streamlit's own index page has it; there is no setting for it.
ENGLISH = b'<html lang="en"'


class SpeakingDocument(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        is_page = response.headers.get("content-type", "").startswith("text/html") and response.status_code == 200
        if request.method != "GET" or not is_page:
            return response
        # What comes through a middleware always streams.
        chunks = cast(StreamingResponse, response).body_iterator
        body = b"".join([bytes(chunk) async for chunk in chunks if not isinstance(chunk, str)])
        # Streamlit compresses the document for some addresses and not for others; it is small.
        if response.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        asked = request.query_params.get("lang")
        language = asked if asked in LANGUAGES else KOREAN
        kept = {
            name: value
            for name, value in response.headers.items()
            if name not in ("content-encoding", "content-length")
        }
        return Response(body.replace(ENGLISH, b'<html lang="%s"' % language.encode(), 1), response.status_code, kept)
