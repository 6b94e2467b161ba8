"""What other studies report, with which the figures of a study are compared."""

from studies.models import OutcomeMeasure, Study
from studies.reported.reference_values import ReferenceValues, reference_values
from studies.selectors.arms import read_arms
from studies.selectors.checked_studies import study_identity
from studies.selectors.results import RESULTS, measures_by_id, readable_results

_RESULTS = RESULTS.only(
    *("arm", "measure", "weeks", "scale_min", "scale_max", "n", "mean", "sd", "se", "events", "percent", "is_change")
)


def read_others() -> ReferenceValues:
    """What primary studies report that readers may see, by a number of queries that does not grow with them."""
    arms = {arm.id: arm for arm in read_arms()}
    measures = measures_by_id(OutcomeMeasure.objects.all())
    results = _RESULTS.from_table(readable_results(), arm=arms.__getitem__, measure=measures.__getitem__)
    studies = Study.objects.primary().visible().select_related("condition").prefetch_related("publications")
    return reference_values(results, map(study_identity, studies))
