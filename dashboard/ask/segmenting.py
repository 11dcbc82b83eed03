"""A question cut into pieces that mean something; of all ways to cut it the one of fewest pieces and fewest words left over."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain

from dashboard.ask.figures import figures_in
from dashboard.ask.lexicon import PARTICLES, load_institutions, load_lexicon, load_phrases, plain_name, single_letters
from dashboard.ask.meaning import Meaning, Piece
from dashboard.ask.times import closings_in, spans_in
from dashboard.search.letters import fold_word
from dashboard.search.query import FEWEST_INITIALS, INITIALS, JOINED, initials_of
from data_loader.codes import PROVINCES

LONGEST_QUESTION = 200
LONGEST_PHRASE = 30
SPLIT = re.compile(r"[\s,;!?·ㆍ/|\"'“”‘’()\[\]{}<>:&+]+")
UNREAD_COST = 4.0
ENDING_COST = 2.0
# Endings of verbs, behind a word that is known.
ENDING = re.compile(r"(?:이|은|는|을|를|했|하|되|된|인|의|도|만|들|던|었|았|겠|한|할|해|이었|이라|일)[가-힣]{0,4}")
_REGIONS = "|".join(sorted({*PROVINCES}, key=len, reverse=True))
_BODIES = "공단|공사|재단|은행|의료원|병원|대학교|대학|전자|그룹|카드|신문|방송|일보|항공|백화점|마트|교통공사|도시공사|연구원|테크노파크|의회"
NEAR = 0.86
SHORTEST_MISTYPED = 3


@dataclass(frozen=True, slots=True)
class Word:
    """`written`: as the reader wrote it."""

    letters: str
    written: str
    begin: int
    end: int


def pieces_of(text: str, today: date) -> list[Piece]:
    """The pieces in their order; words that mean nothing are pieces of the kind `unread`."""
    words, letters = _words(text)
    if not letters:
        return []
    candidates = _candidates(letters, words, today)
    cut = _cheapest(letters, words, candidates)
    return [_mended(piece) if piece.meaning.kind == "unread" and not piece.meaning.words else piece for piece in cut]


def _words(text: str) -> tuple[list[Word], str]:
    """The words as letters, and all of them without blanks between."""
    words, letters = [], ""
    for part in SPLIT.split(_plain(text)[:LONGEST_QUESTION]):
        # A sign between digits is part of a time.
        word = "".join(char for char in part.casefold() if char.isalnum() or char in ".~-–∼")
        word = word.strip(".-–") if not re.fullmatch(r".*\d[~∼–-]", word) else word
        if word:
            words.append(Word(word, part, len(letters), len(letters) + len(word)))
            letters += word
    return words, letters


def _plain(text: str) -> str:
    """Letters of any width as usual ones; single consonants stay what keyboards give."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char if "\u3130" <= char <= "\u318f" else unicodedata.normalize("NFKC", char) for char in composed)


def _written(letters: str, words: list[Word], begin: int, end: int) -> str:
    """A stretch of letters with the blanks the reader put there."""
    parts = []
    for word in words:
        if word.begin < end and begin < word.end:
            whole = word.begin >= begin and word.end <= end
            parts.append(word.written if whole else letters[max(begin, word.begin) : min(end, word.end)])
    return " ".join(parts)


def _candidates(letters: str, words: list[Word], today: date) -> dict[int, list[tuple[int, Meaning]]]:
    """For each place the pieces that may begin there: where they end, and what they mean."""
    found: defaultdict[int, list[tuple[int, Meaning]]] = defaultdict(list)
    phrases, longest = load_phrases(), min(LONGEST_PHRASE, len(letters))
    for begin in range(len(letters)):
        for length in range(2, longest + 1):
            meaning = phrases.get(letters[begin : begin + length])
            if meaning and begin + length <= len(letters):
                found[begin].append((begin + length, meaning))
    for begin, end, meaning in chain(spans_in(letters, today), closings_in(letters, today), figures_in(letters)):
        found[begin].append((end, meaning))
    singles = single_letters()
    for word in words:
        if word.letters in singles:
            found[word.begin].append((word.end, singles[word.letters]))
        if meaning := _whole_word(word.letters):
            found[word.begin].append((word.end, meaning))
    return found


def _whole_word(word: str) -> Meaning | None:
    """What only a whole word can be: initials of a name, another employer, the name of a body that is none of ours."""
    initials = word.translate(JOINED)
    if len(initials) >= FEWEST_INITIALS and all(letter in INITIALS for letter in initials):
        codes = _by_initials(initials)
        return Meaning("institution", codes=codes) if codes else None
    others = "|".join(load_lexicon()["others"]["names"])
    if re.search(rf"(?:{others})(?:은|는|이|가|을|를|의|에|에서|도)?$", word):
        return Meaning("unread", words=word)
    if re.fullmatch(rf"(?:{_REGIONS}).*(?:{_BODIES})(?:은|는|이|가|을|를|의|에|에서|도)?", word) and not _is_ours(word):
        return Meaning("unread", words=word)
    return None


def _is_ours(word: str) -> bool:
    """Whether an institution is meant, or its name begins the word."""
    phrases = load_phrases()
    return any(
        meaning.kind == "institution"
        for end in range(len(word), 2, -1)
        if (meaning := phrases.get(word[:end])) is not None
    )


@lru_cache(maxsize=1)
def _initials() -> tuple[tuple[str, str], ...]:
    return tuple(
        (initials_of(fold_word(form)), code)
        for code, name in load_institutions().items()
        for form in dict.fromkeys((plain_name(name), name))
    )


def _by_initials(wanted: str) -> tuple[str, ...]:
    """The institutions whose name has these initials: of the whole name, else of its beginning."""
    whole = dict.fromkeys(code for initials, code in _initials() if initials == wanted)
    begun = sorted((len(initials), code) for initials, code in _initials() if initials.startswith(wanted))
    return tuple(whole or dict.fromkeys(code for _length, code in begun))


def _cheapest(letters: str, words: list[Word], candidates: dict[int, list[tuple[int, Meaning]]]) -> list[Piece]:
    """The cheapest way through. A piece begins where a word does or where another piece has ended; one that runs over
    a blank begins and ends with words."""
    begins, ends = {word.begin: word for word in words}, {word.end for word in words}
    best: dict[int, tuple[float, list[Piece]]] = {0: (0.0, [])}

    def offer(place: int, cost: float, pieces: list[Piece]) -> None:
        if place not in best or cost < best[place][0]:
            best[place] = (cost, pieces)

    for place in range(len(letters)):
        if place not in best:
            continue
        cost, pieces = best[place]
        word = begins.get(place)
        if word:
            unread = Piece(Meaning("unread"), word.written, place)
            offer(word.end, cost + UNREAD_COST + len(word.letters), [*pieces, unread])
        for end, meaning in candidates.get(place, ()):
            runs_over = any(place < begin < end for begin in begins)
            if runs_over and not word:
                continue
            offer(end, cost + meaning.cost, [*pieces, Piece(meaning, _written(letters, words, place, end), place)])
        if not word and pieces:
            for end, price in _endings(letters, place, ends, pieces[-1]):
                offer(end, cost + price, [*pieces, Piece(Meaning("particle"), letters[place:end], place)])
    return best[len(letters)][1]


def _endings(letters: str, place: int, ends: set[int], before: Piece) -> Iterator[tuple[int, float]]:
    """Particles within a word; at its end what a verb may end with, behind anything but a place."""
    word_end = min(end for end in ends if end > place)
    for length in (1, 2, 3, 4):
        if place + length <= word_end and letters[place : place + length] in PARTICLES:
            yield place + length, Meaning("particle").cost
    is_place = any(key == "region" for key, _value in before.meaning.params) or before.meaning.kind == "institution"
    if not is_place and len(before.words) > 1 and ENDING.fullmatch(letters[place:word_end]):
        yield word_end, ENDING_COST


def _mended(piece: Piece) -> Piece:
    """A word with a slip of the keys is what it nearly is; the name of a trade is sought."""
    word = piece.words
    if len(word) >= SHORTEST_MISTYPED:
        taken_apart = unicodedata.normalize("NFD", word)
        alike = [phrase for phrase in _decomposed() if abs(len(phrase) - len(taken_apart)) <= 1]
        near = get_close_matches(taken_apart, alike, n=1, cutoff=NEAR)
        if near:
            return Piece(load_phrases()[_decomposed()[near[0]]], word, piece.number)
        if re.fullmatch(
            r"[가-힣]{1,6}(?:기사|지도사|관리사|치료사|조사원|검침원|안내원|요원|경찰|기술자|관리원|설계사|해설사|해설가)",
            word,
        ):
            return Piece(Meaning("text", params=(("q", word),)), word, piece.number)
    return piece


@lru_cache(maxsize=1)
def _decomposed() -> dict[str, str]:
    """Phrases worth mending, by their letters taken apart."""
    return {
        unicodedata.normalize("NFD", phrase): phrase
        for phrase, meaning in load_phrases().items()
        if len(phrase) >= SHORTEST_MISTYPED
        and meaning.kind in ("filter", "view", "text", "institution")
        and meaning.page != "municipality"
    }
