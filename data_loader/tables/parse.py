"""One value from the portal → one typed value, or None, or ValueError with the reason in Korean.

Pure and strict: a value is never guessed. What is empty by the portal's habits (api fillers such as
`없음` or `-`) becomes None.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from data_loader.schema import Kind
from data_loader.tables.fillers import is_filler

# What stands for "nothing" where a code or the name of an option belongs.
_NO_OPTION = re.compile(
    r"[\s.,/\\\-–—~·_*?]*|null|none|nil|nan|n\s*/?\s*a|undefined|(?:해당\s*(?:사항)?\s*)?(?:없음|없슴|무)\s*\.?|미정|미기재",
    re.IGNORECASE,
)
LONGEST_NO_OPTION = 60
_LINE_END_BLANKS = re.compile(r"[ \u00a0\u3000]+$", re.MULTILINE)
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
# Control characters but for the line end, invisible format characters (they can reorder text on screen),
# lone surrogates (they cannot be written as UTF-8).
_UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_DATE = re.compile(r"(\d{4})[-./]?(\d{2})[-./]?(\d{2})")
_DECIMAL = re.compile(r"\s*[+-]?\d{1,18}(?:\.\d{1,18})?\s*", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-z_-]{1,20}")
_URL_START = re.compile(r"^(?:url\s*:\s*)?(?:h?ttps?:/*|h?ttps?//)?", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[A-Za-z가-힣]{2,}(?::\d+)?")
_INT32_MAX = 2**31 - 1


class PartlyRead(ValueError):
    """Some codes of a list could not be read; `kept` are the others."""

    def __init__(self, reason: str, kept: tuple[str, ...]) -> None:
        super().__init__(reason)
        self.kept = kept


def parse_id(value: object) -> int | None:
    number = _whole_number(value)
    if number is not None and number <= 0:
        raise ValueError(f"번호가 양수가 아님: {_shown(value)}")
    return number


def parse_count(value: object) -> int | None:
    number = _whole_number(value)
    if number is not None and not 0 <= number <= _INT32_MAX:
        raise ValueError(f"셀 수 없는 값: {_shown(value)}")
    return number


def parse_number(value: object) -> float | None:
    """A finite number, as such or as decimal text."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number and not (isinstance(value, str) and _DECIMAL.fullmatch(value)):
        raise ValueError(f"수가 아님: {_shown(value)}")
    try:
        number = float(value)  # type: ignore[arg-type]
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"너무 큰 수: {_shown(value)}")
    return number


def parse_code(value: object) -> str | None:
    """One code; the letters of codes are large ones, whatever they came as. What stands for "nothing" is no code."""
    text = parse_name(value)
    if text is None:
        return None
    code = unicodedata.normalize("NFKC", text).strip().upper()
    if is_no_option(code):
        raise ValueError(f"코드 자리에 채움말: {_shown(value)}")
    if not _CODE.fullmatch(code):
        raise ValueError(f"코드가 아님: {_shown(value)}")
    return code


def parse_codes(value: object) -> tuple[str, ...]:
    """Codes in the order given, each once. Raises PartlyRead with the others where one of them is none."""
    text = parse_name(value)
    if text is None:
        return ()
    codes, problem = [], ""
    for part in text.split(","):
        try:
            codes.append(parse_code(part))
        except ValueError as error:
            problem = problem or str(error)
    kept = tuple(dict.fromkeys(code for code in codes if code))
    if problem:
        raise PartlyRead(problem, kept)
    return kept


def parse_label(value: object) -> str | None:
    """The name of an option: one line, which does not stand for "nothing"."""
    text = parse_name(value)
    if text is not None and is_no_option(text):
        raise ValueError(f"이름 자리에 채움말: {_shown(value)}")
    return text


def is_no_option(text: str) -> bool:
    """Whether a text in the place of a code or of an option's name only says that there is none."""
    return len(text) < LONGEST_NO_OPTION and _NO_OPTION.fullmatch(unicodedata.normalize("NFKC", text)) is not None


def parse_names(value: object) -> tuple[str, ...]:
    """The display names beside a code list. The portal's names hold full stops but no commas."""
    text = parse_name(value)
    return tuple(part.strip() for part in text.split(",")) if text else ()


def parse_name(value: object) -> str | None:
    """One line without control characters; empty is None."""
    if value is None:
        return None
    if isinstance(value, bool | list | dict | float):
        raise ValueError(f"글자가 아님: {_shown(value)}")
    return _BLANKS.sub(" ", _printable(str(value)).replace("\n", " ")).strip() or None


def parse_text(value: object) -> str | None:
    """Several lines, ends unified and blanks at line ends removed; a filler is None."""
    if value is None:
        return None
    if isinstance(value, bool | list | dict | float):
        raise ValueError(f"글자가 아님: {_shown(value)}")
    text = _printable(str(value))
    if is_filler(text):
        return None
    return _LINE_END_BLANKS.sub("", text).strip("\n") or None


def parse_date(value: object) -> date | None:
    """`YYYYMMDD` as answered, also with `-`, `.` or `/` between."""
    text = parse_name(value)
    if text is None:
        return None
    parts = _DATE.fullmatch(text)
    try:
        if parts:
            return date(*(int(part) for part in parts.groups()))
    except ValueError:
        pass
    raise ValueError(f"날짜가 아님: {_shown(value)}")


def parse_flag(value: object) -> bool | None:
    text = parse_name(value)
    if text is None:
        return None
    if text.upper() not in ("Y", "N"):
        raise ValueError(f"Y/N이 아님: {_shown(value)}")
    return text.upper() == "Y"


def parse_url(value: object) -> str | None:
    """An http(s) address a browser can open, or None. Repairs `www.x`, `ttp://`, `https:/www`, `URL: `.

    Never an error: a field for addresses holds `.`, `없음` and whole sentences as well.
    """
    if not isinstance(value, str):
        return None
    text = _printable(value).strip()
    start = _URL_START.match(text)
    rest = text[start.end() :] if start else text
    scheme = "https" if start and "ttps" in start.group().lower() else "http"
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if re.search(r"\s", rest) or not _HOST.fullmatch(host):
        return None
    address = f"{scheme}://{rest}"
    try:
        parts = urlsplit(address)
        # Reading the port checks it.
        return address if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


PARSERS: MappingProxyType[Kind, Callable[[object], object]] = MappingProxyType(
    {
        "id": parse_id,
        "count": parse_count,
        "number": parse_number,
        "code": parse_code,
        "codes": parse_codes,
        "names": parse_names,
        "name": parse_name,
        "label": parse_label,
        "text": parse_text,
        "date": parse_date,
        "flag": parse_flag,
        "url": parse_url,
    }
)


def _whole_number(value: object) -> int | None:
    """Whole numbers come as numbers from the list and as text from its variants."""
    if isinstance(value, int) and not isinstance(value, bool):
        number = value
    elif isinstance(value, float) and value.is_integer():
        number = int(value)
    elif value is None or (isinstance(value, str) and not value.strip()):
        return None
    elif isinstance(value, str) and re.fullmatch(r"\s*-?\d{1,18}\s*", value, re.ASCII):
        number = int(value)
    else:
        raise ValueError(f"정수가 아님: {_shown(value)}")
    if abs(number) >= 2**63:
        raise ValueError(f"너무 큰 수: {_shown(value)}")
    return number


def _printable(text: str) -> str:
    r"""Line ends as \n; other control characters, lone surrogates and direction marks become blanks."""
    return _UNPRINTABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _shown(value: object) -> str:
    return repr(value)[:40]
