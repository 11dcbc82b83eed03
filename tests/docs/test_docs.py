"""The documents say what the code has: every command, setting, page, dependency and error code, and no dead link."""

import ast
import re
import runpy
import tomllib
from pathlib import Path

import pytest

from data_loader.__main__ import cli
from data_loader.portal.gateway import MEANINGS
from data_loader.schema import TABLES
from data_loader.settings import load_settings
from data_loader.tables.fields import FILE, fields_markdown, save_fields

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("data_loader", "dashboard", "pages", "tests", "benchmarks", "docs", "static", ".streamlit")
# Made by the reader or by the program, so not in the repository.
MADE_LATER = (".streamlit/secrets.toml",)
SCREEN = 80


def text_of(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def requirements(name: str) -> list[str]:
    return re.findall(r"^([\w-]+)==", text_of(name), re.MULTILINE)


def settings_read() -> list[str]:
    """The names settings.py asks the environment for."""
    tree = ast.parse(text_of("data_loader/settings.py"))
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return sorted(name for name in found if re.fullmatch(r"[A-Z]+(_[A-Z]+)+", name))


def targets() -> list[str]:
    return re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE)


def table_rows(text: str) -> list[list[str]]:
    """The cells of every line of a Markdown table."""
    lines = re.findall(r"^\|(.+)\|$", text, re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")] for line in lines]


each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


# What the code has, the documents name


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_is_documented(command: str) -> None:
    assert f"python -m data_loader {command}" in text_of("docs/operations.md")


@pytest.mark.parametrize("target", targets())
def test_every_make_target_is_documented(target: str) -> None:
    assert f"`make {target}`" in text_of("docs/operations.md")


def test_the_two_commands_to_start_with_stand_in_the_readme() -> None:
    readme = text_of("README.md")
    assert re.search(r"^make run\b", readme, re.MULTILINE)
    assert re.search(r"^make test\b", readme, re.MULTILINE)


@pytest.mark.parametrize("name", settings_read())
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in text_of("docs/operations.md")


@pytest.mark.parametrize("name", settings_read())
def test_every_setting_stands_in_the_example_of_the_secrets_file(name: str) -> None:
    assert re.search(rf"^(# )?{name} = ", text_of(".streamlit/secrets.toml.example"), re.MULTILINE)


def test_the_example_of_the_secrets_file_can_be_used_as_it_is() -> None:
    example = ROOT / ".streamlit" / "secrets.toml.example"
    assert load_settings({}, example) == load_settings({}, ROOT / "no such file")


def test_the_settings_left_out_of_the_example_can_be_put_in() -> None:
    text = re.sub(r"^# (?=[A-Z_]+ = )", "", text_of(".streamlit/secrets.toml.example"), flags=re.MULTILINE)
    assert sorted(tomllib.loads(text)) == settings_read()


@pytest.mark.parametrize("page", sorted(path.name for path in (ROOT / "pages").glob("*.py")))
def test_every_page_stands_in_the_navigation(page: str) -> None:
    assert f'st.Page("pages/{page}", title=_' in text_of("streamlit_app.py")


@pytest.mark.parametrize(
    "title, page", re.findall(r"^\| (.+) `pages/(\w+\.py)` \|", text_of("README.md"), re.MULTILINE)
)
def test_every_page_in_the_readme_has_the_title_of_the_navigation(title: str, page: str) -> None:
    assert re.search(rf'st\.Page\("pages/{page}", title=_n?\("{title}"', text_of("streamlit_app.py"))


@pytest.mark.parametrize("name", requirements("requirements.txt") + requirements("requirements-dev.txt"))
def test_every_dependency_has_its_reason_and_licence(name: str) -> None:
    row = next((row for row in table_rows(text_of("docs/decisions.md")) if row[0] == f"`{name}`"), [])
    assert len(row) == 3, f"docs/decisions.md has no line for {name}"
    assert all(row)


def test_no_dependency_is_documented_that_is_not_there() -> None:
    named = {row[0].strip("`") for row in table_rows(text_of("docs/decisions.md")) if row[0].startswith("`")}
    assert named == {*requirements("requirements.txt"), *requirements("requirements-dev.txt")}


@pytest.mark.parametrize("code", sorted(MEANINGS, key=int))
def test_every_code_of_the_gateway_is_explained_in_its_own_words(code: str) -> None:
    meaning = MEANINGS[code]
    assert [code, f"`{meaning.name}`", meaning.what, meaning.way_out] in table_rows(text_of("docs/operations.md"))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_help_of_export_names_every_table(name: str) -> None:
    assert re.search(rf"\b{name}\b", str(cli.commands["export"].help))


# The data dictionary is made, not written


def test_the_data_dictionary_is_what_the_schema_says() -> None:
    """It follows the schema by itself: whoever adds a column finds its line there after the tests."""
    save_fields(FILE)
    assert FILE.read_text(encoding="utf-8") == fields_markdown()


def test_the_data_dictionary_says_how_it_is_rewritten(tmp_path: Path) -> None:
    save_fields(tmp_path / "fields.md")
    assert "`python -m data_loader.tables.fields`" in (tmp_path / "fields.md").read_text(encoding="utf-8")


def test_the_data_dictionary_has_every_column_of_every_table() -> None:
    sections = re.split(r"^## ", fields_markdown(), flags=re.MULTILINE)
    for table in TABLES.values():
        section = next(section for section in sections if section.startswith(f"{table.label} `{table.name}`"))
        assert [row[0] for row in table_rows(section)[2:]] == [f"`{column.name}`" for column in table.columns]


# Nothing in them is broken


@each_document
def test_every_link_leads_to_a_file(path: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    files = [link.split("#")[0] for link in links if not link.startswith(("https://", "#"))]
    assert [name for name in files if not (path.parent / name).exists()] == []


@each_document
def test_every_path_it_names_exists(path: Path) -> None:
    named = re.findall(rf"`((?:{'|'.join(map(re.escape, FOLDERS))})/[\w./*-]*)`", path.read_text(encoding="utf-8"))
    assert [name for name in named if name not in MADE_LATER and not list(ROOT.glob(name.rstrip("/")))] == []


@each_document
def test_no_document_names_a_path_outside_the_project(path: Path) -> None:
    text = re.sub(r"\]\([^)]+\)", "]", path.read_text(encoding="utf-8"))
    assert re.findall(r"(?:\.\./|~/|(?<![\w/.])/(?:tmp|home|root|usr|opt|etc|var|mnt|srv|work)\b)\S*", text) == []


@each_document
def test_every_row_of_a_table_has_as_many_cells_as_its_header(path: Path) -> None:
    for block in re.findall(r"(?:^\|.*\|$\n?)+", path.read_text(encoding="utf-8"), re.MULTILINE):
        assert len({len(row) for row in table_rows(block)}) == 1, block[:200]


@each_document
def test_no_document_has_emoji_or_badges(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"[\U0001F300-\U0001FAFF\u2600-\u27BF]|shields\.io", text) == []


def test_the_readme_fits_on_a_screen() -> None:
    assert len(text_of("README.md").splitlines()) <= SCREEN


def test_the_picture_is_light() -> None:
    assert (ROOT / "docs" / "overview.png").stat().st_size < 200_000


def test_every_heading_another_document_leads_to_exists() -> None:
    for path in DOCUMENTS:
        for name, anchor in re.findall(r"\]\(([^)\s#]*\.md)#([^)\s]+)\)", path.read_text(encoding="utf-8")):
            headings = re.findall(r"^#+ (.+)$", (path.parent / name).read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {heading.replace(" ", "-") for heading in headings}


def test_the_picture_of_the_imports_is_of_today() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    draw = runpy.run_path(str(ROOT / "docs" / "draw_imports.py"))
    assert draw["drawn_into"](page) == page, "python docs/draw_imports.py"
