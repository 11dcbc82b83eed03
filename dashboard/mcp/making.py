"""The server of the official SDK with our tools."""

from collections.abc import Callable
from typing import Any

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations

from dashboard.mcp.answers import Site, Source
from dashboard.mcp.tools import Tools

READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
INSTRUCTIONS = """\
Open data of Korea's public institutions: job postings, persons hired, pay, staff, parental leave, facilities. Read only.
Begin with `find` (a question in Korean) or `about`. Filters are those of the site's addresses. Always give unit, way of counting, as_of and address
with a number, and say what stands in coverage, caveats and not_understood. What the tools do not give (names of persons, private companies,
local governments, exam questions) is not in the data: say so, do not guess."""
NAMES = ("find", "postings", "posting", "count", "institution", "ranking", "hires", "offers", "about")
LONGEST_REQUEST = 64 * 1024


def make_server(source: Source, site: Site) -> MCPServer[Any]:
    server: MCPServer[Any] = MCPServer(
        "korea-public-jobs", title="공공채용 한눈에", instructions=INSTRUCTIONS, log_level="WARNING"
    )
    tools = Tools(source, site)
    for name in NAMES:
        method: Callable[..., Any] = getattr(tools, name)
        server.tool(annotations=READ_ONLY)(method)
    return server


def web_app(server: MCPServer[Any]) -> Any:
    """Without sessions, an answer a request. Hosts are guarded by the site around it."""
    return server.streamable_http_app(
        streamable_http_path="/mcp", json_response=True, stateless_http=True, max_request_body_size=LONGEST_REQUEST,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )  # fmt: skip
