"""Names of received files: read out of the header that garbles them, and made safe on every system. Pure."""

import re
import unicodedata
from urllib.parse import unquote, unquote_plus, unquote_to_bytes

# The longest name file systems take is 255 bytes; a browser adds " (1)" and the like.
LONGEST_NAME = 200
_EXTENDED = re.compile(r"filename\*\s*=\s*\"?([\w-]+)'[^']*'([^;\"]+)", re.IGNORECASE)
# ALIO doubles the quotes: filename=""공고문.pdf"".
_QUOTED = re.compile(r'filename\s*=\s*"+([^"]*)"', re.IGNORECASE)
_BARE = re.compile(r"filename\s*=\s*([^;\"]+)", re.IGNORECASE)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\u2044\u2215\u29f8\uff0f\uff3c]')
_ENDING = re.compile(r"\.([0-9A-Za-z]{1,5})$")
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)
# Control and format characters (they can reorder text on screen), lone surrogates, private use, unassigned.
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")
# Endings that mean the same kind.
_SAME = {"jpeg": "jpg", "tiff": "tif"}


def name_in(content_disposition: str) -> str | None:
    """The file name a Content-Disposition header gives, its bytes read as latin-1 as HTTP has it.

    ALIO writes UTF-8 there, old servers CP949, some percent signs.
    """
    if found := _EXTENDED.search(content_disposition):
        try:
            return unquote(found[2].strip(), encoding=found[1], errors="strict") or None
        except (LookupError, UnicodeDecodeError):
            pass
    found = _QUOTED.search(content_disposition) or _BARE.search(content_disposition)
    return _repaired(found[1].strip()) or None if found else None


def safe_name(name: str, kind: str) -> str:
    """A name that can do no harm as a file's name on any system, with the ending `kind`; Korean stays.

    No separators, control or bidirectional characters, no leading or trailing dot or blank, no device name of
    Windows, at most LONGEST_NAME bytes of UTF-8.
    """
    # macOS writes Korean in separate letters (NFD).
    composed = unicodedata.normalize("NFC", name)
    visible = unicodedata.normalize("NFC", "".join(letter for letter in composed if _is_visible(letter)))
    plain = _tidied(_FORBIDDEN.sub("_", visible))
    ending = _ENDING.search(plain)
    if ending and _SAME.get(ending[1].lower(), ending[1].lower()) == kind:
        plain = _tidied(plain[: ending.start()])
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    longest = LONGEST_NAME - len(f".{kind}")
    stem = _tidied(plain.encode()[:longest].decode(errors="ignore"))
    return f"{stem or '첨부파일'}.{kind}"


def _tidied(text: str) -> str:
    return " ".join(text.split()).strip(". ")


def _is_visible(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in _INVISIBLE


def _repaired(text: str) -> str:
    if _PERCENT.search(text):
        try:
            unquote_to_bytes(text).decode()
        except UnicodeDecodeError:
            pass
        else:
            return unquote_plus(text)
    # Some proxies garble it once more.
    for _ in range(2):
        try:
            text = text.encode("latin-1").decode()
        except UnicodeEncodeError:
            break
        except UnicodeDecodeError:
            return _in_old_korean(text)
    return text


def _in_old_korean(text: str) -> str:
    try:
        return text.encode("latin-1").decode("cp949")
    except UnicodeDecodeError:
        return text
