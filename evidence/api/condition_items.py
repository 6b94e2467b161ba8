"""Conditions as rows, and what the page of one condition says."""

from dataclasses import asdict
from typing import Any

from django.urls import reverse

from evidence.api.data_answers import JsonObject, KeyedItem
from evidence.api.listed_rows import Absolute
from evidence.api.record_values import record_data
from evidence.exports.table_facts import table_json
from evidence.pages.condition.condition_page import ConditionPage, condition_page
from evidence.pages.condition.synthesised_condition import SynthesisedCondition
from studies.models import Condition


def condition_item(condition: Condition, absolute: Absolute) -> KeyedItem:
    """A condition of the tree."""
    page = absolute(reverse("condition", args=[condition.slug]))
    return KeyedItem(condition.slug, {"id": condition.slug, **record_data("condition", condition), "page": page})


def condition_data(of: SynthesisedCondition, absolute: Absolute) -> JsonObject:
    """What the page of a condition says: its answer, its table, harm, reviews, and where the rest is."""
    page, counts = condition_page(of), of.judged.counts
    return {
        **condition_item(of.read.condition, absolute).data,
        "children": [child.slug for child in of.read.scope[1:]],
        "answer": {"sentence": str(page.answer), **asdict(page.answer)},
        "basis": list(page.basis),
        "trials": [study.slug for study in counts.isolating],
        "other_studies": [study.slug for study in counts.others],
        "people": counts.people,
        "trials_without_people": counts.unsized,
        "newest_study": page.newest,
        "table": _table(page),
        "harm": _harm(page),
        "reviews": {
            "sentences": [f"{line.name}{line.tail}" for line in page.reviews.shown],
            "pooled": page.reviews.pooled,
            "basis": page.reviews.basis,
        },
        "further_trials": [
            {"text": further.text, "studies": [label for label, _ in further.studies.rows]}
            for further in page.further_trials
        ],
        "counts": {
            link.name.removeprefix("condition-"): link.count for link in page.within.links if link.count is not None
        },
    }


def _table(page: ConditionPage) -> JsonObject:
    """The table as files have it, each row with the id of its finding."""
    table = table_json(page.table)
    rows = [{**row, "finding": row["finding"].strip("/").rpartition("/")[2]} for row in table["rows"]]
    return {"rows": rows, "remarks": table["remarks"]}


def _harm(page: ConditionPage) -> dict[str, Any]:
    deaths = [f"{line.name}{line.tail}" for line in page.harm.deaths.rows]
    return {"sentences": list(page.harm.sentences), "deaths": deaths}
