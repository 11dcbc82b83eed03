"""The filters a reader can combine, one line each. `key` is the name in the URL, in the code and in the widget."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.languages import N_, _
from data_loader import codes

UNSTATED = "unstated"
UNSTATED_LABEL = N_("미기재")

STATUSES = {
    "open": codes.Code("open", N_("접수 중"), "open"),
    "upcoming": codes.Code("upcoming", N_("접수 예정"), "upcoming"),
    "closed": codes.Code("closed", N_("마감"), "closed"),
    # Gone from the list before its deadline.
    "withdrawn": codes.Code("withdrawn", N_("내려감"), "withdrawn"),
}
REPLACEMENT = {
    "yes": codes.Code("yes", N_("대체인력"), "yes"),
    "no": codes.Code("no", N_("대체인력 아님"), "no"),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter over one column. `table` orders and names its options; others are found in the data."""

    key: str
    name: str
    column: str
    table: Mapping[str, codes.Code] = field(default_factory=dict)
    by_institution: bool = False

    @property
    def label(self) -> str:
        """Its name in the language spoken."""
        return _(self.name)


FACETS = (
    Facet("status", N_("상태"), "status", STATUSES),
    Facet("region", N_("근무지"), "comparable_regions", codes.COMPARABLE_REGIONS),
    Facet("hire", N_("고용형태"), "hire_types", codes.HIRE_TYPES),
    Facet("ncs", N_("채용분야(NCS)"), "ncs_fields", codes.NCS_FIELDS),
    Facet("type", N_("기관유형"), "institution_type", codes.INSTITUTION_TYPES, by_institution=True),
    Facet("institution", N_("기관"), "institution_code", by_institution=True),
    Facet("career", N_("채용구분"), "career_level", codes.CAREER_LEVELS),
    Facet("education", N_("학력"), "education_levels", codes.EDUCATION_LEVELS),
    Facet("ministry", N_("주무부처"), "supervising_ministry", by_institution=True),
    Facet("class", N_("기관분류"), "institution_class", codes.INSTITUTION_CLASSES, by_institution=True),
    Facet("preference", N_("우대 대상"), "preference_groups", codes.PREFERENCE_GROUPS),
    Facet("replacement", N_("대체인력"), "is_replacement", REPLACEMENT),
)
FACET = {facet.key: facet for facet in FACETS}
# Not a filter of its own: the 17 regions as they were published, for breakdowns before the merger of 2026.
OLD_REGIONS = Facet("old_region", N_("근무지(옛 17개 시도)"), "work_regions", codes.WORK_REGIONS)
