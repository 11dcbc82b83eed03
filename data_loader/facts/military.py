"""Military duty: done (병역필 또는 면제) or only not evaded (병역의무를 기피한 사실이 없는 자)."""

import re
from collections.abc import Iterator

from data_loader.facts.fact import Fact
from data_loader.facts.needs import PREFERENCE_FIELDS
from data_loader.facts.passage import Passage, mentions

_DONE = re.compile(
    r"(?=[병군미현])(?:"
    r"(?:병역|군복무|병역의?의무)(?:의무)?(?:를|을|문제가|문제를|의무를)?(?:필\b|필(?=[또,/·(혹)]|자|하|한|했|이|및|인|을|$|\n)|마친|마쳤|이행(?:하였|한|완료|을)|완료|해결(?:된|한)|종료|면제(?=자|된|받))"
    r"(?:(?:하였|했|되었|마쳤)?(?:거나|또는|혹은|,|/|·|및|이거나)?(?:면제(?:된|자|받은|를받은)?)?)?(?:자|사람)?"
    r"|(?:군필|병역필|미필)자?(?:또는|/|·|,|및|혹은|\(|이거나)?(?:군)?(?:면제)?자?"
    r"|(?:현역|군)(?:복무)?(?:을|를)?(?:필하였|마쳤)거나면제"
    r")"
)
_EVADED = re.compile(
    r"병역(?:의?의?무)?(?:를|을|의)?(?:고의로|정당한사유없이)?(?:기피|불이행|회피|면탈|미이행|이행하지(?:않|아니))(?:자|한|하는|한자|하고있는자)?"
)
_BY_LAW = re.compile(r"병역법>?제76조(?:제1항)?(?:의규정)?에?(?:해당|저촉|위반)(?:되지|하지|사항이)(?:않|아니|없)")
_NEGATED = re.compile(
    r"(?:사실|경력|전력|바|적|경험)?(?:이|가|은)?(?:없는|없으며|없음|없고|없어야|없을|없)|(?:에|로)?(?:해당|저촉)(?:하지|되지|사항)?(?:않|아니|없)|아닌|아니한|제외|지원불가|응시불가|불가|해당없"
)


def military_duties(passage: Passage) -> Iterator[Fact]:
    text = passage.squeezed
    if passage.field in PREFERENCE_FIELDS or not ("병역" in text or "군필" in text or "군복무" in text):
        return
    for match in mentions(_EVADED, text):
        line_end = passage.line(match.start())[1]
        negated = _NEGATED.search(text[match.end() : min(line_end, match.end() + 30)])
        if negated:
            end = match.end() + negated.end()
            yield Fact("military", "notevaded", "required", *passage.span(match.start(), end), "military.notevaded")
    for match in mentions(_BY_LAW, text):
        yield Fact("military", "notevaded", "required", *passage.span(*match.span()), "military.law")
    for match in mentions(_DONE, text):
        if _is_done(passage, match):
            yield Fact("military", "done", "required", *passage.span(match.start(), match.end()), "military.done")


def _is_done(passage: Passage, match: re.Match[str]) -> bool:
    after = passage.after(match.end(), 16)
    if match[0].startswith("미필") or re.match(r"(?:는|은|의경우|에대한|인경우|에한해|에게)", after):
        return False
    return not re.match(r"(?:의무)?(?:불이행|기피)|(?:여부|사항|확인|증명|사실확인|기간|경력|가점|우대)", after)
