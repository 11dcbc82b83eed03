"""What a reader looked at when taking something away: enough to name it, to cite it and to open it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlencode

from dashboard.languages import KOREAN, N_, _, speaking, spoken
from dashboard.words import told
from data_loader.snapshot import Origin

PROJECT = N_("공공채용 한눈에")
PROJECT_IN_ENGLISH = "Korea Public Jobs"

Subject = Literal["postings", "disclosures", "offers"]

ABOUT_ANY = (
    N_("값은 기관이 적은 그대로이며 나중에 고쳐질 수 있습니다. 인용할 때는 출처와 기준일을 함께 적어 주세요."),
    N_("빈칸은 적혀 있지 않다는 뜻이고 0이 아닙니다."),
)
ABOUT_POSTINGS = (
    N_("모집인원은 공고에 적은 계획이며 실제로 뽑은 수가 아닙니다. 0과 99는 정하지 않았다는 뜻으로도 쓰입니다."),
    N_("공고 하나에 근무지·채용분야·고용형태·학력이 여럿일 수 있습니다. 값마다 세어 더하면 전체보다 많아집니다."),
    N_(
        "균등 배분은 값이 k개인 공고를 각 값에 1/k씩, 중복 집계는 값마다 한 번씩, 하나만 적은 공고는 값이 하나뿐인 공고만 셉니다."
    ),
    N_("광주와 전남은 2026년 7월 전남광주가 되었습니다. 때를 비교할 때는 둘을 묶은 16개 시도를 씁니다."),
    N_("채용분야(NCS)는 기관이 고른 것이라 하는 일보다 넓게 적혀 있기도 합니다."),
    N_("접수 중인지는 기준일의 날짜로 다시 셉니다. 마감일 전에 목록에서 사라진 공고는 내려감으로 따로 셉니다."),
    N_(
        "공고 기간이 1년을 넘는 공고는 표시하고 기간을 비웁니다. 기관유형·분류·주무부처는 지금 명단의 값이며 예전 기관은 비어 있습니다."
    ),
)
ABOUT_DISCLOSURES = (
    N_("결산과 올해의 예산·연중 집계는 서로 비교할 수 없습니다."),
    N_("보수의 0은 미공시로 보아 비우고, 상시 종업원이 다섯 명 미만인 평균은 가립니다."),
    N_("신규채용은 실제로 뽑은 수(소수 가능)이고 공고의 모집인원과 대상과 시기가 다릅니다."),
    N_("보수의 차이는 직급, 직종, 근속의 차이를 고르지 않은 값입니다."),
    N_("육아휴직과 유연근무는 쓴 사람의 수이고 쓸 수 있던 사람은 공시되지 않습니다. 0명과 미공시는 구별되지 않습니다."),
    N_(
        "정부지원수입과 정부순지원수입, 고유사업과 기금계정은 서로 겹치므로 더하지 않습니다. 복리후생비에 사내복지기금은 들지 않습니다."
    ),
)
ABOUT_OFFERS = (
    N_(
        "여는 날, 요금, 예약은 기관이 적은 대로입니다. 적지 않은 것은 아니라는 뜻이 아닐 수 있으니 이용하기 전에 기관에 확인하세요."
    ),
    N_("좌표는 고치지 않았고 적힌 주소와 맞는지 확인하지 않았습니다. 한국 밖이거나 비어 있는 좌표는 지도에 없습니다."),
)
ABOUT: Mapping[Subject, tuple[str, ...]] = MappingProxyType(
    {"postings": ABOUT_POSTINGS, "disclosures": ABOUT_DISCLOSURES, "offers": ABOUT_OFFERS}
)
ABOUT_PARTS = N_("다 받지 않은 기간의 공고는 일부뿐이므로, 목록을 세어 그 기간의 수로 쓰지 마세요.")
ABOUT_SAMPLE = N_("이 자료의 공고는 무작위로 만든 예시이며 실제 채용이 아닙니다. 인용할 수 없습니다.")
ABOUT_RECORD = N_(
    "이 자료의 공고는 기준일에 접수 중이던 것을 한 번 기록한 것이며 그 뒤의 새 공고와 변경은 없습니다. 고용형태는 공고마다 주된 하나이고(약 6%는 여럿), "
    "종류를 모르는 청년인턴과 인원이 적히지 않은 공고는 그대로 두었습니다. 본문, 첨부, 원문 주소, 전형 결과는 기록하지 않았습니다."
)


@dataclass(frozen=True, slots=True)
class View:
    """`filters`: what was chosen, in words; `url`: the permalink; `accessed`: the day of taking it away; `language`:
    the one the reader read it in, in which everything taken away is written."""

    title: str
    filters: str
    url: str
    origin: Origin
    accessed: date
    subject: Subject = "postings"
    language: str = field(default_factory=spoken)

    @property
    def as_of(self) -> str:
        return self.origin.as_of[:16].replace("T", " ")

    @property
    def kind(self) -> str:
        """Real, recorded once or sample, in words."""
        with speaking(self.language):
            kind = _("실제 기록") if self.origin.is_record else _("실제 자료")
            return _("예시 자료") if self.origin.is_sample else kind

    @property
    def source(self) -> str:
        """Where the data come from, in words."""
        with speaking(self.language):
            return _(self.origin.source)

    @property
    def coverage(self) -> str:
        """What is still missing in the data, in words; empty where all is there."""
        with speaking(self.language):
            if self.origin.is_record and not self.origin.coverage:
                return _("그날 접수 중이던 공고만 있고 지난 공고는 없습니다.")
            return told(self.origin.coverage)

    @property
    def source_line(self) -> str:
        with speaking(self.language):
            line = _("출처: {source}. 기준: {as_of}. {kind}.", source=self.source, as_of=self.as_of, kind=self.kind)
        return f"{line} {self.coverage}".rstrip()

    @property
    def caveats(self) -> tuple[str, ...]:
        """What to keep in mind before using the numbers, the gravest first."""
        with speaking(self.language):
            gravest = ABOUT_SAMPLE if self.origin.is_sample else ABOUT_RECORD if self.origin.is_record else ""
            # Counted over time are only days that were read whole; a list holds whatever came.
            missing = f"{self.coverage} {_(ABOUT_PARTS)}" if self.coverage else ""
            about = (gravest, *ABOUT[self.subject], *ABOUT_ANY)
            return tuple(text for text in (missing, *(_(text) for text in about)) if text)


def permalink(base_url: str, page: str, query: Mapping[str, str]) -> str:
    """The address of a page with its choices, commas readable: …/places?region=busan,gyeongnam; and with the language
    spoken, where it is not Korean."""
    language = {} if spoken() == KOREAN else {"lang": spoken()}
    parameters = urlencode({**query, **language}, safe=",")
    return f"{base_url.rstrip('/')}/{page}{'?' if parameters else ''}{parameters}"
