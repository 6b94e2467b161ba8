"""A condition's page as facts: each statement of a section is one.

Page, CSV and JSON are written from one ``EvidenceSummary``. A *fact* belongs to a section and a heading; it gives the
``value`` of ``what`` for a ``subject`` (a study, an outcome, a review). Where the page truncates a list, the last fact
of the list says how many more there are.
"""

from collections.abc import Iterable, Iterator, Sequence

from evidence.exports.table_facts import WHAT_IS_KNOWN, Fact, table_facts
from evidence.filters import SelectionDescription
from evidence.findings.answer_set import AnswerSet
from evidence.findings.answer_table import AnswerTable
from evidence.findings.exclusion_rows import ExcludedContrastRow
from evidence.findings.finding import Finding
from evidence.findings.truncation import TruncatedList
from evidence.pages.condition.evidence_summary import EvidenceSummary
from evidence.pages.condition.further_trials import FurtherTrials
from evidence.pages.condition.study_lines import StudyLine
from evidence.pages.condition.uncontrolled import UncontrolledSection
from evidence.pages.gap_map_section import GapMap
from evidence.pages.reviews.reviews_page import ReviewsSection
from evidence.pages.safety.harm_comparisons import HarmAnswerLine
from evidence.pages.safety.harm_tables import HarmItem
from evidence.pages.safety.safety_section import SafetySection
from studies.numerics.number_formatting import count

# The section of findings without a value.
UNUSABLE = "Measured, and no number could be used"


def facts_of(summary: EvidenceSummary) -> tuple[Fact, ...]:
    """Everything on the page of a condition, in the order of its file, where the findings follow their names."""
    findings = summary.default.all_by_anchor
    return (
        *opening_facts(summary),
        *(fact for finding in findings if finding.has_value for fact in finding_facts(finding)),
        *closing_facts(summary),
        *(fact for finding in findings if not finding.has_value for fact in unusable_facts(finding)),
    )


def opening_facts(summary: EvidenceSummary) -> tuple[Fact, ...]:
    """What is known: the answer and its table."""
    return (Fact(WHAT_IS_KNOWN, "", "", "the answer", str(summary.answer)), *table_facts(summary.table))


def closing_facts(summary: EvidenceSummary) -> tuple[Fact, ...]:
    """Every section but the answer and the findings."""
    return (
        *_safety(summary.safety),
        *_uncontrolled(summary.uncontrolled),
        *_reviews(summary.reviews),
        *_gap_map(summary.gap_map),
        *_studies(summary.studies),
        *_further_trials(summary.further_trials),
        *silent_facts(summary.default),
    )


def selection_facts(description: SelectionDescription, table: AnswerTable) -> tuple[Fact, ...]:
    """What a reader chose, and the table of its answers."""
    name = "Your own selection"
    return (
        *(Fact(name, "", "", "chosen", phrase) for phrase in description.phrases),
        *(Fact(name, "", "", "left out for want of data", sentence) for sentence in description.missing_data),
        *table_facts(table),
    )


def silent_facts(answers: AnswerSet) -> Iterator[Fact]:
    """The contrasts that say nothing about ozone itself."""
    yield from _left_out("Compared, but silent about ozone itself", answers.exclusions)


def finding_facts(finding: Finding) -> Iterator[Fact]:
    """What a page says of a finding with a value."""
    heading, facts = finding.comparison.heading, " · ".join(finding.facts)
    yield Fact("Findings", heading, finding.title, facts, finding.effect, finding.effect_href)
    if finding.word:
        yield Fact("Findings", heading, finding.title, f"{facts}, in a word", finding.word.label, finding.effect_href)
    if finding.absolute.difference:
        what, difference = f"{facts}, people of 1,000", finding.absolute.difference
        yield Fact("Findings", heading, finding.title, what, difference, finding.effect_href)
    yield Fact("Findings", heading, finding.title, f"{facts}, in words", str(finding.sentence), finding.effect_href)
    for note in finding.value_notes:
        yield Fact("Findings", heading, finding.title, f"{facts}, without an interval", note.text, note.href)
    for note in finding.contradiction_notes:
        yield Fact("Findings", heading, finding.title, f"{facts}, printed in another direction", note.text, note.href)
    for value in (finding.certainty.words, *finding.certainty.notes):
        yield Fact("Findings", heading, finding.title, f"{facts}, certainty", value)


def _safety(section: SafetySection) -> Iterator[Fact]:
    yield from (Fact("Safety", "", "", "", sentence) for sentence in section.sentences)
    for group in (*section.signals, *section.counted, *section.without_rate):
        yield from (fact for item in group.items for fact in _harm(group.title, item))
        yield from _more("Safety", group.title, group.more)
    yield from (fact for answer in section.comparisons.rows for fact in _harm_comparison(answer))
    yield from _more("Safety", "With ozone and without", section.comparisons.more)
    for figure in section.reviews:
        yield Fact("Safety", "Figures that reviews printed", figure.review, figure.what, figure.text, figure.href)


def _harm_comparison(answer: HarmAnswerLine) -> Iterator[Fact]:
    """The counts of each trial with ozone and without, and what follows."""
    what = " · ".join((answer.title, *answer.facts))
    for trial in answer.trials.rows:
        for side, value in (
            ("with ozone", trial.with_ozone),
            ("without", trial.without_ozone),
            ("what follows", trial.text),
        ):
            yield Fact("Safety", answer.comparison, trial.study, f"{what}, {side}", value, trial.href)
    yield from _more("Safety", answer.comparison, answer.trials.more)
    if answer.together:
        yield Fact("Safety", answer.comparison, "", f"{what}, together", answer.together)


def _harm(heading: str, item: HarmItem) -> Iterator[Fact]:
    """The cells of one harm: its own count under its name, other arms and remarks under theirs."""
    for place, cell in enumerate(item.cells):
        for figure in cell.figures:
            what = item.title if place == 0 else f"{item.title}, {figure.arm}"
            yield Fact("Safety", heading, item.study, what, _joined(figure.count, figure.words, by="; "), item.href)
        if cell.words:
            what = f"{item.title}, {cell.column.lower()}"
            yield Fact("Safety", heading, item.study, what, cell.words, item.href)


def _uncontrolled(section: UncontrolledSection) -> Iterator[Fact]:
    name = "People who had ozone, without a comparison group"
    for shares in (*section.shares, *section.other_shares):
        for group in shares.groups:
            title = f"{shares.title}: {group.heading}"
            for row in group.rows:
                yield Fact(name, title, row.label, _joined(row.when, row.people, row.doubt), row.share, row.href)
            yield from _more(name, title, group.more)
    for changes in section.changes:
        for of_window in changes.groups:
            title = f"{changes.title}: {of_window.heading}"
            for arm in of_window.arms.rows:
                yield Fact(name, title, arm.label, "before", arm.before, arm.href)
                yield Fact(name, title, arm.label, _joined(arm.when, arm.people, arm.doubt), arm.after, arm.href)
                if arm.change:
                    yield Fact(name, title, arm.label, changes.correlation, arm.change, arm.href)
            yield from _more(name, title, of_window.arms.more)
            if of_window.pooled:
                yield Fact(name, title, "Pooled", changes.correlation, of_window.pooled)
    for line in section.reviews:
        review = line.pool.review
        yield Fact(name, "Reviews", review.label, line.outcome, line.text, review.get_absolute_url())
    for item in section.exclusions.rows:
        yield Fact(name, "Not in these tables", item.study, item.what, item.reason, item.href)
    yield from _more(name, "Not in these tables", section.exclusions.more)


def _reviews(section: ReviewsSection) -> Iterator[Fact]:
    name = "Published reviews"
    for plot in section.plots:
        for pool in plot.pools:
            yield Fact(name, plot.title, pool.review, f"{pool.line.outcome}, {pool.time}", pool.line.text, pool.href)
            for own in pool.comparison.own_answers:
                yield Fact(name, plot.title, pool.review, "answered here", str(own.sentence), own.href)
    for item in section.uncontrolled:
        yield Fact(name, item.why, item.review, f"{item.line.outcome}, {item.time}", item.line.text, item.href)
    if section.matrix:
        columns = [column.label for column in section.matrix.columns]
        for row in section.matrix.rows.rows:
            for label, cell in zip(columns, row.cells, strict=True):
                yield Fact(name, "What each included", row.label, label, cell.label, row.href)
        yield from _more(name, "What each included", section.matrix.rows.more)
        yield Fact(name, "What each included", "", "overlap", section.matrix.overlap)
    for judged in section.appraisals:
        what = f"{judged.domain} ({judged.tool}), in {judged.judged_by}"
        yield Fact(name, "Judged by other reviews", judged.about, what, judged.judgement, judged.about_href)
    for review in section.reviews:
        yield Fact(name, "All reviews", review.label, review.design, review.title.text, review.href)


def _gap_map(drawn: GapMap) -> Iterator[Fact]:
    for row in drawn.rows:
        for column, cell in zip(drawn.columns, row.cells, strict=True):
            value = _joined(cell.trials, cell.usable, cell.people)
            yield Fact("What was measured, as far as the texts read say", "", row.label, column.label, value, cell.href)


def _further_trials(groups: Sequence[FurtherTrials]) -> Iterator[Fact]:
    for group in groups:
        for label, href in group.studies.rows:
            yield Fact("All studies of this condition", group.text, label, "", "listed as a second condition", href)
        yield from _more("All studies of this condition", group.text, group.studies.more)


def _studies(studies: TruncatedList[StudyLine]) -> Iterator[Fact]:
    for study in studies.rows:
        what = _joined(study.design, str(study.year or "year not printed"))
        size = "not printed" if study.people is None else count(study.people)
        yield Fact("All studies of this condition", "", study.label, what, size, study.href)
    yield from _more("All studies of this condition", "", studies.more)


def unusable_facts(finding: Finding) -> Iterator[Fact]:
    """What a page says of a finding without any number that can be used, and why."""
    name, facts = UNUSABLE, " · ".join(finding.facts)
    words = " ".join(filter(None, (str(finding.sentence), finding.other_trials)))
    yield Fact(name, finding.comparison.heading, finding.title, facts, words)
    yield from _left_out(name, finding.first_exclusions, heading=f"{finding.title} · {facts}")


def _left_out(section: str, left_out: TruncatedList[ExcludedContrastRow], heading: str = "") -> Iterator[Fact]:
    for row in left_out.rows:
        results = "; ".join(_joined(result.what, result.direction) for result in row.results)
        yield Fact(section, heading or row.arms, row.study, results, _joined(row.reason, row.detail), row.href)
    yield from _more(section, heading, left_out.more)


def _more(section: str, heading: str, more: int) -> Iterable[Fact]:
    return [Fact(section, heading, "", "more than are listed", count(more))] if more else []


def _joined(*words: str, by: str = ": ") -> str:
    return by.join(filter(None, words))
