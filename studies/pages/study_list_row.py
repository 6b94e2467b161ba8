"""A line of the list of studies: what it says, and its HTML."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from studies.choices import Kind
from studies.numerics.number_formatting import people
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.page_addresses import page_address
from studies.presentation.study_sources import Title, title_of
from studies.presentation.study_status import StatusLabel, status_label
from studies.reported.pairing import compared_arms
from studies.reported.reported_numbers import NumberShare
from studies.selectors.arm_comparisons import each_comparison
from studies.selectors.studies_in_brief import ArmInBrief, StudyInBrief
from studies.selectors.study_people import study_people

_LINE = """<li class="study-row">
  <div>
    <h2>
      <a href="{}">{}</a>
      <span class="tag {}">{}</span>
    </h2>
    {}
  </div>
  <dl class="card-facts">
    <div><dt>Design</dt><dd>{}</dd></div>
    <div><dt>Condition</dt><dd>{}</dd></div>
    <div><dt>People</dt><dd>{}</dd></div>
    {}
    <div><dt>Results</dt><dd>{}</dd></div>
  </dl>
</li>"""
_COMPARED = "<div><dt>Compared</dt><dd>{}</dd></div>"


class StudyListRow(NamedTuple):
    """One study in the list, in words."""

    slug: str
    label: str
    mark: StatusLabel
    title: Title
    design: str
    condition: str
    people: str
    compared: str
    has_results: bool


def study_list_row(study: StudyInBrief, arms: Sequence[ArmInBrief], share: NumberShare) -> StudyListRow:
    """What the list says of a study. ``share``: how many of its numbers are confirmed, where its label tells it."""
    comparisons = each_comparison(compared_arms(arms))
    number = study_people(study, arms)
    included = " in the studies it includes" if study.kind == Kind.REVIEW else ""
    return StudyListRow(
        slug=study.slug,
        label=study.label,
        mark=status_label(study.standing, share),
        title=title_of(study.title),
        design=capfirst(study.design.label),
        condition=study.condition,
        people="Not reported" if number is None else f"{people(number)}{included}",
        compared=capfirst(", ".join(each.label for each in comparisons)) or _compared_nothing(arms),
        has_results=study.has_results,
    )


def _compared_nothing(arms: Sequence[ArmInBrief]) -> str:
    return "One arm, nothing compared" if len(arms) == 1 else ""


def study_lines(rows: Iterable[StudyListRow]) -> SafeString:
    """The HTML of the lines of a list."""
    return filled('<ol class="entries">\n{}\n</ol>', lines_of(map(_line, rows)))


def _line(row: StudyListRow) -> SafeString:
    return filled(
        _LINE,
        page_address("study", row.slug),
        row.label,
        row.mark.style,
        row.mark.label,
        row.title.html,
        row.design,
        row.condition,
        row.people,
        filled_if(_COMPARED, row.compared),
        "In this collection" if row.has_results else "None in this collection",
    )
