"""What postings ask for: licences, education, career, age, languages and groups, as read from their texts.

A posting counts once for each thing it names, however often and for however many of its roles. Shares are of the
postings of which the eligibility text or an attached notice was read: of the others nothing is known. Facts and their
places: `data_loader/facts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.selection.index import Found, History, Numbers, PostingIndex, Rows, unpack

NEEDS = ("required", "preferred", "stated", "excluded")
LICENCE = "licence"
UNKNOWN_LICENCE = "unknown_licence"
UNKNOWN_RULE = "licence.unknown"
# Of a posting's files the first of these that one has; the others stand for what cannot be read.
FILES = ("read", "scan", "distribution", "damaged", "other")
READINGS = ("eligibility", "notice", "preference", *FILES, "nothing")
NOTICE = "notice"
REGULAR = "R1010"
MOST_NAMED = 3


@dataclass(frozen=True, eq=False, slots=True)
class Demand:
    """What postings name: entry i says that posting `row[i]` names `terms[term[i]]`, (kind, value), with `NEEDS[need[i]]`.

    Entries are different from one another and stand in order; `is_first`: the first of its posting and term, and
    `persons` how many the posting hires into the roles that name it, NaN where it does not say. Of every row: `is_read`
    (`has_text`: its eligibility text says something; or an attached notice was read), `has_preference` (the text on who
    is preferred says something), `files` (how many of its files are of each of FILES).
    """

    index: PostingIndex
    terms: tuple[tuple[str, str], ...]
    row: Rows
    term: Rows
    need: NDArray[np.int8]
    is_first: NDArray[np.bool_]
    persons: Numbers
    has_text: NDArray[np.bool_]
    is_read: NDArray[np.bool_]
    has_preference: NDArray[np.bool_]
    files: NDArray[np.int32]

    def numbers_of(self, kinds: Sequence[str], value: str | None = None) -> list[int]:
        """The terms of these kinds, or of them the one with this value."""
        return [n for n, (kind, own) in enumerate(self.terms) if kind in kinds and value in (None, own)]

    def entries(self, found: Found, numbers: Sequence[int]) -> NDArray[np.intp]:
        """The entries of these terms among the found postings that were read."""
        inside, is_wanted = read_among(found, self), np.zeros(len(self.terms), bool)
        is_wanted[list(numbers)] = True
        places: NDArray[np.intp] = np.flatnonzero(is_wanted[self.term] & inside[self.row])
        return places


@dataclass(frozen=True, eq=False, slots=True)
class Written:
    """What job descriptions say, as they write it: posting `row[i]` writes `items[item[i]]`, (section, words), once each."""

    items: tuple[tuple[str, str], ...]
    row: Rows
    item: Rows


def demand_of(
    index: PostingIndex, facts: pa.Table, roles: pa.Table, eligible: pa.Array, preferring: pa.Array, documents: pa.Table
) -> Demand:
    """`facts`: posting_id, role_no, kind, value, need, rule_id; `roles`: posting_id, role_no, headcount; `eligible`,
    `preferring`: the numbers of the postings whose eligibility and preference texts say something; `documents`:
    posting_id, status, document_type."""
    kind = pc.if_else(pc.equal(facts["rule_id"], UNKNOWN_RULE), UNKNOWN_LICENCE, facts["kind"])
    term, terms = _numbered(kind, facts["value"])
    need = pc.index_in(facts["need"], pa.array(NEEDS)).to_numpy()
    row = _rows_of(index, facts["posting_id"].to_numpy())
    known = row >= 0
    most = max(len(terms), 1)
    keys = np.unique((row[known] * most + term[known]) * len(NEEDS) + need[known].astype(np.int64))
    pairs = keys // len(NEEDS)
    has_text = _marked(index, eligible)
    notices = documents.filter(
        pc.and_(pc.equal(documents["status"], FILES[0]), pc.equal(documents["document_type"], NOTICE))
    )
    return Demand(
        index, terms, pairs // most, pairs % most, (keys % len(NEEDS)).astype(np.int8),
        np.diff(pairs, prepend=-1) != 0, _persons(index, facts, roles, np.where(known, row * most + term, -1), most, pairs), has_text,
        has_text | _marked(index, notices["posting_id"].drop_null().combine_chunks()), _marked(index, preferring),
        _files(index, documents),
    )  # fmt: skip


def read_among(found: Found, demand: Demand) -> NDArray[np.bool_]:
    """Of every row whether it was found, and its eligibility text or a notice of it read."""
    return unpack(found.mask, found.index.rows) & demand.is_read


def coverage(found: Found, demand: Demand) -> pd.DataFrame:
    """The found postings by what of them could be read, each once: `reading` (READINGS), postings, share (0–1).

    **읽은 공고** = 포털의 응시자격 글에 내용이 있거나 첨부한 공고문을 글로 읽은 공고. 나머지는 우대 글만 있는 것, 공고문이 아닌 첨부(직무기술서 등)만 읽은 것, 그림뿐인
    것(스캔), 배포용, 손상, 그 밖에 읽지 못한 것, 첨부를 아직 읽지 않은 것으로 나누어 먼저 밝힌다. 첨부가 여럿이면 가장 잘 읽은 것을 따른다. 요구 조건의 수와 비율은 모두
    읽은 공고에서만 센다.
    """
    rows = found.rows
    reading = np.select(
        [demand.has_text[rows], demand.is_read[rows], demand.has_preference[rows]], [0, 1, 2],
        np.where(demand.files[rows].any(axis=1), (demand.files[rows] > 0).argmax(axis=1), len(FILES)) + 3,
    )  # fmt: skip
    postings = np.bincount(reading, minlength=len(READINGS))
    return pd.DataFrame({"reading": READINGS, "postings": postings, "share": postings / max(len(rows), 1)})


def files_of(found: Found, demand: Demand) -> dict[str, int]:
    """The attached files of the found postings by what became of them (FILES)."""
    return dict(zip(FILES, demand.files[found.rows].sum(axis=0).tolist(), strict=True))


def named(found: Found, demand: Demand, kinds: Sequence[str]) -> pd.DataFrame:
    """What postings name of these kinds: `kind`, `value`, postings by need (NEEDS) and `any`, and `persons` hired into the
    roles that name it, the most frequent first.

    **요구 조건** = 읽은 공고 가운데 그 조건을 적은 공고 수, 필수와 우대를 따로 센다. 한 공고가 여러 번, 여러 모집 분야에 적어도 한 번이다. 필수로도 우대로도 적은
    공고는 양쪽에 든다. 하나만 갖추면 되는 여러 자격(또는)은 각각 센다. 자격 명단에 없는 이름은 넣지 않고 데이터 화면에 모은다. 적지 않은 공고가 그 조건을
    요구하지 않는다고는 말할 수 없다. 모집인원은 그 조건을 적은 모집 분야의 인원이며, 분야별 인원이 없으면 공고 전체의 인원이라 실제보다 클 수 있다.
    """
    numbers = demand.numbers_of(kinds)
    places = demand.entries(found, numbers)
    size = len(demand.terms)
    counts = np.bincount(demand.need[places].astype(np.intp) * size + demand.term[places], minlength=len(NEEDS) * size)
    table = pd.DataFrame(counts.reshape(len(NEEDS), size)[:, numbers].T, columns=list(NEEDS))
    first = places[demand.is_first[places]]
    once = np.bincount(demand.term[first], minlength=size)
    persons = np.bincount(demand.term[first], np.nan_to_num(demand.persons[first]), minlength=size)
    table.insert(0, "kind", [demand.terms[number][0] for number in numbers])
    table.insert(1, "value", [demand.terms[number][1] for number in numbers])
    table["any"], table["persons"] = once[numbers], persons[numbers].astype(np.int64)
    # Equal counts stand by name, so that the same data give the same picture.
    return table[table["any"] > 0].sort_values(["any", "value"], ascending=[False, True], ignore_index=True)


def postings_naming(found: Found, demand: Demand, kinds: Sequence[str], need: str) -> int:
    """How many of the postings read name something of these kinds with this need."""
    places = demand.entries(found, demand.numbers_of(kinds))
    return len(np.unique(demand.row[places[demand.need[places] == NEEDS.index(need)]]))


def licences_by(found: Found, demand: Demand, key: str, most: int) -> pd.DataFrame:
    """Share (0–1) of the postings read of each option of facet `key` that name a licence, required or preferred.

    Columns: `option`, `read` (postings), then the `most` licences named by most. Options without a posting read are
    left out; a posting with several options counts in each.

    **분야·지역·기관유형별 자격** = 그 자격을 필수나 우대로 적은 공고 ÷ 읽은 공고, 값마다. 값이 여럿인 공고는 각각에 센다(중복 집계). 읽은 공고가 30건 미만인
    값은 비율을 내지 않는다.
    """
    entry = found.index.facets[key]
    read = _per_option(found, np.flatnonzero(read_among(found, demand)), key)
    table = pd.DataFrame({"option": [option.label for option in entry.options], "read": read})
    for value in named(found, demand, [LICENCE])["value"].head(most):
        rows = rows_naming(found, demand, value)
        table[value] = np.divide(_per_option(found, rows, key), read, out=np.zeros(len(read)), where=read > 0)
    return table[table["read"] > 0].reset_index(drop=True)


def against_mix(found: Found, demand: Demand, licence: str | None) -> pd.DataFrame:
    """Per region: `option`, `read` (postings, a posting of several regions in parts), `share` of them that names the
    licence (any, where None), and `expected`, the share if every field named it as often there as everywhere (0–1).

    **분야 구성으로 본 기대** = 근무지마다, 그곳 공고의 채용분야 구성에 전체에서 잰 분야별 비율을 곱한 값. 실제 비율이 기대보다 높으면 그곳의 분야가 달라서가 아니라 같은
    분야에서도 더 많이 적은 것이다. 분야와 근무지가 여럿인 공고는 균등 배분한다. 읽은 공고가 30건 미만인 곳은 비율을 내지 않는다.
    """
    rows = np.flatnonzero(read_among(found, demand))
    names = _flags(found, rows_naming(found, demand, licence))[rows].astype(np.float64)
    fields, regions = (_parts(found, rows, key) for key in ("ncs", "region"))
    of_field = _ratio(names @ fields, fields.sum(axis=0))
    read = regions.sum(axis=0)
    table = pd.DataFrame(
        {
            "option": [option.label for option in found.index.facets["region"].options],
            "read": read,
            "share": _ratio(names @ regions, read),
            "expected": _ratio((fields @ of_field) @ regions, read),
        }
    )
    return table[table["read"] > 0].reset_index(drop=True)


def _parts(found: Found, rows: Rows, key: str) -> Numbers:
    """Of each row, its part in each option of a facet; the parts of a row make one."""
    entry = found.index.facets[key]
    parts: Numbers = entry.members / np.maximum(entry.members.sum(axis=1, keepdims=True), 1)
    return parts[entry.combination[rows]]


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)


def written_of(index: PostingIndex, sections: pa.Table) -> Written:
    """`sections`: posting_id, section, words."""
    item, items = _numbered(sections["section"], sections["words"])
    row = _rows_of(index, sections["posting_id"].to_numpy())
    most = max(len(items), 1)
    keys = np.unique(row[row >= 0] * most + item[row >= 0])
    return Written(items, keys // most, keys % most)


def described(found: Found, written: Written) -> Rows:
    """The rows of the found postings of which a job description was read."""
    rows: Rows = np.unique(written.row[unpack(found.mask, found.index.rows)[written.row]])
    return rows


def items_of(found: Found, written: Written, section: str) -> pd.DataFrame:
    """What the job descriptions of the found postings write in one section: `words`, `postings`, the most frequent first.

    **적힌 그대로** = 직무기술서의 필요지식, 필요기술, 직무수행태도 등에 적힌 항목을 적힌 말 그대로 센 것. 뜻이 같아도 다르게 적으면 따로 세고, 한 공고에서는 한 번만
    센다. 직무기술서를 글로 읽은 공고에서만 센다.
    """
    inside = unpack(found.mask, found.index.rows)[written.row]
    counts = np.bincount(written.item[inside], minlength=len(written.items))
    rows = [
        (words, count) for (own, words), count in zip(written.items, counts.tolist(), strict=True) if own == section
    ]
    table = pd.DataFrame(rows, columns=["words", "postings"])
    return table[table["postings"] > 0].sort_values(["postings", "words"], ascending=[False, True], ignore_index=True)


def rows_writing(found: Found, written: Written, section: str, words: str) -> Rows:
    """The rows of the found postings whose job descriptions write these words in the section."""
    inside = unpack(found.mask, found.index.rows)[written.row]
    number = next((n for n, item in enumerate(written.items) if item == (section, words)), -1)
    rows: Rows = written.row[inside & (written.item == number)]
    return rows


def by_year(found: History, demand: Demand, licence: str = "") -> pd.DataFrame:
    """Per start year read whole, this one up to today: `year`, `postings`, `read`, `required`, `preferred` (postings
    read that name the licence, or any), and `read_share`, `required_share`, `preferred_share` (0–1).

    **연도별 요구** = 자격을 필수로(우대로) 적은 공고 ÷ 읽은 공고, 시작 연도별. 다 받은 해만 내고 올해는 오늘까지다. 글을 읽은 비율이 연도에 따라 다르면 비율의 변화도
    그 때문일 수 있어 함께 적는다.
    """
    years = 1970 + found.index.month // 12
    own = years[found.rows]
    if not len(own):
        return pd.DataFrame({name: np.zeros(0) for name in (*_YEARLY, *_YEARLY_SHARES)})
    first, last = int(own.min()), int(own.max())
    rows = {"postings": found.rows, "read": np.flatnonzero(read_among(found, demand))}
    rows |= {need: rows_naming(found, demand, licence or None, need) for need in NEEDS[:2]}
    counts = {name: np.bincount(years[each] - first, minlength=last - first + 1) for name, each in rows.items()}
    table = pd.DataFrame({"year": np.arange(first, last + 1), **counts})[found.years_read(first, last)]
    read = table["read"].where(table["read"] > 0)
    shares = (
        table["read"] / table["postings"].where(table["postings"] > 0),
        table["required"] / read,
        table["preferred"] / read,
    )
    return table.assign(**dict(zip(_YEARLY_SHARES, shares, strict=True))).reset_index(drop=True)


_YEARLY = ("year", "postings", "read", "required", "preferred")
_YEARLY_SHARES = ("read_share", "required_share", "preferred_share")


def rows_naming(found: Found, demand: Demand, licence: str | None, need: str = "") -> Rows:
    """The rows of the postings read that name the licence, or any; with `need`, as that; else as required or preferred."""
    places = demand.entries(found, demand.numbers_of([LICENCE], licence))
    needs = demand.need[places]
    rows: Rows = np.unique(demand.row[places[needs == NEEDS.index(need) if need else needs < NEEDS.index("stated")]])
    return rows


def naming_by(found: Found, demand: Demand, licence: str, key: str) -> pd.DataFrame:
    """Where or who names the licence, required or preferred: `code`, `option` and `postings` of facet `key`, most first.

    **한 자격의 공고** = 그 자격을 필수나 우대로 적은 공고. 근무지, 기관, 분야가 여럿이면 각각에 센다. 정규직 비율은 고용형태에 정규직이 든 공고의 비율이고, 함께
    적힌 자격은 같은 공고에 적힌 다른 자격이다. 같은 모집 분야의 것이라는 뜻은 아니다.
    """
    options = found.index.facets[key].options
    postings = _per_option(found, rows_naming(found, demand, licence), key).astype(np.int64)
    table = pd.DataFrame(
        {"code": [o.code for o in options], "option": [o.label for o in options], "postings": postings}
    )
    return table[table["postings"] > 0].sort_values("postings", ascending=False, kind="stable", ignore_index=True)


def regular_share(found: Found, rows: Rows) -> float:
    """Which share (0–1) of these postings names regular posts; NaN without any."""
    return float(_is_regular(found.index)[rows].mean()) if len(rows) else float("nan")


def together(found: Found, demand: Demand, licence: str) -> pd.DataFrame:
    """Other licences named by the postings that name this one, required or preferred: `value`, `postings`, most first."""
    rows = rows_naming(found, demand, licence)
    places = demand.entries(found, [n for n in demand.numbers_of([LICENCE]) if demand.terms[n][1] != licence])
    own = places[np.isin(demand.row[places], rows) & demand.is_first[places] & (demand.need[places] < 2)]
    counts = np.bincount(demand.term[own], minlength=len(demand.terms))
    table = pd.DataFrame({"value": [value for _kind, value in demand.terms], "postings": counts})
    return table[counts > 0].sort_values(["postings", "value"], ascending=[False, True], ignore_index=True)


def planner(found: History, demand: Demand, written: Written | None) -> pd.DataFrame:
    """NCS field × region × start year read whole: `year`, `ncs`, `region`, `postings`, `headcount`, `read`, `required`,
    `preferred`, `language` (postings read that name a licence as required, as preferred, or a language score),
    `regular` (postings that name regular posts), `regular_share` (0–1), and what most of its postings name, with how
    many: `licences`, and of job descriptions `knowledge` and `skills`.

    **과정 개발용 표** = 채용분야(NCS) × 근무지 × 시작 연도마다 공고, 모집인원, 읽은 공고, 자격을 필수·우대로 적은 공고, 어학 점수를 적은 공고, 정규직 공고와 그 비율, 많이
    적힌 자격·지식·기술 셋씩. 분야나 근무지가 여럿인 공고는 각 칸에 한 번씩 들어가므로 칸을 더하면 전체보다 크다. 다 받은 해만 내고 올해는 오늘까지다.
    """
    cells = _cells(found)
    read = read_among(found, demand)
    language = demand.row[demand.entries(found, demand.numbers_of(["language_score"]))]
    flags = {
        "postings": np.ones(found.index.rows, bool),
        "read": read,
        "required": _flags(found, rows_naming(found, demand, None, "required")),
        "preferred": _flags(found, rows_naming(found, demand, None, "preferred")),
        "language": _flags(found, language),
        "regular": _is_regular(found.index),
    }
    for name, flag in flags.items():
        cells[name] = flag[cells["row"].to_numpy()].astype(np.int64)
    cells["headcount"] = found.index.headcount[cells["row"].to_numpy()].astype(np.int64)
    places = ["year", "ncs", "region"]
    table = cells.groupby(places)[[*flags, "headcount"]].sum()
    table["regular_share"] = table["regular"] / table["postings"]
    pairs = {"licences": _licences_named(found, demand)}
    pairs |= {section: _items_written(written, section) for section in ("knowledge", "skills")}
    for name, named_by in pairs.items():
        table[name] = _most_named(cells[["row", *places]], named_by)
    return _labelled(found, table.fillna(dict.fromkeys(pairs, "")).reset_index())


def _cells(found: History) -> pd.DataFrame:
    """One row for each posting, field and region: `row`, `year`, `ncs`, `region` (places of options)."""
    years = 1970 + found.index.month[found.rows] // 12
    table = pd.DataFrame({"row": found.rows, "year": years})
    if len(table):
        first, last = int(years.min()), int(years.max())
        table = table[found.years_read(first, last)[years - first]]
    for key in ("ncs", "region"):
        entry = found.index.facets[key]
        combination, option = np.nonzero(entry.members)
        pairs = pd.DataFrame({"combination": combination, key: option})
        table = table.assign(combination=entry.combination[table["row"].to_numpy()]).merge(pairs, on="combination")
        table = table.drop(columns="combination")
    return table


def _licences_named(found: Found, demand: Demand) -> pd.DataFrame:
    """One row for each posting read and licence it names: `row`, `name`."""
    places = demand.entries(found, demand.numbers_of([LICENCE]))
    places = places[demand.is_first[places] & (demand.need[places] < 2)]
    names = pd.Series([demand.terms[number][1] for number in demand.term[places]], dtype="str")
    return pd.DataFrame({"row": demand.row[places], "name": names})


def _items_written(written: Written | None, section: str) -> pd.DataFrame:
    if written is None:
        return pd.DataFrame({"row": np.zeros(0, np.intp), "name": pd.Series([], dtype="str")})
    is_wanted = np.array([own == section for own, _words in written.items], bool)[written.item]
    names = pd.Series([written.items[number][1] for number in written.item[is_wanted]], dtype="str")
    return pd.DataFrame({"row": written.row[is_wanted], "name": names})


def _most_named(cells: pd.DataFrame, named_by: pd.DataFrame) -> pd.Series:
    """What is named by most postings of each cell, as words: "전기기사 12, 소방설비기사 3"."""
    keys = ["year", "ncs", "region"]
    counts = cells.merge(named_by, on="row").groupby([*keys, "name"]).size().rename("n").reset_index()
    counts = counts.sort_values(["n", "name"], ascending=[False, True]).groupby(keys).head(MOST_NAMED)
    words = counts["name"] + " " + counts["n"].astype(str)
    return words.groupby([counts[key] for key in keys]).agg(", ".join).astype("str")


def _labelled(found: Found, table: pd.DataFrame) -> pd.DataFrame:
    for key in ("ncs", "region"):
        labels = [option.label for option in found.index.options[key]]
        table[key] = [labels[place] for place in table[key]]
    return table


def _per_option(found: Found, rows: Rows, key: str) -> Numbers:
    entry = found.index.facets[key]
    counts: Numbers = np.bincount(entry.combination[rows], minlength=len(entry.members)) @ entry.members
    return counts


def _is_regular(index: PostingIndex) -> NDArray[np.bool_]:
    """Of every row whether it names regular posts."""
    entry = index.facets["hire"]
    return np.asarray(entry.share_of(frozenset([REGULAR])) > 0)[entry.combination]


def _numbered(kind: pa.ChunkedArray, value: pa.ChunkedArray) -> tuple[Rows, tuple[tuple[str, str], ...]]:
    """A number for each pair of kind and value, and the pair of each number."""
    kinds, values = (column.combine_chunks().dictionary_encode() for column in (kind, value))
    most = max(len(values.dictionary), 1)
    pairs, number = np.unique(
        kinds.indices.to_numpy().astype(np.intp) * most + values.indices.to_numpy(), return_inverse=True
    )
    names = kinds.dictionary.to_pylist(), values.dictionary.to_pylist()
    return number.astype(np.intp), tuple((names[0][pair // most], names[1][pair % most]) for pair in pairs.tolist())


def _flags(found: Found, rows: Rows) -> NDArray[np.bool_]:
    flags = np.zeros(found.index.rows, bool)
    flags[rows] = True
    return flags


def _rows_of(index: PostingIndex, numbers: NDArray[np.int64]) -> Rows:
    """The rows of posting numbers, -1 for a posting that is not there."""
    places: Rows = pd.Index(index.posting_ids).get_indexer(pd.Index(numbers)).astype(np.intp)
    return places


def _marked(index: PostingIndex, numbers: pa.Array) -> NDArray[np.bool_]:
    is_marked = np.zeros(index.rows, bool)
    rows = _rows_of(index, numbers.to_numpy(zero_copy_only=False).astype(np.int64))
    is_marked[rows[rows >= 0]] = True
    return is_marked


def _persons(index: PostingIndex, facts: pa.Table, roles: pa.Table, named: Rows, most: int, pairs: Rows) -> Numbers:
    """For each of `pairs` (row × `most` + term), the persons hired into the roles that name the term; those of the whole
    posting where that is not told by role, NaN where neither is told. `named`: the pair of each fact."""
    role = pd.to_numeric(facts["role_no"].to_pandas()).fillna(0).astype(np.int64)
    table = pd.DataFrame({"pair": named, "posting_id": facts["posting_id"].to_numpy(), "role_no": role})
    table = table[table["pair"] >= 0].drop_duplicates()
    told = roles.group_by(["posting_id", "role_no"]).aggregate([("headcount", "max")]).to_pandas()
    told = told.astype({"posting_id": np.int64, "role_no": np.int64})
    table = table.merge(told, how="left", on=["posting_id", "role_no"])
    by_pair = table.groupby("pair")["headcount_max"]
    is_told = by_pair.count() == by_pair.size()
    sums = by_pair.sum().where(is_told).reindex(pairs).to_numpy(float)
    row = pairs // most
    whole = np.where(index.has_headcount[row], index.headcount[row], np.nan)
    persons: Numbers = np.where(np.isnan(sums), whole, sums)
    return persons


def _files(index: PostingIndex, documents: pa.Table) -> NDArray[np.int32]:
    """What became of each posting's files."""
    known = documents.filter(pc.is_valid(documents["posting_id"]))
    status = pc.fill_null(pc.index_in(known["status"], pa.array(FILES)), FILES.index("other")).to_numpy()
    rows = _rows_of(index, known["posting_id"].to_numpy().astype(np.int64))
    counts = np.zeros((index.rows, len(FILES)), np.int32)
    np.add.at(counts, (rows[rows >= 0], status[rows >= 0]), 1)
    return counts
