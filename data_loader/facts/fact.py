"""What a fact is. A change to any rule, gazetteer or spelling of a value raises RULES_VERSION."""

from dataclasses import dataclass
from typing import Literal

RULES_VERSION = 1

Kind = Literal[
    "licence",
    "education",
    "career_months",
    "age",
    "language_score",
    "military",
    "disability",
    "veteran",
    "regional_talent",
    "other_group",
    "pay",
    "hours",
    "shift",
    "contract_term",
    "jd_section",
]
# `stated` asks for nothing: 학력무관, the pay, the hours. `excluded`: who has it may not apply.
Need = Literal["required", "preferred", "stated", "excluded"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a passage. text[start:end] states it; without those words it is not there.

    `value` by kind: licence a name (`정보처리기사`, `컴퓨터활용능력2급`, `기사(분야)` where any of the field will do);
    education none, high, assoc, bachelor, master or doctor, at least; career_months a number at least, or none; age
    `15-34`, `-59`, `50-`, both ends meant, or none; language_score test and score; military done or notevaded;
    disability and veteran yes; pay won, or a range; hours `8/일`, `40/주`, `09:00-18:00`; contract_term `12m` or two
    dates; jd_section the section's name.

    Requirements of one `group` are alternatives: whoever meets every fact of one `option` meets the group; a fact
    without a group has to be met. `is_open`: the group has further ways that no rule reads (그 밖에 인정되는 자), so that
    who meets none of its options may still apply. `role`: the name of the role (모집 분야) it belongs to, None for all of them.
    """

    kind: Kind
    value: str
    need: Need
    start: int
    end: int
    rule_id: str
    group: int | None = None
    option: int | None = None
    is_open: bool = False
    role: str | None = None
