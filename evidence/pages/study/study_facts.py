"""The facts of a study that stand beside its name: people, how it was made, what was read, who judged and paid."""

from collections.abc import Iterable

from evidence.synthesis.comparison_labels import join_words
from studies.choices import Blinding, Design, Kind
from studies.curation.risk_of_bias.finished_assessments import AssessmentView
from studies.models import Arm, Publication, Study
from studies.numerics.number_formatting import count
from studies.selectors.study_people import study_people


def people_text(study: Study, arms: Iterable[Arm]) -> str:
    """How many people were randomised, included or analysed, else are in its arms; '' where none was reported."""
    counted = "in the studies it includes" if study.kind == Kind.REVIEW else "included"
    if study.design in {Design.RCT, Design.QUASI_RCT}:
        counted = "randomised"
    numbers = ((study.n_randomised, counted), (study.n_analysed, "analysed"))
    of_arms = study_people(study, arms) if study.n_randomised is None and study.n_analysed is None else None
    shown = (*numbers, (of_arms, "in its arms; no number of the whole study"))
    return ", ".join(f"{count(number)} {words}" for number, words in shown if number is not None)


def age_and_sex_text(study: Study) -> str:
    """The mean age and the share of women; '' where neither was reported."""
    parts = []
    if study.age_mean is not None:
        spread = f" (standard deviation {study.as_printed('age_sd')})" if study.age_sd is not None else ""
        parts.append(f"mean age {study.as_printed('age_mean')} years{spread}")
    if study.pct_female is not None:
        parts.append(f"{study.as_printed('pct_female')}% women")
    return ", ".join(parts)


def blinding_text(study: Study) -> str:
    """Blinding as printed, else the label of its code; '' where none was reported."""
    coded = "" if study.blinding_code == Blinding.NOT_REPORTED else study.get_blinding_code_display()
    return study.blinding or coded


def bias_text(assessments: Iterable[AssessmentView]) -> str:
    """The overall levels that stand, with the scope of each and on whose judgement it rests; '' while there is none."""
    found: dict[tuple[str, str], list[str]] = {}
    for view in assessments:
        if view.basis:
            found.setdefault((view.scope, view.basis), []).append(view.overall.level.lower())
    return "; ".join(
        f"{join_words(dict.fromkeys(levels))} ({scope}; {basis})" for (scope, basis), levels in found.items()
    )


def retraction_text(publications: Iterable[Publication]) -> str:
    """What a check for retraction said of its publications, each answer once; '' without a publication."""
    return "; ".join(dict.fromkeys(each.retraction_text for each in publications))
