"""E-mail addresses and telephone numbers of persons in free texts, masked where texts leave in bulk.

A posting read by itself shows them: applicants need them. Collected by the hundred thousand they would be a list of
people. What is left is what tells where to ask: the domain, the area code.

- An e-mail address keeps its domain. Role mailboxes (`recruit@`, `hr@`, `job@`) name nobody and stay.
- A telephone number keeps its first digits: mobile numbers, direct lines, extensions and faxes alike, since a direct
  line is somebody's. Numbers that ring at an institution as a whole stay: 1588-1234 and its like, 080, 110.
"""

import re

import pyarrow as pa
import pyarrow.compute as pc

# Free texts in which institutions write what they like. Contacts of facilities are columns of their own, and public.
FREE_TEXTS = {
    "posting_texts": (
        "eligibility", "selection_process", "preference_condition", "preference", "disqualification", "missing_attachment_reason",
    ),
    "postings": ("title",),
    "workplaces": ("passage",),
    "changes": ("before", "after"),
    "rejected": ("record",),
    "unread_values": ("value",),
}  # fmt: skip
ROLES = "recruits?|recruiting|hr|hrd|hrm|insa|jobs?|careers?|apply|help|helpdesk|info|admin|webmaster|master|contact|scout|support"

_DASH = r"\-\u2010-\u2015\u2212\uff0d~."
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＠", "0123456789@")
_EMAIL = re.compile(
    r"(?<![\w.%+-])(?P<name>\w[\w.%+-]{0,63})(?P<at>[ \t]?@[ \t]?)(?P<domain>\w[\w.-]{2,80})",
    re.ASCII,
)
_ROLE = re.compile(rf"(?:{ROLES})[\d_.-]{{0,4}}", re.IGNORECASE)
_BLANK = r"[ \t\u00a0\u3000" + _DASH + "]"
_PHONE = re.compile(
    rf"(?<![\d*])(?P<area>(?:\+?82{_BLANK}{{0,2}}[(]?0?|[(]?0)(?:1[016789]|2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50[2-8])[)]?)"
    rf"(?P<gap>{_BLANK}{{0,3}})\d{{3,4}}(?P<between>{_BLANK}{{0,3}})\d{{4}}(?!\d)"
)
# RE2's idea of what may hold either: most texts do not, and are not looked at one by one.
_PROMISING = r"@|\x{FF20}|\pN{3}[ \t\x{A0}\x{3000}\x{2010}-\x{2015}\x{2212}\x{FF0D}~.-]{0,3}\pN{4}"


def mask_persons(text: str) -> str:
    """The text with addresses and numbers of persons masked. Linear in its length; masking again changes nothing."""
    plain = text.translate(_FULL_WIDTH)
    masked = _PHONE.sub(_masked_number, _EMAIL.sub(_masked_address, plain))
    return text if masked == plain else masked


def mask_table(name: str, table: pa.Table) -> pa.Table:
    """A table of that name with its free texts masked; other tables as they are."""
    for column in FREE_TEXTS.get(name, ()):
        if column in table.column_names:
            place = table.column_names.index(column)
            table = table.set_column(place, table.schema.field(column), _mask_column(table.column(column)))
    return table


def _mask_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        chunks = [
            pa.DictionaryArray.from_arrays(chunk.indices, _mask_texts(chunk.dictionary)) for chunk in column.chunks
        ]
        return pa.chunked_array(chunks, kind)
    return pa.chunked_array([_mask_texts(chunk) for chunk in column.chunks], kind)


def _mask_texts(texts: pa.Array) -> pa.Array:
    promising = pc.fill_null(pc.match_substring_regex(texts, _PROMISING), False)
    masked = [mask_persons(text) for text in texts.filter(promising).to_pylist()]
    if not masked:
        return texts
    return pc.replace_with_mask(texts, promising, pa.array(masked, texts.type))


def _masked_address(found: re.Match[str]) -> str:
    if _ROLE.fullmatch(found["name"]) or "." not in found["domain"].strip("."):
        return found[0]
    return f"***{found['at']}{found['domain']}"


def _masked_number(found: re.Match[str]) -> str:
    return f"{found['area']}{found['gap']}***{found['between']}****"
