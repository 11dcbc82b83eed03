"""Sections of a job description: duties, knowledge, skills, attitudes, related licences, basic abilities."""

import re
from collections.abc import Iterator

from data_loader.facts.fact import Fact
from data_loader.facts.passage import Passage, mentions

# heading in the squeezed text → section; "" ends the one before and begins none that is kept
_HEADINGS: tuple[tuple[str, str], ...] = (
    (r"직무수행내용|주요직무내용|직무내용|능력단위별?직무수행내용", "duties"),
    (r"(?:직무수행에)?필요지식|필요한?지식|지식\(?Knowledge\)?", "knowledge"),
    (r"(?:직무수행에)?필요기술|필요한?기술|기술\(?Skills?\)?", "skills"),
    (r"직무수행태도|필요태도|태도\(?Attitudes?\)?", "attitudes"),
    (r"관련자격(?:사항|증)?|필요자격(?:사항|증)?|우대자격증?", "related_licences"),
    (r"직업기초능력", "basic"),
    (
        r"참고(?:사이트|사항)?(?=www|http|:|○|\n|$)|참고사이트|일반요건|교육요건|전형방법|채용분야|분류체계|능력단위|기관주요사업|주요사업|채용인원|전형절차및방법|응시자격요건",
        "",
    ),
)
_HEADING = re.compile("|".join(f"(?P<H{number}>{pattern})" for number, (pattern, _) in enumerate(_HEADINGS)), re.I)
_LEAST = 2


def job_description_sections(passage: Passage) -> Iterator[Fact]:
    """Each section with something in it. A text without two of its headings is no job description."""
    text = passage.squeezed
    found = [(match, _HEADINGS[_number(match)][1]) for match in mentions(_HEADING, text) if _is_heading(passage, match)]
    if len({section for _, section in found if section}) < _LEAST:
        return
    ends = [match.start() for match, _ in found[1:]] + [len(text)]
    for (match, section), end in zip(found, ends, strict=True):
        start = match.end()
        while start < end and text[start] in ":)]>|\n":
            start += 1
        while end > start and text[end - 1] in "\n[<(|":
            end -= 1
        if section and end - start >= 4:
            yield Fact("jd_section", section, "stated", *passage.span(start, end), f"jd.{section}")


def _number(match: re.Match[str]) -> int:
    return next(number for number in range(len(_HEADINGS)) if match[f"H{number}"])


def _is_heading(passage: Passage, match: re.Match[str]) -> bool:
    """A heading stands before its items, not within a sentence: 필요지식○…, not `필요지식을 갖춘`."""
    after = passage.squeezed[match.end() : match.end() + 2]
    if not after:
        return False
    begins_items = after[0] in "○·-ㅇ●□■▪•:(\n|)]>①※*" or passage.is_word_start(match.end())
    if not begins_items and not match[0].startswith("참고"):
        return False
    before = passage.squeezed[match.start() - 1 : match.start()]
    return not (before == "," or after.startswith(("평가", "검정")))
