"""The list of synonyms that admins keep."""

from studies.models import Synonym
from studies.revisions.kept_values import keep
from studies.search.synonyms import SynonymSet


def curated_synonyms() -> SynonymSet:
    """All meanings of the list, kept while no row changes."""
    return keep("search synonyms", lambda: SynonymSet.from_lines(Synonym.objects.values_list("words", flat=True)))
