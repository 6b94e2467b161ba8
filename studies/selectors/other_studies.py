"""What other studies report, with which the figures of a study are compared."""

from studies.models import Publication, Study
from studies.reported.reference_values import ReferenceValues, reference_values
from studies.selectors.arms import arms_by_id, readable_arms, values_of_arms, values_of_studies
from studies.selectors.checked_studies import study_identity
from studies.selectors.given_rows import give_rows_of_each, rows_by
from studies.selectors.prepared_query import PreparedQuery
from studies.selectors.results import RESULTS, all_measures, readable_results

_RESULTS = RESULTS.only(
    *("arm", "measure", "weeks", "scale_min", "scale_max", "n", "mean", "sd", "se", "events", "percent", "is_change")
)

_ARMS = PreparedQuery(lambda _: values_of_arms(readable_arms()))
_STUDIES_OF_ARMS = PreparedQuery(lambda _: values_of_studies(readable_arms()))
_VALUES = PreparedQuery(lambda _: _RESULTS.values_of(readable_results()))
_STUDIES = PreparedQuery(lambda _: Study.objects.primary().visible().select_related("condition"))
_PUBLICATIONS = PreparedQuery(lambda _: Publication.objects.filter(study__in=Study.objects.primary().visible()))


def read_others() -> ReferenceValues:
    """What primary studies report that readers may see, by a number of queries that does not grow with them."""
    arms, measures = arms_by_id(_ARMS, _STUDIES_OF_ARMS), all_measures()
    results = list(_RESULTS.each_of_values(_VALUES, arm=arms.__getitem__, measure=measures.__getitem__))
    studies = _STUDIES.records()
    give_rows_of_each(studies, "publications", rows_by("study_id", _PUBLICATIONS.records()))
    return reference_values(results, map(study_identity, studies))
