"""The terms of questions: names of conditions as they are now, and the synonyms that people curate."""

from collections.abc import Sequence

from evidence.asked.asked_question import AskableCondition, make_lexicon
from evidence.asked.lexicon import Lexicon
from studies.models import Condition, with_ancestors
from studies.search.synonyms import SynonymSet


def read_lexicon(conditions: Sequence[Condition], synonyms: SynonymSet) -> Lexicon:
    """The terms of these conditions, with the conditions above each."""
    askable = [
        AskableCondition(item.slug, (item.name, item.plain_name), tuple(slugs_above(item, conditions)))
        for item in conditions
    ]
    return make_lexicon(askable, synonyms)


def slugs_above(condition: Condition, conditions: Sequence[Condition]) -> list[str]:
    """The slugs of the conditions that gather one, the nearest first."""
    return [above.slug for above in with_ancestors(condition, conditions)[1:]]
