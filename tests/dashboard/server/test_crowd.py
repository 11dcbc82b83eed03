"""Readers are counted, refused politely before files run out, and strangers do not fill the log."""

import resource

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.server import crowd
from dashboard.server.crowd import Crowd, Seldom, free_descriptors, raise_limit

PAGE = {"accept": "text/html,*/*"}


def page(request: Request) -> Response:
    return PlainTextResponse("page")


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(f"{Crowd.readers}")
    if await socket.receive_text() == "nonsense":
        raise TypeError("not a message")


def client(spare: int) -> TestClient:
    app = Starlette(routes=[Route("/", page), WebSocketRoute("/stream", stream)])
    return TestClient(Crowd(app, spare))


def test_an_open_page_is_counted_while_it_is_open() -> None:
    before = Crowd.readers
    with client(0).websocket_connect("/stream") as socket:
        assert socket.receive_text() == f"{before + 1}"
        socket.send_text("bye")
    assert Crowd.readers == before


def test_with_no_files_to_spare_a_new_page_is_refused_in_both_languages() -> None:
    answer = client(10**9).get("/", headers=PAGE)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "보는 사람이 많습니다" in answer.text
    assert "Too many people" in answer.text


def test_with_no_files_to_spare_what_an_open_page_needs_is_answered() -> None:
    assert client(10**9).get("/", headers={"accept": "*/*"}).text == "page"


def test_with_no_files_to_spare_a_new_session_is_not_opened() -> None:
    refused = Crowd.refused
    with pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)), client(10**9).websocket_connect("/stream"):
        pass
    assert Crowd.refused == refused + 1


def test_malformed_frames_cost_a_line_and_not_one_each(caplog: pytest.LogCaptureFixture) -> None:
    strangers = client(0)
    for _ in range(20):
        with strangers.websocket_connect("/stream") as socket:
            socket.receive_text()
            socket.send_text("nonsense")
    assert len([record for record in caplog.records if record.name == crowd.__name__]) == 1
    assert "Traceback" not in caplog.text


def test_a_line_said_again_later_tells_how_often_it_was_due(caplog: pytest.LogCaptureFixture) -> None:
    line = Seldom(0)
    line._left_out = 3
    line.warn("full")
    assert "3" in caplog.text


def test_as_many_files_may_be_opened_as_the_system_allows() -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, limits[1]))
        assert raise_limit(300) == min(300, limits[1])
        assert 0 < free_descriptors() < 300
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
