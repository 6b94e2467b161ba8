"""One finding as data: its rows, and all that its page says of it, from the same ``Finding`` that the page shows."""

from dataclasses import asdict
from typing import Any

from evidence.exports.estimate_json import exact_json, information_json, pooled_json
from evidence.exports.moderators import MODERATOR_COLUMNS, moderators_of
from evidence.exports.study_identifiers import NO_IDENTIFIERS, ByStudy
from evidence.filters import NO_SELECTION, SelectionDescription
from evidence.findings.finding import Finding
from evidence.grading.current_ratings import FindingCertainty
from evidence.synthesis.allocation_effects import design_effect_of
from evidence.synthesis.answer_information import information_size
from evidence.synthesis.answers import Answer, pool_notes
from evidence.synthesis.confirmed_numbers import share_of_contrast, share_of_line
from evidence.synthesis.event_facts import exact_odds_ratio_of
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from studies.numerics.arm_values import Counts
from studies.reported.comparisons import in_order
from studies.reported.reported_numbers import NumberShare
from studies.reported.spread_recovery import ArmValue

# The columns of ``finding_rows``.
_ARM_CELLS = ("n", "events", "mean", "sd", "se", "count_rule", "low", "high")
ROW_COLUMNS = (
    *("study", "year", "state", "group", "condition", "weeks"),
    *MODERATOR_COLUMNS,
    *(f"ozone_{name}" for name in _ARM_CELLS),
    *(f"comparator_{name}" for name in _ARM_CELLS),
    *("measure", "yi", "vi", "df", "weight", "rules", "design_effect", "printed_difference"),
    *("printed_difference_source", "derived", "assumptions", "cautions", "usual_spread_low", "usual_spread_high"),
    *("change_difference", "ozone_result", "comparator_result", "numbers", "numbers_confirmed"),
    *("word", "certainty", "certainty_notes", "people_needed", "selection"),
)


def study_rows(finding: Finding, identifiers: ByStudy = NO_IDENTIFIERS) -> list[dict[str, Any]]:
    """A row for each line of each study: both arms, effect and variance on the scale of analysis.

    Without ``identifiers`` no row has a DOI or a PubMed number.
    """
    answer = finding.answer
    return [
        _row(answer, entry, line, place, identifiers)
        for entry in answer.all_entries
        for place, line in enumerate(entry.lines)
    ]


def finding_rows(
    finding: Finding, selection: SelectionDescription = NO_SELECTION, identifiers: ByStudy = NO_IDENTIFIERS
) -> list[dict[str, Any]]:
    """The rows of a table (``ROW_COLUMNS``), each of which says of the finding what its reader must know."""
    information = information_size(finding.answer)
    cells_of_all = {
        "word": finding.word.label if finding.word else "",
        "certainty": finding.certainty.words,
        "certainty_notes": " ".join(finding.certainty.notes),
        "people_needed": str(information.size.people) if information else "",
        "selection": selection.notice,
    }
    return [row | cells_of_all for row in study_rows(finding, identifiers)]


def selection_json(selection: SelectionDescription) -> dict[str, Any] | None:
    """A reader's own selection as data; None for the default."""
    if not selection.query:
        return None
    return {
        "notice": selection.notice,
        "words": list(selection.phrases),
        "left_out_for_want_of_data": list(selection.missing_data),
        "query": selection.query,
    }


def value_rows(finding: Finding) -> list[dict[str, Any]]:
    """Values without an interval, as printed."""
    return [
        {
            "study": value.study.label,
            "weeks": value.contrast.weeks,
            "is_change": value.is_change,
            "unit": value.ozone.unit,
            "ozone": value.ozone.value,
            "comparator": value.comparator.value,
            "people": value.people_text,
            "assumptions": "; ".join(mark.label for mark in value.assumptions),
            "cautions": "; ".join(mark.label for mark in value.cautions),
            "why": value.reason.label,
            **_numbers(share_of_contrast(value.contrast)),
        }
        for value in finding.answer.values
    ]


def _contradictions_json(finding: Finding) -> list[dict[str, Any]]:
    """What its studies print in another direction than their numbers in it."""
    return [
        {
            "study": item.study.label,
            "outcome": item.contrast.outcome.title,
            "weeks": item.row.weeks,
            "printed": item.row.result_text,
            "p": item.row.p_value,
            "direction": item.printed.value,
            "direction_of_number": item.own.value,
            "reported_contrast": item.row.key,
        }
        for item in finding.answer.contradictions
    ]


def finding_data(finding: Finding, identifiers: ByStudy = NO_IDENTIFIERS) -> dict[str, Any]:
    """The finding as the page shows it, with its rows."""
    pooled = finding.answer.pooled
    return {
        "finding": finding.anchor,
        "outcome": finding.title,
        "facts": list(finding.facts),
        "comparison": finding.answer.question.comparison.value,
        "comparison_base": [name.value for name in in_order(finding.answer.question.base)],
        "compared": finding.comparison.heading,
        "window": finding.answer.question.window.value,
        "route": finding.answer.question.route.value if finding.answer.question.route else None,
        "randomised": finding.answer.question.randomised,
        "state": finding.state.value,
        "sentence": str(finding.sentence),
        "assumptions": [mark.value for mark in finding.answer.assumptions],
        "cautions": [mark.value for mark in finding.answer.cautions],
        "derived": finding.answer.is_derived,
        "effect": finding.effect,
        "effect_source": finding.effect_href,
        "word": finding.word.value if finding.word else None,
        "word_label": finding.word.label if finding.word else None,
        "per_thousand": finding.absolute.difference,
        "people": finding.people,
        **_numbers(finding.numbers),
        "certainty": finding.certainty.words,
        "certainty_notes": list(finding.certainty.notes),
        "rating": rating_json(finding.certainty),
        "k": finding.k,
        "pooled": None if pooled is None else pooled_json(pooled),
        "information_size": information_json(information_size(finding.answer)),
        "exact_odds_ratio": exact_json(exact_odds_ratio_of(finding.answer.entries)),
        "notes": list(pool_notes(finding.answer)),
        "values_without_interval": value_rows(finding),
        "values_in_words": [asdict(note) for note in finding.value_notes],
        "contradictions": _contradictions_json(finding),
        "directions_in_words": [asdict(note) for note in finding.contradiction_notes],
        "may_be_the_same_people": [[study.label, other.label] for study, other in finding.answer.same_people],
        "rows": study_rows(finding, identifiers),
    }


def rating_json(certainty: FindingCertainty) -> dict[str, Any] | None:
    """The current rating, domain by domain; None where there is none, or the data changed since."""
    rating = certainty.rating
    if rating is None:
        return None
    return {
        "start": rating.start.value,
        "level": rating.level.value,
        "rated_by": rating.rated_by,
        "rated_at": rating.rated_at.isoformat(),
        "domains": [
            {"domain": line.domain.value, "levels": line.levels, "suggested": line.suggested, "why": line.why}
            for line in rating.domains
        ],
    }


def _row(answer: Answer, entry: StudyEffect, line: ContrastEffect, place: int, identifiers: ByStudy) -> dict[str, Any]:
    return {
        "study": entry.study.label,
        "year": entry.study.year,
        "state": entry.pool_exclusion.label if entry.pool_exclusion else "in the answer",
        "group": line.first.part or line.arm.stratum or (str(place + 1) if len(entry.lines) > 1 else ""),
        "condition": line.arm.condition,
        "weeks": line.first.weeks,
        **moderators_of(line, identifiers),
        **_arm("ozone", line.ozone),
        **_arm("comparator", line.comparator),
        "measure": line.effect.measure.value,
        "yi": line.effect.estimate,
        "vi": line.effect.variance,
        "df": line.effect.df,
        "weight": entry.weight,
        "rules": "; ".join(line.rules),
        "design_effect": design_effect_of(entry.study),
        "printed_difference": line.printed.row.result_text if line.printed else "",
        "printed_difference_source": line.printed.row.provenance.source_url if line.printed else "",
        **_marks(line),
        "ozone_result": line.first.ozone.key if line.first.ozone else None,
        "comparator_result": line.first.comparator.key if line.first.comparator else None,
        **_numbers(share_of_line(line)),
    }


def _numbers(share: NumberShare) -> dict[str, Any]:
    """How many of the printed numbers behind it a second person confirmed."""
    return {"numbers": share.total, "numbers_confirmed": share.confirmed}


def _marks(line: ContrastEffect) -> dict[str, Any]:
    """What the number rests on besides what is printed, and the cautions that go with it."""
    usual = line.usual_spread_effect.interval() if line.usual_spread_effect else None
    return {
        "derived": line.is_derived,
        "assumptions": "; ".join(mark.label for mark in line.assumptions),
        "cautions": "; ".join(mark.label for mark in line.cautions),
        "usual_spread_low": usual.low if usual else None,
        "usual_spread_high": usual.high if usual else None,
        "change_difference": line.change_difference.points if line.change_difference else None,
    }


def _arm(side: str, arm: ArmValue | None) -> dict[str, Any]:
    """The numbers of one arm; none where the trial's own difference is used instead."""
    value = arm.value if arm else None
    if isinstance(value, Counts):
        numbers: tuple[Any, ...] = (value.events, None, None, None)
    else:
        numbers = (None, value.mean, value.sd, value.se) if value else (None, None, None, None)
    events, mean, sd, se = numbers
    # The bounds are of a derived risk, or of a derived deviation.
    low, high = arm.bounds if arm and arm.bounds else (None, None)
    cells = {"n": arm.n if arm else None, "events": events, "mean": mean, "sd": sd, "se": se}
    rule = arm.count_rule.value if arm and arm.count_rule else ""
    cells |= {"count_rule": rule, "low": low, "high": high}
    return {f"{side}_{name}": cell for name, cell in cells.items()}
