"""The terms of questions: names of conditions as they are now, and the synonyms that people curate."""

from collections.abc import Sequence

from evidence.asked.asked_question import AskableCondition, make_lexicon
from evidence.asked.lexicon import Lexicon
from studies.models import Condition
from studies.search.synonyms import SynonymSet


def read_lexicon(conditions: Sequence[Condition], synonyms: SynonymSet) -> Lexicon:
    """The terms of these conditions, with the conditions above each."""
    askable = [
        AskableCondition(
            item.slug, (item.name, item.plain_name), tuple(above.slug for above in above_of(item, conditions))
        )
        for item in conditions
    ]
    return make_lexicon(askable, synonyms)


def above_of(condition: Condition, conditions: Sequence[Condition]) -> list[Condition]:
    """The conditions that gather one, the nearest first."""
    by_id = {item.pk: item for item in conditions}
    found: list[Condition] = []
    while (above := by_id.get(condition.parent_id or 0)) and above not in found:
        found.append(above)
        condition = above
    return found
