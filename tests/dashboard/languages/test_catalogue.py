"""The catalogues hold exactly the sentences of the source, each with its translation and all its places."""

import ast
import re
import shutil
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from dashboard import languages
from dashboard.languages import FOLDER, _, catalogue, po_file, speaking
from dashboard.languages.catalogue import OTHERS, ROOT, SAID_ON_SCREEN, SAYING, read, template
from data_loader import errors
from data_loader.errors import LoaderError
from data_loader.schema import Column, Table
from tests.every_module import in_every, name_of

SOURCES = [ROOT / "streamlit_app.py", *sorted(ROOT.glob("dashboard/**/*.py")), *sorted(ROOT.glob("pages/**/*.py"))]
MARKS = ("_", "N_", "_n")
# Sentences with examples of what can be typed, which is Korean.
TYPED = ("예: ", "간호, ")
MARKUP = ("**", "<br>", "](", ":material/", "%{")
HANGUL = re.compile("[가-힣]")
WORDS = re.compile("[가-힣]+")
LATIN = re.compile("[A-Za-z]{2}")
# Modules in which Korean is data: what postings and queries say, what Korean itself is made of, the names of the
# languages, keys that nobody reads, what questions are made of, and what is said in both languages at once or by the
# command line and to assistants, which speak Korean alone.
KOREAN_IS_DATA = {
    "dashboard/ask/__main__.py",
    "dashboard/ask/figures.py",
    "dashboard/ask/lexicon.py",
    "dashboard/ask/reading.py",
    "dashboard/ask/segmenting.py",
    "dashboard/ask/times.py",
    "dashboard/internals.py",
    "dashboard/mcp/__main__.py",
    "dashboard/mcp/tools.py",
    "dashboard/measures/contributions.py",
    "dashboard/sample_making.py",
    "dashboard/server/assistants.py",
    "dashboard/server/crowd.py",
    "dashboard/server/warmup.py",
    "dashboard/takeaways/news.py",
    "dashboard/charts/chart.py",
    "dashboard/languages/__init__.py",
    "dashboard/matching/__main__.py",
    "dashboard/matching/openings.py",
    "dashboard/matching/profile.py",
    "dashboard/matching/reasons.py",
    "dashboard/matching/rules.py",
    "dashboard/measures/facilities.py",
    "dashboard/posting/notice.py",
    "dashboard/search/__main__.py",
    "dashboard/search/building.py",
    "dashboard/search/query.py",
    "dashboard/posting/similar.py",
    "dashboard/ui/institution.py",
    "dashboard/words.py",
}
# Particles are Korean alone; the log is read by those who run the server.
KOREAN_ALONE = ("particle", "log.")


def messages_of(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(text: object) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (str(text or ""),)


def places(text: str) -> set[str]:
    return {name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name}


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            yield node


def particles_in(path: Path) -> Iterator[tuple[str, set[str]]]:
    """For each sentence the names of the places that hold a particle, which English has none of."""
    for call in calls(path):
        if call.args and isinstance(call.args[0], ast.Constant):
            yield (
                str(call.args[0].value),
                {
                    str(keyword.arg)
                    for keyword in call.keywords
                    if isinstance(keyword.value, ast.Call)
                    and isinstance(keyword.value.func, ast.Name)
                    and keyword.value.func.id == "particle"
                },
            )


def unmarked(path: Path, known: Catalog) -> list[str]:
    """Korean literals that are neither documentation nor marked for translation, here or elsewhere, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = {id(part) for argument in said_elsewhere(tree) for part in ast.walk(argument)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            allowed.add(id(node.value))
    return [
        f"{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HANGUL.search(node.value)
        and id(node) not in allowed
        and known.get(node.value) is None
    ]


def said_elsewhere(tree: ast.AST) -> Iterator[ast.expr]:
    """The arguments whose Korean is translated, or is for nobody who reads another language."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            yield from node.args[:1] if name in MARKS else node.args if name.startswith(KOREAN_ALONE) else ()


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return template()


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_without_a_translation_is_named(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, new = read(language), Catalog(domain="messages")
    new.add("아무도 옮기지 않은 문장")
    new.add(next(iter(message.id for message in whole if message.id)))
    monkeypatch.setattr(catalogue, "template", lambda: new)
    told = catalogue.unfinished(language)
    assert f"{language}: no translation: 아무도 옮기지 않은 문장" in told
    assert len(told) == len(whole)


@pytest.mark.parametrize("language", OTHERS)
def test_a_column_nobody_translated_is_shown_by_its_name(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    column = Column("registered_date", "", "date", "아무도 옮기지 않은 열", "아무도 옮기지 않은 설명")
    monkeypatch.setattr(languages, "TABLES", {"postings": Table("postings", "채용공고", (column,))})
    languages._catalogue.cache_clear()
    with speaking(language):
        assert (_(column.label), _(column.note)) == ("Registered date", "Registered date")
    languages._catalogue.cache_clear()


@pytest.mark.parametrize("language", OTHERS)
def test_bringing_a_catalogue_up_to_date_twice_changes_nothing(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = po_file(language).parent
    shutil.copytree(folder, tmp_path / folder.relative_to(FOLDER))
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    catalogue.main()
    before = po_file(language).read_bytes()
    catalogue.main()
    assert po_file(language).read_bytes() == before


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_read_at_run_time_is_what_translators_wrote(language: str) -> None:
    with speaking(language):
        for message in read(language):
            if isinstance(message.id, str) and message.id:
                assert _(message.id) == message.string
    assert not [message.id for message in read(language) if message.fuzzy]


@pytest.mark.parametrize("language", OTHERS)
def test_every_place_of_a_sentence_stands_in_its_translation(language: str) -> None:
    particles: dict[str, set[str]] = {}
    for path in SOURCES:
        for sentence, names in particles_in(path):
            particles.setdefault(sentence, set()).update(names)
    wrong = []
    for message in messages_of(read(language)):
        korean = forms(message.id)[0]
        for index, text in enumerate(forms(message.string)):
            lost, invented = places(korean) - places(text), places(text) - places(korean)
            # "1 posting" may say its number in a word.
            allowed = particles.get(korean, set()) | (
                {"count"} if index == 0 and len(forms(message.string)) > 1 else set()
            )
            if lost - allowed or invented:
                wrong.append((korean, text))
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_korean(language: str) -> None:
    """But for words it speaks about: what can be typed, and the Korean names of sources."""
    korean = [
        (message.id, text)
        for message in messages_of(read(language))
        if not forms(message.id)[0].startswith(TYPED)
        for text in forms(message.string)
        if set(WORDS.findall(text)) - set(WORDS.findall(forms(message.id)[0]))
        or (HANGUL.search(text) and not LATIN.search(text))
    ]
    assert korean == []


@pytest.mark.parametrize("language", OTHERS)
def test_marks_of_markdown_and_html_are_kept(language: str) -> None:
    wrong = []
    for message in messages_of(read(language)):
        for text in forms(message.string):
            korean = forms(message.id)[0]
            wrong += [(korean, text) for mark in MARKUP if korean.count(mark) != text.count(mark)]
    assert wrong == []


def test_every_marked_sentence_is_found_by_those_who_collect_them(wanted: Catalog) -> None:
    """Within an f-string, say, a sentence is not found."""
    marked = [call.args[0] for path in SOURCES for call in calls(path) if call.args]
    sentences = [sentence.value for sentence in marked if isinstance(sentence, ast.Constant)]
    assert [sentence for sentence in sentences if sentence and wanted.get(str(sentence)) is None] == []


def test_no_sentence_stands_unmarked(wanted: Catalog) -> None:
    found = {name_of(path): unmarked(path, wanted) for path in SOURCES}
    assert {name for name, sentences in found.items() if sentences} == {*KOREAN_IS_DATA}, found


@in_every(SOURCES)
def test_no_sentence_is_made_before_it_is_marked(path: Path) -> None:
    """An f-string or a sum within the mark would look for a sentence that no catalogue has."""
    made = [call.lineno for call in calls(path) if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)]
    assert made == []


@pytest.mark.parametrize("module", SAID_ON_SCREEN)
def test_what_the_loader_says_on_screen_is_found_by_those_who_collect_it(module: str, wanted: Catalog) -> None:
    """A sentence handed on is found where it is made; one made of an f-string would be found nowhere."""
    tree = ast.parse((ROOT / "data_loader" / f"{module}.py").read_text(encoding="utf-8"))
    said = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in SAYING and node.args
    ]
    assert said
    assert [ast.unparse(sentence) for sentence in said if isinstance(sentence, ast.JoinedStr | ast.BinOp)] == []
    sentences = [sentence.value for sentence in said if isinstance(sentence, ast.Constant)]
    assert [sentence for sentence in sentences if wanted.get(str(sentence)) is None] == []


def test_every_error_of_the_loader_is_known_to_those_who_collect_what_it_says() -> None:
    def names(kind: type[LoaderError]) -> Iterator[str]:
        yield kind.__name__
        for narrower in kind.__subclasses__():
            yield from names(narrower)

    assert {name for name in names(LoaderError) if name in vars(errors)} <= set(SAYING)


def test_names_the_data_bring_along_are_translated() -> None:
    with speaking("en"):
        assert [_(name) for name in ("전남광주", "기후에너지환경부", "종로구", "서울 종로구", "세종시", "건강증진")] == [
            "Jeonnam-Gwangju", "Ministry of Climate, Energy and Environment", "Jongno-gu", "Jongno-gu, Seoul", "Sejong",
            "Health promotion",
        ]  # fmt: skip
