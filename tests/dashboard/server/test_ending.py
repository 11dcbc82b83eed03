"""A server that is told to end has ended within five seconds, whatever is under way."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from data_loader.settings import ROOT

SERVER = """
import asyncio, contextlib, sys, threading, time
import uvicorn
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route
from dashboard.server.ending import ending_within

@contextlib.asynccontextmanager
async def lifespan(app):
    with ending_within(1.0, lambda: print("ended the others", flush=True)):
        print("ready", flush=True)
        yield

async def drip(request):
    async def parts():
        while True:
            yield b"x"
            await asyncio.sleep(0.01)
    return StreamingResponse(parts())

def hold():
    time.sleep(60)

if sys.argv[2] == "thread":
    threading.Thread(target=hold).start()
app = Starlette(routes=[Route("/", drip)], lifespan=lifespan)
uvicorn.run(app, port=int(sys.argv[1]), log_level="error")
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("busy_with", ["download", "thread", "nothing"])
def test_it_ends_whatever_is_under_way(number: signal.Signals, busy_with: str) -> None:
    port = free_port()
    command = [sys.executable, "-c", SERVER, str(port), busy_with]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        reader = read_from(port) if busy_with == "download" else None
        began_at = time.monotonic()
        os.kill(process.pid, number)
        output, errors = process.communicate(timeout=20)
        assert time.monotonic() - began_at < 5
        if reader:
            reader.close()
        is_cut = "끊고 끝냅니다".encode() in errors
        assert output == (b"ended the others\n" if is_cut else b"")
        # Nothing is cut where nothing is under way.
        assert {"download": is_cut, "nothing": not is_cut}.get(busy_with, True)


def read_from(port: int) -> socket.socket:
    """A connection over which an answer that never ends is coming."""
    while True:
        try:
            reader = socket.create_connection(("127.0.0.1", port), timeout=5)
            break
        except ConnectionRefusedError:
            # The server says it is ready a moment before it listens.
            continue
    reader.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert reader.recv(100)
    return reader
