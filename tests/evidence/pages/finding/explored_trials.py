"""Trials whose doses, sessions, years and guidance differ: what the pages that explore a finding are tried with."""

from studies.choices import Guidance, HigherIs
from tests.factories import make_arm, make_condition, make_measure, make_publication, make_result, make_study

ANCHOR = "ozone-v-sham-pain-short-intradiscal"


def make_trials(k: int) -> None:
    """Trials of pain in one condition, with doses, sessions, years and guidance that differ."""
    condition = make_condition(slug="sore-back", in_back_pain=True)
    measure = make_measure(slug="pain-vas")
    scale = {"measure": measure, "scale_min": 0, "scale_max": 10, "higher_is": HigherIs.WORSE, "n": 30}
    for place in range(k):
        study = make_study(condition=condition, label=f"Trial {place}")
        make_publication(study=study, year=2010 + place)
        dose = 20 + 5 * (place % 3)
        ozone = make_arm(
            study=study,
            guidance=Guidance.CT if place % 2 else Guidance.FLUOROSCOPY,
            concentration_low=dose,
            concentration_high=dose,
            sessions_low=1 + place % 4,
        )
        sham = make_arm(study=study, components=("sham",))
        # The first has a deviation of 1.5 in both arms; equal errors in all studies would leave no funnel.
        sd = 1.5 + 0.1 * place
        make_result(arm=ozone, mean=3.0 - 0.1 * (place % 5), sd=sd, **scale)
        make_result(arm=sham, mean=4.0, sd=sd, **scale)
