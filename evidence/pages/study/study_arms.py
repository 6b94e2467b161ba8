"""The arms of a study, what each received, and what each two of them compare, as HTML."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from studies.choices import ArmRole, Guidance, Route
from studies.models import Arm
from studies.numerics.number_formatting import count
from studies.presentation.confirmed_share import confirmed
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.query_texts import QueryView, queries_about_arm
from studies.presentation.reported_values import NOT_REPORTED, dose_text
from studies.presentation.study_sources import SourceLink
from studies.reported.comparisons import component_labels
from studies.reported.reported_numbers import NumberShare
from studies.selectors.arm_comparisons import pairs_of

_ROW = """<tr role="row" id="arm-{}">
  <th scope="row" role="rowheader">
    {}
    {}
    {}
    {}
  </th>
  <td role="cell" data-label="Received">
    {}
    {}
    {}
  </td>
  <td role="cell" data-label="Route">
    {}
    {}
  </td>
  <td role="cell" data-label="Ozone">{}</td>
  <td role="cell" data-label="Sessions">{}</td>
  <td role="cell" data-label="People">{}</td>
  <td role="cell" data-label="Read at">
    {}
    {}
    {}
    {}
  </td>
</tr>"""
_DETAIL = '<span class="detail">{}</span>'
_NOTE = '<span class="note">{}</span>'
_UNCERTAIN = "The text read does not say for certain what this arm received."
_PAIR = """<li>
  <b>{}</b>
  {}
  <p class="note">
    <a href="#arm-{}">{}</a> v
    <a href="#arm-{}">{}</a>.
    Both received: {}.
    Only the first: {}.
    Only the second: {}.
  </p>
</li>"""
_NOT_ALONE = SafeString('<span class="tag">says nothing about ozone alone</span>')


def arm_row(
    arm: Arm, arms: Sequence[Arm], queries: Sequence[QueryView], source: SourceLink, share: NumberShare
) -> SafeString:
    """The row of one arm: who, what, how much, by which route, of a study whose arms and queries were read.

    ``share``: how many of its numbers are confirmed.
    """
    stratum = arm.stratum.replace("-", " ")
    part_of = next((each.label for each in arms if each.pk == arm.part_of_id), "")
    without_dose = "dose not reported" if arm.role == ArmRole.OZONE else "none"
    return filled(
        _ROW,
        arm.slug,
        arm.label,
        filled(_DETAIL, f"reported separately: {stratum}") if stratum else "",
        filled(_DETAIL, f"part of: {part_of}; never counted together with it") if part_of else "",
        filled(_DETAIL, arm.condition.name) if stratum or part_of else "",
        ", ".join(str(component) for component in arm.components.all()) or NOT_REPORTED,
        "" if arm.components_certain else filled(_NOTE, _UNCERTAIN),
        filled(_NOTE, f"With, as printed: {arm.co_interventions}") if arm.co_interventions else "",
        Route(arm.route).label if arm.route else "",
        filled(_NOTE, f"guided by {Guidance(arm.guidance).label}") if arm.guidance else "",
        dose_text(arm) or without_dose,
        arm.sessions or NOT_REPORTED,
        _people(arm),
        source.html,
        filled_if(_NOTE, source.note),
        confirmed(share),
        lines_of(query.beside_number for query in queries_about_arm(arm, queries)),
    )


def _people(arm: Arm) -> SafeString:
    randomised, analysed = arm.n_randomised, arm.n_analysed
    if randomised is None and analysed is None:
        return SafeString(NOT_REPORTED)
    own = "" if randomised is None else count(randomised)
    return filled("{} {}", own, "" if analysed in (None, randomised) else filled(_NOTE, f"{count(analysed)} analysed"))


def compared_pairs(arms: Sequence[Arm]) -> tuple[SafeString, ...]:
    """What every two arms that can be compared received together and alone."""
    return tuple(
        filled(
            _PAIR,
            capfirst(compared.label),
            "" if compared.comparison.isolates_ozone else _NOT_ALONE,
            ozone.slug,
            ozone.label,
            comparator.slug,
            comparator.label,
            component_labels(compared.in_both) or "nothing in common",
            component_labels(compared.only_with_ozone) or "nothing more",
            component_labels(compared.only_in_comparator) or "nothing more",
        )
        for ozone, comparator, compared in pairs_of(arms)
    )
