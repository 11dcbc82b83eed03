"""What a question means: the page that answers it, in the words of an address, and what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from dashboard.ask.lexicon import load_lexicon
from dashboard.ask.meaning import Meaning, Piece
from dashboard.ask.segmenting import pieces_of
from dashboard.search.letters import fold_word
from dashboard.selection.facets import FACET
from dashboard.selection.selection import RANGE_PARAMS
from data_loader.codes import CAPITAL_AREA, COMPARABLE_REGIONS

KEPT_READINGS = 256
MOST_COMPARED = 5
GUIDE = {"view": "guide"}
# Which page answers where several are named; the first wins.
PAGES = (
    "data", "competition", "family", "pay", "places", "skills", "facilities", "match", "trends", "institutions", "postings",
)  # fmt: skip
POSTINGS_FILTERS = frozenset({*FACET, *RANGE_PARAMS})
# The filters each page can follow.
FOLLOWS: dict[str, frozenset[str]] = {
    "pay": frozenset({"type", "ministry", "class", "institution"}),
    "family": frozenset({"type", "ministry", "class", "institution", "region"}),
    "facilities": frozenset({"region", "kind", "fee", "open", "place", "reserve", "field", "stage", "service"}),
    "institutions": frozenset(),
    "data": frozenset(),
}
PROFILE = {
    "pay": "pay", "family": "work", "competition": "competition", "trends": "people", "postings": "postings", "facilities": "",
}  # fmt: skip
RANKED = {"family": "leave_rate", "welfare": "welfare_regular", "finances": "income", "head": "head_pay"}
LICENCES = Meaning("view", "skills", (("view", "licences"),))
# Whose pay is told apart, and by which measure.
PAID = (
    ("hire", ("indefinite",), "indefinite"), ("hire", ("regular",), ""), ("career", ("entry", "either"), "starting"),
)  # fmt: skip
JOINING = frozenset({"과", "와", "랑", "이랑", "하고", "이나", "및", "또는", "혹은", "도"})
SHOWN = frozenset({"view", "sort", "measure", "by", "map", "count", "change", "indicator", "year", "x", "y"})


@dataclass(frozen=True, slots=True)
class Reading:
    """`filters`: values by key, those of a facet as a tuple; `view`: what an address says of how things are shown.

    `unknown`: the words not understood, or that no view can follow. `others`: institutions that may be meant as well.
    `merged`: names of regions that can no longer be told apart.
    """

    page: str
    filters: dict[str, tuple[str, ...] | str] = field(default_factory=dict)
    institutions: tuple[str, ...] = ()
    view: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = field(default=(), compare=False)

    @property
    def is_understood(self) -> bool:
        return not (self.page == "data" and self.view == GUIDE and self.unknown)

    def params(self) -> dict[str, str]:
        """As the address of the page has them."""
        params = {key: ",".join(value) if isinstance(value, tuple) else value for key, value in self.filters.items()}
        if self.institutions:
            several = "compare" if len(self.institutions) > 1 else "code"
            params[several if self.page == "institutions" else "institution"] = ",".join(self.institutions)
        return params | self.view


@lru_cache(KEPT_READINGS)
def read(text: str, today: date) -> Reading:
    """Any text at all can be read."""
    return _Reader(text, pieces_of(text, today)).reading()


class _Reader:
    """Gathers what the pieces say, then decides."""

    def __init__(self, text: str, pieces: Sequence[Piece]) -> None:
        self.text = " ".join(text.split())[:100]
        self.pieces = pieces
        self.unread: list[tuple[int, str]] = []
        self.chosen: dict[str, list[str]] = {}
        self.texts: list[str] = []
        self.spans: list[dict[str, str]] = []
        self.bounds: dict[str, str] = {}
        self.views: list[Meaning] = []
        self.leans: list[str] = []
        self.institutions: list[str] = []
        self.others: list[str] = []
        self.merged: list[str] = []
        # Filters that a view says by itself.
        self.heeded: set[str] = set()
        self._gather()

    def _gather(self) -> None:
        negated = _negated(self.pieces)
        for number, piece in enumerate(self.pieces):
            meaning = piece.meaning
            if number in negated:
                continue
            match meaning.kind:
                case "unread":
                    self.unread.append((number, piece.words))
                case "filter" | "text":
                    self._choose(meaning)
                case "licence":
                    self.texts.append(piece.words)
                case "period":
                    self.spans.append(dict(meaning.params))
                    if meaning.page:
                        self.leans.append(meaning.page)
                case "closing":
                    self.views.append(meaning)
                    self.unread.append((number, _beginning(piece.words, meaning.words)))
                case "figure":
                    self._figure(number, meaning)
                case "view":
                    self.views.append(meaning)
                case "lean":
                    self.leans.append(meaning.page)
                case "institution":
                    self._name(meaning)
        for number in sorted(negated):
            self._drop(self.pieces[number].meaning)

    def _choose(self, meaning: Meaning) -> None:
        for key, value in meaning.params:
            if key == "q":
                self.texts.append(value)
            else:
                self.chosen.setdefault(key, []).extend(value.split(","))
        if meaning.words:
            self.merged.append(meaning.words)

    def _figure(self, number: int, meaning: Meaning) -> None:
        for key, value in meaning.params:
            if key in ("min", "max"):
                self.bounds[key] = value
            else:
                self.chosen.setdefault(key, []).extend(value.split(","))
        if meaning.words:
            self.unread.append((number, self.pieces[number].words.removeprefix("경력").strip()))
        if meaning.page == "pay":
            self.views.append(Meaning("view", "pay"))
            self.leans.append("most")
        elif meaning.page == "notices":
            self.views.append(Meaning("view", "trends", (("view", "notices"),)))

    def _name(self, meaning: Meaning) -> None:
        if meaning.page == "all":
            self.institutions += meaning.codes
        else:
            self.institutions += meaning.codes[:1]
            self.others += meaning.codes[1:]

    def _drop(self, meaning: Meaning) -> None:
        """What is not wanted: taken off what is, else everything but it is."""
        if meaning.kind == "institution":
            self.institutions = [code for code in self.institutions if code not in meaning.codes]
            return
        for key, value in meaning.params:
            unwanted = set(value.split(","))
            if key == "q":
                self.texts += [f"-{value}"]
            elif key in FACET and FACET[key].table:
                known = [
                    entry.slug for code, entry in FACET[key].table.items() if code not in ("R3030", "INTERN-UNKNOWN")
                ]
                wanted = self.chosen.get(key) or known
                self.chosen[key] = [slug for slug in wanted if slug not in unwanted]

    def reading(self) -> Reading:
        if not self._says_something():
            return Reading("data", view=dict(GUIDE), unknown=(self.text,) if self.text else (), pieces=(*self.pieces,))
        page, view = self._page_and_view()
        filters = self._filters()
        page, view, filters, left_out = self._fitted(page, view, filters)
        institutions = tuple(sorted(dict.fromkeys(self.institutions)))
        unknown = (*self._unknown(), *left_out)
        return Reading(
            page,
            filters,
            institutions,
            view,
            tuple(dict.fromkeys(unknown)),
            tuple(dict.fromkeys(self.others)),
            tuple(dict.fromkeys(self.merged)),
            (*self.pieces,),
        )

    def _says_something(self) -> bool:
        if self.chosen or self.texts or self.views or self.institutions or self.bounds or self.spans:
            return True
        leans = {*self.leans} - {"wanted", "most", "least", "compare"}
        if not leans:
            return self._mentions_hiring() and len(self.unread) < len(self.pieces)
        return (
            not self.unread or bool(leans & {"postings", "trends", "overview", "download"}) or self._mentions_hiring()
        )

    def _mentions_hiring(self) -> bool:
        return any(piece.words.startswith(("채용", "공고", "모집")) for piece in self.pieces)

    def _unknown(self) -> list[str]:
        """Words not understood, those that stand together as one."""
        numbers = dict(self.unread)
        words, together = [], ""
        for number, piece in enumerate(self.pieces):
            if number in numbers and piece.meaning.kind == "unread":
                together = f"{together} {numbers[number]}".strip()
            else:
                words += [together] if together else []
                together = ""
                if number in numbers:
                    words.append(numbers[number])
        return [*words, together] if together else words

    def _filters(self) -> dict[str, tuple[str, ...] | str]:
        filters: dict[str, tuple[str, ...] | str] = {
            key: tuple(sorted(dict.fromkeys(values))) for key, values in self.chosen.items() if values
        }
        if self.spans:
            firsts = [span.get("from", "") for span in self.spans]
            lasts = [span.get("to", "") for span in self.spans]
            first, last = ("" if "" in firsts and len(self.spans) == 1 else min(filter(None, firsts), default="")), ""
            last = max(filter(None, lasts), default="") if all(lasts) or not all(firsts) else ""
            filters |= {key: day for key, day in (("from", first), ("to", last)) if day}
        filters |= self.bounds
        if self.texts:
            filters["q"] = " ".join(dict.fromkeys(self.texts))
        return filters

    # Which page

    def _page_and_view(self) -> tuple[str, dict[str, str]]:
        if self.texts:
            self.views = [meaning for meaning in self.views if meaning != LICENCES]
        page = next((name for name in PAGES if any(meaning.page == name for meaning in self.views)), "")
        view = {}
        for meaning in self.views:
            for key, value in meaning.params:
                if key not in SHOWN:
                    self.chosen.setdefault(key, []).extend(value.split(","))
                elif meaning.page == page and (key != "view" or value != "level" or len(self.views) == 1):
                    view[key] = value
        if page == "facilities" and not any(key in self.chosen for key in ("kind",)) and self.leans.count("postings"):
            page, view = "", {}
        if not page or page == "postings":
            return self._page_by_leaning(view)
        return page, self._leaning_view(page, view)

    def _page_by_leaning(self, view: dict[str, str]) -> tuple[str, dict[str, str]]:
        leans = {*self.leans}
        is_capital = {COMPARABLE_REGIONS[code].slug for code in CAPITAL_AREA} == {*self.chosen.get("region", ())}
        if (
            leans <= {"download"}
            and not (self.chosen or self.texts or self.institutions or self.spans or view or self.bounds)
            and leans
        ):
            return "data", {"view": "dictionary"}
        if "share" in leans:
            if is_capital:
                del self.chosen["region"]
            return "places", {"view": "capital"}
        if (
            len(self.institutions) > 1
            and not self.chosen
            and not self.spans
            and not view
            and not leans & {"trends", "postings"}
        ):
            return "institutions", {}
        if "most" in leans and "actual" in leans and not view:
            return "family", {"view": "ranking", "indicator": "hires"}
        if view:
            return "postings", view
        if "trends" in leans or (self.spans and "compare" in leans):
            return "trends", {"view": "years"} if "compare" in leans and len(self.spans) > 1 else {}
        if "actual" in leans and not self.texts:
            return "trends", {"view": "hired"}
        if self.institutions and not self.chosen and not self.texts and not self.bounds:
            if self.spans:
                return "trends", {}
            return ("postings", {}) if "postings" in leans and self._wants_postings() else ("institutions", {})
        if (
            "compare" in leans
            and len(self.chosen.get("region", ())) > 1
            and {*self.chosen} == {"region"}
            and not self.texts
        ):
            return "places", {}
        if "overview" in leans and not self.texts:
            return "overview", {}
        if not self.chosen and not self.texts and not self.bounds and self.spans and "postings" not in leans:
            return "trends", {}
        return "postings", {}

    def _wants_postings(self) -> bool:
        return not self._unread_words()

    def _unread_words(self) -> list[str]:
        return [words for _number, words in self.unread]

    def _leaning_view(self, page: str, view: dict[str, str]) -> dict[str, str]:
        """The view of a page that the other words lean to."""
        leans, pages = {*self.leans}, {meaning.page for meaning in self.views}
        if page == "competition":
            return self._competition_view(view, leans, pages)
        if page == "pay":
            return self._pay_view(view, leans, pages)
        if page == "family" and leans & {"most", "least"} and view.get("view") in RANKED:
            indicator = view.get("indicator", RANKED[view["view"]])
            return {"view": "ranking", "indicator": indicator}
        if page == "trends" and "places" in pages and not view:
            return {"by": "region"}
        return view

    def _competition_view(self, view: dict[str, str], leans: set[str], pages: set[str]) -> dict[str, str]:
        if view:
            return view
        if "pay" in pages:
            return {"view": "pay"}
        if "places" in pages:
            return {"by": "region"}
        if "least" in leans:
            return {"view": "list", "sort": "low"}
        if "trends" in leans:
            return {"by": "year"}
        return {"by": "institution"} if "most" in leans and not self.institutions else {}

    def _pay_view(self, view: dict[str, str], leans: set[str], pages: set[str]) -> dict[str, str]:
        for key, values, measure in PAID:
            if {*self.chosen.get(key, ())} == {*values}:
                del self.chosen[key]
                self.heeded.add(key)
                view = ({"measure": measure} if measure else {}) | view
        chosen = view.get("view", "")
        if not chosen and "places" in pages:
            return view | {"view": "groups"}
        if not chosen and "trends" in leans:
            return view | {"view": "change"}
        if chosen in ("", "level") and leans & {"most", "least"}:
            return view | {"view": "ranking"}
        if not chosen and not view:
            return {"view": "level"}
        return view

    # What a page can follow

    def _fitted(
        self, page: str, view: dict[str, str], filters: dict[str, tuple[str, ...] | str]
    ) -> tuple[str, dict[str, str], dict[str, tuple[str, ...] | str], list[str]]:
        """The profile where one institution is meant; the disclosed figures where hires are; without what does not apply."""
        if self.institutions and page in PROFILE and page != "postings":
            kept = {*filters} - {"from", "to"}
            about_postings = page == "trends" and view.get("view") != "hired" and view.get("view") != "staff"
            if (
                not about_postings
                and not (kept & POSTINGS_FILTERS - {"career", "hire"})
                and len(self.institutions) <= MOST_COMPARED
            ):
                view = {"view": PROFILE[page]} if PROFILE[page] and len(self.institutions) == 1 else {}
                page = "institutions"
                return page, view, {}, []
        if page == "trends" and view == {"view": "staff"} and {*self.leans} & {"most", "least"} and not filters:
            return "family", {"view": "ranking", "indicator": "staff"}, {}, []
        if page == "trends" and self._is_about_hires(view, filters):
            return page, {"view": "hired"}, {}, []
        if page in ("pay", "family") and "to" in filters and filters.get("from", "")[:4] == filters["to"][:4]:
            # Only pay lets a year be chosen.
            view = view | ({"year": str(filters["to"][:4])} if page == "pay" else {})
        follows = FOLLOWS.get(page, POSTINGS_FILTERS)
        left_out = [
            piece.words
            for piece in self.pieces
            if piece.meaning.kind in ("filter", "text", "licence")
            and not {key for key, _value in piece.meaning.params} & (follows | self.heeded)
            and page != "data"
        ]
        filters = {key: value for key, value in filters.items() if key in follows}
        return page, view, filters, left_out

    def _is_about_hires(self, view: dict[str, str], filters: dict[str, tuple[str, ...] | str]) -> bool:
        """Hires are disclosed by year and for some groups: where nothing else is chosen they answer."""
        groups = load_lexicon()["groups"]["hired"]
        chosen = {f"{key}={','.join(value)}" for key, value in filters.items() if isinstance(value, tuple)}
        known = {_sorted(group) for group in groups}
        names_others = {*filters} - {"from", "to"} - {group.partition("=")[0] for group in known}
        is_group = bool(chosen) and chosen <= known
        if view.get("view") == "hired":
            if chosen <= known | {"hire=regular"}:
                return not {*filters} - {"from", "to", "hire", "preference", "education", "career"}
            return not names_others and (is_group or not chosen)
        return (
            not view
            and is_group
            and not names_others
            and bool({*self.leans} & {"trends", "actual"})
            and "share" not in self.leans
        )


def _beginning(written: str, letters: str) -> str:
    """As much of what was written as holds these letters."""
    for end in range(1, len(written) + 1):
        if fold_word(written[:end]).endswith(letters):
            return written[written.index(letters[0]) : end]
    return letters


def _sorted(group: str) -> str:
    key, _, values = group.partition("=")
    return f"{key}={','.join(sorted(values.split(',')))}"


def _negated(pieces: Sequence[Piece]) -> set[int]:
    """The numbers of the pieces before a negation that speak of the same thing as the last of them."""
    negated: set[int] = set()
    for number, piece in enumerate(pieces):
        if piece.meaning.kind != "negation":
            continue
        key, is_joined = "", True
        for before in range(number - 1, -1, -1):
            meaning = pieces[before].meaning
            if meaning.kind in ("particle", "generic"):
                is_joined = is_joined or pieces[before].words in JOINING
                continue
            own = (
                meaning.kind
                if meaning.kind in ("institution", "text")
                else "".join(name for name, _ in meaning.params[:1])
            )
            if meaning.kind not in ("filter", "institution", "text") or (key and own != key) or not is_joined:
                break
            # Places are listed one after the other; of two other things without a word between only the last is meant.
            key, is_joined = own, own == "region"
            negated.add(before)
    return negated
