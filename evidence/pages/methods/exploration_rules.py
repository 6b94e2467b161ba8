"""The section of the methods page on exploring a finding, with links to each comparison by dose."""

from django.urls import reverse

from evidence.pages.methods.method_sections import MethodSection
from evidence.statistics.information_size import RISK_DIFFERENCE, SCORE_DIFFERENCE, STANDARDISED_DIFFERENCE
from evidence.statistics.regression import STUDIES_PER_MODERATOR
from evidence.statistics.small_study import MIN_STUDIES_FOR_ASYMMETRY
from evidence.statistics.subgroups import MIN_STUDIES_IN_ALL, MIN_STUDIES_IN_EACH
from evidence.synthesis.bayesian_answer import (
    OF_SCORE,
    SCEPTIC_CHANCE,
    TAU_SCALE,
    TAU_SCALE_OF_SCORE,
)
from evidence.synthesis.comparison_labels import COMPARISON_WORDS
from evidence.synthesis.pool_choice import MIN_STUDIES_TO_POOL
from evidence.synthesis.study_covariates import LOW_CONCENTRATION_UNTIL, MIDDLE_CONCENTRATION_UNTIL
from studies.numerics.number_formatting import percent


def exploration_section() -> MethodSection:
    score_share = percent(TAU_SCALE_OF_SCORE, digits=1)
    rules = (
        "Every finding can be explored on a separate page. Nothing there changes the answer, and everything there is "
        "a comparison between studies.",
        f"Subgroups are tested with {MIN_STUDIES_IN_EACH} studies in each and {MIN_STUDIES_IN_ALL} in all; without "
        "that they are listed. The test assumes that the groups share one variance between studies; the test with a "
        "variance for each group is shown next to it. A study that does not state the characteristic is in no group.",
        f"Bands of the ozone concentration end at {LOW_CONCENTRATION_UNTIL:g} and at {MIDDLE_CONCENTRATION_UNTIL:g} "
        "µg/ml; the middle is used for a printed range. Arms of one study with different doses that enter together "
        "have no dose.",
        f"Meta-regression needs {STUDIES_PER_MODERATOR} studies that state the number; below that there are points "
        "and no line.",
        f"Tests of small-study effects, trim and fill and the contours of the funnel from {MIN_STUDIES_FOR_ASYMMETRY} "
        f"studies; influence and the share of settings beyond a threshold from {MIN_STUDIES_TO_POOL}.",
        "Bayesian answers are shown next to the default answer from one study on: a uniform prior of the effect, and a "
        f"half-normal prior of τ with scale {TAU_SCALE:g} on log odds ratios (times one minus the median risk of the "
        f"comparators on log risk ratios), {TAU_SCALE:g} on standardised differences and {score_share} of the scale on "
        "scores.",
        "The sceptical prior is normal about no effect and leaves a larger effect than the one that a trial should see "
        f"({percent(SCORE_DIFFERENCE / OF_SCORE)} of the scale, {STANDARDISED_DIFFERENCE:g} standard deviations, or "
        f"{percent(RISK_DIFFERENCE)} from the median risk of the comparators) a chance of {percent(SCEPTIC_CHANCE)} "
        "either way. The probability that ozone is better is given from "
        f"{MIN_STUDIES_TO_POOL} studies on, once the risk of bias of all of them is judged.",
    )
    links = tuple(
        (f"Dose and route: {words.heading.lower()}", reverse("dose", args=[comparison.value]))
        for comparison, words in COMPARISON_WORDS.items()
    )
    return MethodSection("exploring", "Exploring a finding, and dose", rules, links=links)
