"""A static file is compressed once for all who ask, and is the same file once it is unpacked."""

import gzip
import json
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard.server import compression
from dashboard.server.compression import Compressed, accepted_encoding
from tests.dashboard.server.wire import BROWSER, ask
from tests.dashboard.serving import serving

CODE = b"".join(b"const answer_%d = 'one more line';\n" % number for number in range(2000))
HASHED = "/static/js/index.Dorm_YxC.js"
OUTLINES = json.dumps({"type": "FeatureCollection", "features": list(range(2000))}).encode()
PICTURE = random.Random(0).randbytes(2000)
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "index.Dorm_YxC.js").write_bytes(CODE)
    (tmp_path / "outlines.geojson").write_bytes(OUTLINES)
    (tmp_path / "icon.png").write_bytes(PICTURE)
    (tmp_path / "small.js").write_bytes(b"1;")
    return tmp_path


def untagged(request: Request) -> Response:
    return Response(CODE, media_type="text/javascript")


def packed(request: Request) -> Response:
    headers = {"Content-Encoding": "gzip", "ETag": '"p"'}
    return Response(gzip.compress(CODE, mtime=0), media_type="text/javascript", headers=headers)


def data(request: Request) -> Response:
    return Response(CODE, media_type="application/json", headers={"ETag": '"d"'})


@pytest.fixture
def app(files: Path) -> Compressed:
    static = StaticFiles(directory=files)
    return Compressed(
        Starlette(
            routes=[
                Route("/static/untagged.js", untagged),
                Route("/static/packed.js", packed),
                Route("/data/postings.json", data),
                Mount("/static", static),
                Mount("/prefix/app/static", static),
            ]
        )
    )


@pytest.fixture
def address(app: Compressed) -> Iterator[str]:
    with serving(app) as found:
        yield found


@pytest.fixture
def compressions(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was compressed, in order."""
    seen: list[bytes] = []

    def compress(body: bytes) -> bytes:
        seen.append(body)
        return bytes(brotli.compress(body, quality=1))

    monkeypatch.setattr(compression, "ENCODINGS", {"br": compress, "gzip": lambda body: gzip.compress(body, 1)})
    return seen


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (BROWSER, "br"), ("gzip", "gzip"), ("BR", "br"), ("br;q=0, gzip", "gzip"), ("br; q=0.5, gzip", "br"),
        ("identity", None), ("", None), ("zstd", None), ("br;q=nonsense", None), ("gzip;q=0.000", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("path", "body"), [(HASHED, CODE), ("/prefix/app/static/outlines.geojson", OUTLINES)])
def test_a_reader_gets_the_same_bytes_in_an_encoding_he_takes(
    address: str, path: str, body: bytes, accepted: str, encoding: str | None
) -> None:
    for _ in range(2):
        received = ask(address, path, accept_encoding=accepted)
        assert received.status == 200
        assert received.headers.get("content-encoding") == encoding
        assert UNPACK[encoding](received.body) == body
        assert int(received.headers["content-length"]) == len(received.body)
        assert (len(received.body) < len(body) / 2) == (encoding is not None)


def test_who_says_nothing_of_encodings_gets_the_file_as_it_is(address: str) -> None:
    received = ask(address, HASHED)
    assert received.body == CODE
    assert "content-encoding" not in received.headers


def test_the_tag_of_other_bytes_is_a_weak_one_and_no_parts_are_promised(address: str) -> None:
    plain, received = ask(address, HASHED), ask(address, HASHED, accept_encoding=BROWSER)
    assert received.headers["etag"] == f"W/{plain.headers['etag']}"
    assert received.headers["last-modified"] == plain.headers["last-modified"]
    assert "accept-ranges" not in received.headers


def test_who_has_the_file_is_told_so(address: str, compressions: list[bytes]) -> None:
    tag = ask(address, HASHED, accept_encoding=BROWSER).headers["etag"]
    again = ask(address, HASHED, accept_encoding=BROWSER, if_none_match=tag)
    assert (again.status, again.body) == (304, b"")
    assert len(compressions) == 1


def test_a_part_of_a_file_is_a_part_of_the_file_itself(address: str) -> None:
    part = ask(address, HASHED, accept_encoding=BROWSER, range="bytes=10-29")
    assert (part.status, part.body) == (206, CODE[10:30])
    assert part.headers["content-range"] == f"bytes 10-29/{len(CODE)}"
    assert "content-encoding" not in part.headers


def test_a_file_is_compressed_once_for_all_who_ask_at_the_same_time_and_later(
    address: str, compressions: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()
    compress = compression.ENCODINGS["br"]

    def slowly(body: bytes) -> bytes:
        begun.set()
        assert may_end.wait(20)
        return compress(body)

    monkeypatch.setattr(compression, "ENCODINGS", {"br": slowly})
    with ThreadPoolExecutor(8) as readers:
        asked = [readers.submit(ask, address, HASHED, accept_encoding="br") for _ in range(8)]
        assert begun.wait(20)
        # Other files and readers do not wait for it.
        assert ask(address, "/static/icon.png", accept_encoding="br").body == PICTURE
        may_end.set()
        bodies = {each.result().body for each in asked}
    bodies.add(ask(address, HASHED, accept_encoding="br").body)
    assert [brotli.decompress(body) for body in bodies] == [CODE]
    assert compressions == [CODE]


def test_a_file_that_has_changed_is_compressed_anew(address: str, files: Path) -> None:
    before = ask(address, "/static/outlines.geojson", accept_encoding="br")
    (files / "outlines.geojson").write_bytes(OUTLINES + b"\n")
    after = ask(address, "/static/outlines.geojson", accept_encoding="br")
    assert brotli.decompress(after.body) == OUTLINES + b"\n"
    assert before.headers["etag"] != after.headers["etag"]


def test_what_is_kept_has_a_bound(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1)
    # Letters of hexadecimal digits pack to half their length.
    bodies = [chance.randbytes(2_000).hex().encode() for _ in range(8)]
    for number, body in enumerate(bodies):
        (files / f"{number}.js").write_bytes(body)
    monkeypatch.setattr(compression, "KEPT_BYTES", 5_000)
    app = Compressed(Starlette(routes=[Mount("/static", StaticFiles(directory=files))]))
    with serving(app) as address:
        for number, body in enumerate(bodies):
            assert brotli.decompress(ask(address, f"/static/{number}.js", accept_encoding="br").body) == body
    assert 2_000 < app._kept.currsize <= 5_000
    assert not app._under_way


def test_one_larger_than_all_that_may_be_kept_is_answered_all_the_same(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compression, "KEPT_BYTES", 10)
    with serving(Compressed(Starlette(routes=[Mount("/static", StaticFiles(directory=files))]))) as address:
        assert brotli.decompress(ask(address, HASHED, accept_encoding="br").body) == CODE


@pytest.mark.parametrize("path", ["/static//js/index.Dorm_YxC.js", "/static/./js/index.Dorm_YxC.js"])
def test_another_spelling_of_a_path_keeps_nothing(
    address: str, app: Compressed, compressions: list[bytes], path: str
) -> None:
    assert ask(address, path, accept_encoding="br").body == CODE
    assert not compressions
    assert not app._kept


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/static/icon.png", PICTURE), ("/static/small.js", b"1;"), ("/static/untagged.js", CODE),
        ("/static/packed.js", gzip.compress(CODE, mtime=0)), ("/data/postings.json", CODE),
    ],
)  # fmt: skip
def test_what_is_no_use_to_compress_or_not_known_to_stay_is_left_as_it_is(
    address: str, compressions: list[bytes], path: str, body: bytes
) -> None:
    assert ask(address, path, accept_encoding=BROWSER).body == body
    assert not compressions


def test_what_is_too_large_to_hold_is_left_as_it_is(
    address: str, compressions: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compression, "LARGEST_BYTES", len(CODE) - 1)
    assert ask(address, HASHED, accept_encoding="br").body == CODE
    assert not compressions


def test_what_is_not_there_is_still_not_there(address: str) -> None:
    assert ask(address, "/static/nothing.js", accept_encoding="br").status == 404


def test_who_asks_for_a_part_gets_no_encoding() -> None:
    assert accepted_encoding({"accept-encoding": "br", "range": "bytes=0-1"}) is None
