"""What an assistant is told, asked through the protocol's own client."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from dashboard.data import Data, load_data
from dashboard.mcp.making import NAMES, make_server
from data_loader.recorded import open_real
from data_loader.settings import Settings

SITE = "https://jobs.example.kr"
Call = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """The recorded day, and what institutions disclose."""
    settings = Settings(tmp_path_factory.mktemp("recorded"), "http://127.0.0.1")
    return load_data(settings, datetime(2026, 11, 30, tzinfo=UTC), opening=open_real)


@pytest.fixture(scope="session")
def call(recorded: Data) -> Call:
    server = make_server(lambda: recorded, lambda: SITE)

    async def asked(tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        async with Client(server) as client:
            result = await client.call_tool(tool, arguments)
        assert not result.is_error, result.content
        assert isinstance(result.structured_content, dict)
        return result.structured_content

    return lambda tool, **arguments: asyncio.run(asked(tool, arguments))


def expected(real: Path) -> dict[str, Any]:
    lines = (real / "facts" / "mcp_eval.jsonl").read_text("utf-8").splitlines()
    return {question["id"]: question.get("answer") for question in map(json.loads, lines)}


def test_every_tool_only_reads_and_says_what_it_does(recorded: Data) -> None:
    async def listed() -> Any:
        async with Client(make_server(lambda: recorded, lambda: SITE)) as client:
            return (await client.list_tools()).tools

    tools = asyncio.run(listed())
    assert [tool.name for tool in tools] == [*NAMES]
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("postings", {"filters": {"region": "busan"}}), ("count", {"by": "ncs"}), ("institution", {"query": "코레일"}),
        ("ranking", {"measure": "average_pay"}), ("hires", {}), ("about", {}),
    ],
)  # fmt: skip
def test_an_answer_says_unit_counting_day_source_caveats_and_address(
    call: Call, tool: str, arguments: dict[str, Any]
) -> None:
    answer = call(tool, **arguments)
    assert {"unit", "counting", "coverage", "not_understood", "snapshot"} <= {*answer}
    assert answer["as_of"] and answer["source"] and answer["caveats"] and answer["citation"]
    assert answer["address"].startswith(f"{SITE}/")


def test_what_is_not_understood_is_named_not_guessed(call: Call) -> None:
    assert call("postings", filters={"region": "atlantis"})["not_understood"] == ["근무지=atlantis"]
    assert call("postings", filters={"colour": "red"})["not_understood"] == ["colour"]
    assert call("find", question="한국전력 사장 이름")["not_understood"]
    assert call("institution", query="삼성전자")["answer"] is None
    assert call("posting", posting_id=1)["answer"] is None


def test_no_more_rows_than_a_page_are_given(recorded: Data) -> None:
    async def asked() -> bool:
        async with Client(make_server(lambda: recorded, lambda: SITE)) as client:
            return bool((await client.call_tool("postings", {"limit": 10**6})).is_error)

    assert asyncio.run(asked())


def test_hires_by_year_and_by_institution(call: Call, real: Path) -> None:
    wanted = expected(real)
    years = call("hires", measure="regular")
    assert {str(row["year"]): round(row["regular_new_hires"]) for row in years["answer"] if row["settled"]} == wanted[
        "M01"
    ]
    assert "355곳" in years["caveats"][0]
    largest = call("hires", measure="regular", by="institution", year=2025, top=5)["answer"]["rows"]
    assert [[row["institution_code"], round(row["regular_new_hires"])] for row in largest] == wanted["M02"]
    hospitals = [*call("find", question="국립대병원")["institutions"]]
    assert len(hospitals) == 14
    several = call("hires", measure="regular", institutions=hospitals)["answer"]
    found = {str(row["year"]): round(row["regular_new_hires"]) for row in several}
    assert wanted["M03"].items() <= found.items()


def test_pay_and_its_rank(call: Call, real: Path) -> None:
    wanted = expected(real)
    pay = call("ranking", measure="average_pay", institution="C0247", at_least=100_000)
    (own,) = pay["answer"]["institution"]
    in_words = {
        "won_thousand": own["value"],
        "rank_all": own["rank"],
        "rank_market": own["rank_in_type"],
        "of_market": own["of_type"],
    }
    assert in_words == wanted["M04"]
    assert {"count": pay["answer"]["at_least"]["count"], "of": pay["answer"]["of"]} == wanted["M06"]
    starting = call("ranking", measure="starting_pay", at_least=50_000)["answer"]
    assert {"count": starting["at_least"]["count"], "of": starting["of"]} == wanted["M07"]
    kepco = call("institution", query="한전")["answer"][0]["figures"]["starting_pay"]
    assert [(row["year"], row["basis"], row["value"]) for row in kepco][-1] == (2026, "budget", wanted["M05"])


def test_shares_and_interns(call: Call, real: Path) -> None:
    wanted = expected(real)
    interns = {row["year"]: row for row in call("hires", measure="interns")["answer"]}
    assert interns[2025]["share_percent"] == wanted["M08"]
    for group in ("youth", "women"):
        shares = {
            str(row["year"]): row["share_percent"] for row in call("hires", measure=group)["answer"] if row["settled"]
        }
        assert wanted["M10"][group].items() <= shares.items()


def test_a_legal_quota_is_not_judged(call: Call) -> None:
    assert "지켰는지 알 수 없습니다" in call("hires", measure="relocated_region")["caveats"][0]


def test_institutions_by_whatever_name(call: Call, real: Path) -> None:
    wanted = expected(real)
    (korail,) = call("institution", query="코레일")["answer"]
    regular = korail["figures"]["regular"][0]
    assert (regular["authorised"], regular["staff"]) == (wanted["M11"]["authorised"], wanted["M11"]["staff"])
    assert call("institution", query="심평원")["answer"][0]["institution_code"] == wanted["M12"]
    several = call("institution", query="환경공단")
    assert [row["institution_code"] for row in several["answer"]][:3] == wanted["M13"]
    assert "물어보세요" in several["caveats"][0]


def test_postings_of_the_recorded_day(call: Call, real: Path) -> None:
    wanted = expected(real)
    everywhere = call("postings", filters={"status": "open"})["answer"]
    assert {name: everywhere[name] for name in ("postings", "headcount")} == wanted["M14"]
    busan = call("postings", filters={"status": "open", "region": "busan"})["answer"]
    row = next(row for row in call("count", by="region")["answer"]["rows"] if row["slug"] == "busan")
    assert {"postings": busan["postings"], **{mode: row[mode] for mode in ("fractional", "full", "single")}} == wanted[
        "M15"
    ]
    soon = call("postings", filters={"status": "open", "endfrom": "2026-10-11", "endto": "2026-10-18"})["answer"]
    assert {name: soon[name] for name in ("postings", "headcount")} == wanted["M16"]


def test_the_capital_area_and_a_region_that_was_merged(call: Call, real: Path) -> None:
    counted = call("count", by="region", mode="fractional")["answer"]
    capital = sum(row["fractional"] for row in counted["rows"] if row["slug"] in ("seoul", "gyeonggi", "incheon"))
    assert round(100 * capital / counted["total"], 1) == expected(real)["M17"]
    merged = call("postings", filters={"region": "jeonnam", "from": "2026-09"})
    assert "전남광주로 답합니다" in merged["caveats"][0]
    assert "region=jeonnam-gwangju" in merged["address"]


def test_an_answer_can_be_cited(call: Call) -> None:
    answer = call("hires", measure="regular")
    assert answer["address"] == f"{SITE}/trends?view=hired"
    assert "2026-08-20" in answer["citation"]
    assert answer["bibtex"].startswith("@misc{kpj")
