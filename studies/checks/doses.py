"""What an arm received, in numbers."""

from collections.abc import Iterator

from studies.checks.check import Check, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import four_digits, of_arm
from studies.choices import Severity
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues

# Micrograms of ozone per millilitre of gas that generators for medical use give; the arms loaded lie at 10 to 60.
# Percent by weight, or a dose in micrograms, entered by mistake lies outside.
LEAST_OZONE, MOST_OZONE = 1.0, 80.0


def concentration(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A concentration of ozone outside clinical use, or one in an arm without ozone."""
    for arm in study.arms:
        doses = [dose for dose in (arm.concentration_low, arm.concentration_high) if dose is not None]
        outside = [dose for dose in doses if not LEAST_OZONE <= dose <= MOST_OZONE]
        if outside:
            plausible = f"{four_digits(LEAST_OZONE)} to {four_digits(MOST_OZONE)}"
            sentence = f"{four_digits(outside[0])} ug/ml of ozone is outside {plausible}."
        elif doses and arm.components and not arm.with_ozone:
            sentence = f"An arm without ozone has {four_digits(doses[0])} ug/ml of it."
        else:
            continue
        comparator = "" if arm.with_ozone else " Ozone is not among its components: a comparator with a little ozone?"
        yield of_arm(
            study,
            arm,
            severity=Severity.WARNING,
            field="concentration",
            sentence=sentence,
            arithmetic=f"As printed: {arm.concentration or four_digits(doses[0])} ug/ml.{comparator}",
            values=("concentration_low", "concentration_high"),
        )


CHECKS: tuple[Check, ...] = (
    StudyCheck(
        "concentration",
        "A concentration of ozone outside 1 to 80 ug/ml, or any in an arm without ozone.",
        concentration,
    ),
)
