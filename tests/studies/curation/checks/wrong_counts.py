"""A result whose count and percentage disagree, which the checks find."""

from studies.models import OutcomeResult
from tests.factories import make_arm, make_measure, make_result, make_study

SOURCE = {"source_url": "https://example.org/paper", "locator": "table 2"}


def make_wrong_count(**values: object) -> OutcomeResult:
    """103 of 176 printed as 80.5 percent."""
    study = make_study(label=values.pop("label", "Bonetti <2023>"))
    measure = make_measure(slug=values.pop("slug", "success-other"), name="Success", domain="success")
    numbers = {"events": 103, "n": 176, "percent": 80.5} | values
    return make_result(arm=make_arm(study=study, label="Steroid"), measure=measure, **SOURCE, **numbers)
