"""The findings of a condition after one of them, by name, answered one by one as a file takes them."""

from collections.abc import Iterator

from evidence.findings.finding import Finding, question_anchor
from evidence.pages.condition.judged_condition import JudgedCondition
from evidence.synthesis.answers import sort_by_question, synthesise
from evidence.synthesis.surroundings import surroundings


def findings_after(found: JudgedCondition, anchor: str, *, including: bool = False) -> Iterator[Finding]:
    """The same findings as in the whole answer; questions whose names come before are not answered.

    ``including``: the named one is answered too.
    """
    asked, _ = sort_by_question(found.judged)
    anchors = {question: question_anchor(question, judged[0].pair.ozone.study) for question, judged in asked.items()}
    after = [each for each in asked if anchors[each] > anchor or (including and anchors[each] == anchor)]
    around = surroundings(item.contrast for item in found.judged if item.contrast)
    context = found.context
    for question in sorted(after, key=anchors.__getitem__):
        for answer in synthesise(asked[question], around=around).answers:
            yield Finding(answer, context.names, context.bands, context.ratings)
