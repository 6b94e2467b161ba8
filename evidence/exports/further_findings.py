"""The findings of a condition after one of them, by name, answered one by one as a file takes them."""

from collections.abc import Iterator

from evidence.findings.finding import Finding, question_anchor
from evidence.pages.condition.judged_condition import JudgedCondition
from evidence.synthesis.answers import synthesise
from evidence.synthesis.eligibility import Judged
from evidence.synthesis.questions import Question, question_of
from evidence.synthesis.surroundings import surroundings


def findings_after(found: JudgedCondition, anchor: str, *, including: bool = False) -> Iterator[Finding]:
    """The same findings as in the whole answer; questions whose names come before are not answered.

    ``including``: the named one is answered too.
    """
    asked: dict[Question, list[Judged]] = {}
    anchors: dict[Question, str] = {}
    for item in found.judged:
        contrast = item.contrast
        if contrast is None or not contrast.pair.compared.comparison.isolates_ozone:
            continue
        question = question_of(contrast)
        if question not in anchors:
            anchors[question] = question_anchor(question, contrast.pair.ozone.study)
        if anchors[question] > anchor or (including and anchors[question] == anchor):
            asked.setdefault(question, []).append(item)
    around = surroundings(item.contrast for item in found.judged if item.contrast)
    context = found.context
    for question in sorted(asked, key=lambda each: anchors[each]):
        for answer in synthesise(asked[question], around=around).answers:
            yield Finding(answer, context.names, context.bands, context.ratings)
