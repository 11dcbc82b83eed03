"""What stands in an attached file of a sample posting, before it has a format. Pure.

A notice repeats the posting's own texts and adds conditions; a job description is a table of what the work asks for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

Table = tuple[tuple[str, ...], ...]
Block = str | Table


@dataclass(frozen=True, slots=True)
class Subject:
    """The posting a file belongs to, in words. Texts are the portal's, empty where it has none."""

    title: str
    institution: str
    job: str
    field: str
    hire_types: str
    regions: str
    headcount: int
    start_date: date
    end_date: date
    demand: str
    eligibility: str = ""
    preference: str = ""
    selection_process: str = ""
    disqualification: str = ""


def notice(subject: Subject, words: Mapping[str, Sequence[str]], rng: Random) -> list[Block]:
    """A notice as offices write it."""
    month = rng.randrange(210, 420)
    pay = _one(words["pay"], rng).format(man=month, won=f"{month * 10_000:,}", year=f"{month * 12:,}")
    return [
        subject.title,
        f"{subject.institution} 공고",
        "1. 모집분야 및 인원",
        (
            ("모집분야", "고용형태", "인원", "근무지"),
            (subject.job, subject.hire_types, f"{subject.headcount}명", subject.regions),
        ),
        "2. 응시자격",
        *_listed([subject.demand, _one(words["military"], rng), _one(words["age"], rng), _one(words["career"], rng)]),
        *subject.eligibility.splitlines(),
        "3. 우대사항",
        *_listed(rng.sample(words["preferences"], 3)),
        *subject.preference.splitlines(),
        "4. 근무조건",
        *_listed([f"보수: {pay}", f"근무시간: {_one(words['hours'], rng)}"]),
        "5. 전형절차",
        *subject.selection_process.splitlines(),
        "6. 전형일정",
        (
            ("구분", "일정"),
            ("원서접수", f"{_day(subject.start_date)} ~ {_day(subject.end_date)}"),
            ("합격자 발표", "개별 통보 및 누리집 게시"),
        ),
        "7. 결격사유",
        *subject.disqualification.splitlines(),
        "8. 유의사항",
        *_listed(words["other"]),
        "이 문서는 꾸며 낸 예시입니다.",
    ]


def job_description(subject: Subject, words: Mapping[str, Sequence[str]], rng: Random) -> list[Block]:
    """A 직무기술서: one table, a label and what belongs under it."""

    def some(name: str, count: int) -> str:
        chosen = rng.sample(words[name], count)
        return "\n".join(f"○ {text.replace('{job}', subject.job)}" for text in chosen)

    return [
        f"[예시] NCS 기반 채용 직무기술서: {subject.job}",
        (
            ("채용분야", subject.job),
            ("분류체계", f"대분류: {subject.field}"),
            ("직무수행내용", some("duties", 2)),
            ("필요지식", some("knowledge", 4)),
            ("필요기술", some("skills", 3)),
            ("직무수행태도", some("attitudes", 3)),
            ("필요자격", subject.demand),
            ("직업기초능력", ", ".join(rng.sample(words["competencies"], 4))),
            ("참고", "www.ncs.go.kr"),
        ),
        "이 문서는 꾸며 낸 예시입니다.",
    ]


def form(subject: Subject) -> list[Block]:
    """An application form to fill in."""
    rows = tuple((label, "") for label in ("지원분야", "성명", "연락처", "자격·면허", "경력사항", "자기소개"))
    return [f"[예시] 입사지원서: {subject.job}", rows, "위 내용은 사실과 다름이 없음을 확인합니다.", "지원자 (서명)"]


def leaflet(subject: Subject, name: str, words: Mapping[str, Sequence[str]]) -> list[Block]:
    """Any other file."""
    return [name, subject.title, *_listed(words["other"]), "이 문서는 꾸며 낸 예시입니다."]


def lines_of(blocks: Sequence[Block]) -> list[str]:
    """The blocks as lines, the cells of a row apart by tabs."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
        else:
            lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in block]
    return lines


def _listed(texts: Sequence[str]) -> list[str]:
    return [f"  ○ {text}" for text in texts]


def _one(texts: Sequence[str], rng: Random) -> str:
    return texts[rng.randrange(len(texts))]


def _day(day: date) -> str:
    return f"{day.year}. {day.month}. {day.day}."
