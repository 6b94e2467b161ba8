"""The arms of a study: what each received, and what each two of them compare."""

from collections.abc import Sequence
from dataclasses import dataclass

from studies.models import Arm
from studies.presentation.query_texts import QueryView, queries_about_arm
from studies.presentation.reported_values import dose_text
from studies.presentation.study_names import StudyNamer
from studies.presentation.study_sources import SourceLink, source_of
from studies.reported.comparisons import component_labels
from studies.reported.reported_numbers import NumberShare
from studies.selectors.arm_comparisons import pairs_of


@dataclass(frozen=True, slots=True)
class ArmCard:
    """One arm: who, what, how much, by which route. Empty texts were not reported."""

    arm: Arm
    components: str
    route: str
    guidance: str
    dose: str
    stratum: str
    part_of: str
    source: SourceLink
    queries: tuple[QueryView, ...]
    share: NumberShare


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """Two arms and what they compare."""

    ozone: Arm
    comparator: Arm
    comparison: str
    isolates_ozone: bool
    in_both: str
    only_with_ozone: str
    only_in_comparator: str


def arm_card(
    arm: Arm, arms: Sequence[Arm], queries: Sequence[QueryView], name_studies: StudyNamer, share: NumberShare
) -> ArmCard:
    """One arm, of a study whose arms and queries were read; ``share``: how many of its numbers are confirmed."""
    labels = {other.pk: other.label for other in arms}
    return ArmCard(
        arm=arm,
        components=", ".join(str(component) for component in arm.components.all()),
        route=arm.get_route_display(),
        guidance=arm.get_guidance_display() if arm.guidance else "",
        dose=dose_text(arm),
        stratum=arm.stratum.replace("-", " "),
        part_of=labels[arm.part_of_id] if arm.part_of_id else "",
        source=source_of(arm, name_studies),
        queries=queries_about_arm(arm, queries),
        share=share,
    )


def compared_pairs(arms: Sequence[Arm]) -> list[ComparedPair]:
    """Every two arms that can be compared."""
    return [
        ComparedPair(
            ozone=ozone,
            comparator=comparator,
            comparison=compared.label,
            isolates_ozone=compared.comparison.isolates_ozone,
            in_both=component_labels(compared.in_both),
            only_with_ozone=component_labels(compared.only_with_ozone),
            only_in_comparator=component_labels(compared.only_in_comparator),
        )
        for ozone, comparator, compared in pairs_of(arms)
    ]
