"""Numbers and words the way a reader expects them, and particles where the language has them."""

import math
import re
from datetime import date, datetime

from dashboard.languages import KOREAN, _, _n, spoken
from data_loader.sentence import Sentence

SMALLEST_BASE = 30

_ENGLISH_SIZES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
# Korean breaks anywhere; only a run of Latin letters and signs does not, nor do Latin words joined by dots.
_LONG_WORD = re.compile("[!-~]{15}(?=[!-~])|(?<=[!-~])·(?=[!-~])")
# Also the slash, without which `:material/home:` would be drawn as an icon.
_MARKDOWN = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]()<>#+-.!|~:/$&="})


def told(sentence: str) -> str:
    """What the loader says, in the language spoken. A text that does not remember what it is made of stays Korean."""
    if not isinstance(sentence, Sentence):
        return _(sentence)
    values = {name: told(value) if isinstance(value, str) else value for name, value in sentence.values.items()}
    return _(sentence.template, **values)


def holds_years(heading: str) -> bool:
    """Whether a column of numbers is one of years, to be written without separators: "시작 연도", "Start year"."""
    return heading.casefold().endswith(_("연도").casefold())


def escape(text: str) -> str:
    """Text of unknown origin as Markdown that shows it letter by letter."""
    return text.translate(_MARKDOWN)


def breakable(text: str) -> str:
    """The text with unseen places to break a line in its longest words, which would else widen a table's column."""
    return _LONG_WORD.sub("\\g<0>\u200b", text)


def particle(word: str, after_consonant: str, after_vowel: str) -> str:
    """The particle that fits the last sound of a word: particle("경기", "은", "는") → "는". Only Korean has any."""
    if spoken() != KOREAN:
        return ""
    stem = word.rstrip(")]}>」』〉》”’\"' ")
    last = stem[-1:] or " "
    # The 28 endings of a syllable stand in order, the empty one first.
    is_syllable = "가" <= last <= "힣"
    has_consonant = (ord(last) - ord("가")) % 28 > 0 if is_syllable else last in "013678LMNRlmnr"
    return after_consonant if has_consonant else after_vowel


def topic(word: str) -> str:
    return word + particle(word, "은", "는")


def subject(word: str) -> str:
    return word + particle(word, "이", "가")


def by(word: str) -> str:
    """원으로, 경기로, and 서울로: after ㄹ as after a vowel."""
    ends_in_l = "가" <= word[-1] <= "힣" and (ord(word[-1]) - ord("가")) % 28 == ord("갈") - ord("가")
    return word + particle(word, "로" if ends_in_l else "으로", "로")


def number(value: float, digits: int = 0) -> str:
    """1234.6 → "1,235"; a missing value is an en dash."""
    return "–" if value is None or math.isnan(value) else f"{value:z,.{digits}f}"


def percent(share: float, digits: int = 1) -> str:
    return "–" if math.isnan(share) else f"{share * 100:z.{digits}f}%"


def million_won(thousand: float) -> str:
    """Thousand won as newspapers write pay, to a tenth of a million: "7,140만 원", "1억 9,680만 원"; in English "71.4 million won"."""
    if thousand is None or math.isnan(thousand):
        return "–"
    if spoken() != KOREAN:
        return f"{number(thousand / 1000, 1)} million won"
    hundred_millions, rest = divmod(10 * round(abs(thousand) / 100), 10_000)
    parts = [f"{hundred_millions:,}억"] * bool(hundred_millions) + [f"{rest:,}만"] * bool(rest or not hundred_millions)
    return f"{'-' if thousand < 0 and (hundred_millions or rest) else ''}{' '.join(parts)} 원"


def pay_on_card(thousand: float, *, signed: bool = False) -> str:
    """As `million_won`; on a card there is no room for the units of English, nor for what its label names."""
    sign = "+" if signed and thousand > 0 else ""
    if spoken() == KOREAN or thousand is None or math.isnan(thousand):
        return f"{sign}{million_won(thousand)}"
    return f"{'-' if thousand < 0 else sign}₩{number(abs(thousand) / 1000, 1)}m"


def in_won(thousand: float) -> str:
    """Thousand won as the press writes it: "874.1조 원", "1,234억 원", "1억 9,682만 원", "163만 원"."""
    if thousand is None or math.isnan(thousand):
        return "–"
    won = thousand * 1000
    if spoken() != KOREAN:
        size, name = next((entry for entry in _ENGLISH_SIZES if abs(won) >= entry[0]), (1, ""))
        return f"{won / size:,.{1 if name else 0}f} {name}".rstrip() + " won"
    if abs(won) >= 1e12:
        return f"{won / 1e12:,.1f}조 원"
    if abs(won) >= 1e10:
        return f"{won / 1e8:,.0f}억 원"
    whole, rest = divmod(round(abs(won) / 1e4), 10_000)
    sign = "-" if won < 0 else ""
    if whole:
        return f"{sign}{whole}억 {rest:,}만 원" if rest else f"{sign}{whole}억 원"
    return f"{sign}{rest:,}만 원" if rest else f"{won:,.0f}원"


def days_left(end: date, today: date, withdrawn: date | None = None) -> str:
    """D-3, D-day or 마감; 내려감 for a posting that was `withdrawn` before its end."""
    if withdrawn is not None:
        return _("내려감")
    days = (end - today).days
    return _("마감") if days < 0 else "D-day" if days == 0 else f"D-{days}"


def ago(moment: datetime, now: datetime) -> str:
    """방금, 3분 전, 2시간 전, 5일 전: by the largest whole unit."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes >= 24 * 60:
        return _n("{count}일 전", minutes // (24 * 60), count=number(minutes // (24 * 60)))
    if minutes >= 60:
        return _n("{count}시간 전", minutes // 60, count=minutes // 60)
    return _n("{count}분 전", minutes, count=minutes) if minutes >= 1 else _("방금")


def change(now: float, before: float, unit: str, when: str, noise: float | None = None) -> str:
    """ "앞선 12개월보다 3.2% 줄었다"; says no direction where the base is small or the change within noise.

    `noise` is the smallest difference worth a word, by default twice the standard error of two Poisson counts.
    """
    if math.isnan(now) or math.isnan(before) or before < SMALLEST_BASE:
        return ""
    limit = 2 * math.sqrt(now + before) if noise is None else noise
    if abs(now - before) <= limit:
        return _("{when}({before}{unit})과 큰 차이가 없다", when=when, before=number(before), unit=unit)
    share = percent(abs(now - before) / before)
    if now > before:
        return _("{when}보다 {share} 늘었다", when=when, share=share)
    return _("{when}보다 {share} 줄었다", when=when, share=share)
