"""What a selection leaves out for want of data: a study that does not print its year is in no range of years."""

from collections.abc import Iterable

from evidence.filters.evidence_filter import EvidenceFilter, Fit
from evidence.synthesis.comparison_labels import join_words
from studies.numerics.number_formatting import plural
from studies.reported.contrasts import Contrast
from studies.reported.exclusion_reasons import reason_of_comparison
from studies.reported.pairing import ArmPair
from studies.reported.rows import StudyRow


def missing_data(evidence_filter: EvidenceFilter, items: Iterable[Contrast | ArmPair]) -> tuple[str, ...]:
    """A sentence for each datum for want of which studies that isolate ozone are outside the selection.

    A study counts when nothing of it is selected, and something of it would be if it printed what is asked for.
    One that lacks several data counts under each.
    """
    selected: set[int] = set()
    lacking: dict[str, dict[int, StudyRow]] = {}
    for item in items:
        pair = item if isinstance(item, ArmPair) else item.pair
        if reason_of_comparison(pair.compared.comparison) is None:
            study, data = pair.ozone.study, _data_lacking(evidence_filter, item)
            if data == ():
                selected.add(study.id)
            for datum in data or ():
                lacking.setdefault(datum, {})[study.id] = study
    left_out = {
        datum: [study for key, study in studies.items() if key not in selected] for datum, studies in lacking.items()
    }
    return tuple(_sentence(datum, studies) for datum, studies in left_out.items() if studies)


def _data_lacking(evidence_filter: EvidenceFilter, item: Contrast | ArmPair) -> tuple[str, ...] | None:
    """The data that a contrast lacks for the selection; empty for one that is selected, None for one that fails it."""
    failed = [(datum, fit) for datum, fit in evidence_filter.fits(item) if fit is not Fit.INSIDE]
    return None if any(fit is Fit.OUTSIDE for _, fit in failed) else tuple(datum for datum, _ in failed)


def _sentence(datum: str, studies: list[StudyRow]) -> str:
    trials = sum(study.is_randomised for study in studies)
    others = len(studies) - trials
    counts = [
        *([plural(trials, "trial")] if trials else []),
        *([plural(others, "other study", "other studies")] if others else []),
    ]
    return f"{join_words(counts)} without {datum} {'is' if len(studies) == 1 else 'are'} left out."
