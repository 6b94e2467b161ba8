"""What the studies of an answer differ in, as columns, so that it can be analysed outside the site."""

from typing import Any

from evidence.exports.study_identifiers import ByStudy, StudyIdentifiers
from evidence.findings.bias_lights import assessment_of
from evidence.synthesis.study_effects import ContrastEffect
from studies.reported.rows import ArmRow

# Those that an analysis can take as they are; the dose is that of the ozone arm.
MODERATORS = (
    *("design", "blinding", "bias", "route", "guidance"),
    *("ozone_ug_per_ml_low", "ozone_ug_per_ml_high", "volume_ml_low", "volume_ml_high"),
    *("sessions_low", "sessions_high"),
)
MODERATOR_COLUMNS = ("slug", "doi", "pmid", *MODERATORS)


def moderators_of(line: ContrastEffect, identifiers: ByStudy) -> dict[str, Any]:
    """The moderators of one line of an answer: None where the text read says nothing."""
    study = line.arm.study
    known = identifiers.get(study.id, StudyIdentifiers())
    view = assessment_of(line)
    return {
        "slug": study.slug,
        "doi": known.doi or None,
        "pmid": known.pmid or None,
        "design": study.design.value if study.design else None,
        "blinding": study.blinding.value,
        # Not assessed here, or two people differ.
        "bias": view.overall.value if view and view.overall else None,
        **_treatment(line.arm),
    }


def _treatment(arm: ArmRow) -> dict[str, Any]:
    """Route, guidance and dose of an ozone arm; the ends of a range are equal where one number is printed."""
    return {
        "route": arm.route.value,
        "guidance": arm.guidance.value if arm.guidance else None,
        "ozone_ug_per_ml_low": arm.concentration_low,
        "ozone_ug_per_ml_high": arm.concentration_high,
        "volume_ml_low": arm.volume_low,
        "volume_ml_high": arm.volume_high,
        "sessions_low": arm.sessions_low,
        "sessions_high": arm.sessions_high,
    }
