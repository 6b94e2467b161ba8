"""Numbers of a study confirmed one by one: compared with the source by a person who did not enter them."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from studies.fields import FIELDS
from studies.models import NumberConfirmation, Study
from studies.models.row_field import ROWS
from studies.numerics.whole_number import whole_number
from studies.revisions.record_change import ActionRefusedError, locked_study
from studies.selectors.confirmations import RowPlace
from studies.selectors.prepared_query import PreparedQuery
from studies.selectors.study_numbers import NUMBER_TABLES, NumberTable, ReportedNumber, read_numbers

_CHANGED = "A number was changed after you opened the page. Nothing was confirmed; look at it again."
_OWN = "You entered this number: another person has to compare it with the source."


class NumberPlace(NamedTuple):
    """Where a number stands in the record: the kind and the number of its row, and the field."""

    kind: str
    pk: int
    field: str

    @property
    def key(self) -> str:
        """What names it in a form and on the page.

        >>> NumberPlace("trial_row", 12, "arm_a_n").key
        'trial_row-12-arm_a_n'
        """
        return f"{self.kind}-{self.pk}-{self.field}"


def place_of(number: ReportedNumber) -> NumberPlace:
    """The place of a number of the record."""
    return NumberPlace(*number.row, number.field)


def place_of_key(key: str) -> NumberPlace:
    """The place that a key names. Raises ``ActionRefusedError`` for what is none."""
    kind, _, rest = key.partition("-")
    pk_text, _, field = rest.partition("-")
    pk = whole_number(pk_text)
    if kind not in NUMBER_TABLES or pk is None or not field.isidentifier():
        raise ActionRefusedError("There is no such number.")
    return NumberPlace(kind, pk, field)


@transaction.atomic
def confirm_numbers(*, study: Study, seen: Mapping[NumberPlace, str], by: User, now: datetime) -> None:
    """Record that ``by`` compared these numbers, each with the meaning that they saw, with the source.

    Raises ``ActionRefusedError`` where one has changed since, or is the person's own; then none is confirmed.
    """
    locked = locked_study(study, None)
    read = read_numbers([locked.pk], are_to_confirm=True)[locked.pk]
    numbers = {place_of(number): number.value_with_meaning for number in read}
    own = rows_entered_by(locked, by)
    for place, value in seen.items():
        if numbers.get(place) != value:
            raise ActionRefusedError(_CHANGED)
        if (place.kind, place.pk) in own:
            raise ActionRefusedError(_OWN)
    for place, value in seen.items():
        NumberConfirmation.objects.update_or_create(
            study=locked, confirmed_by=by, **_row(place), defaults={"value": value, "confirmed_at": now}
        )


@transaction.atomic
def withdraw_confirmation(*, study: Study, place: NumberPlace, by: User) -> None:
    """Take back one's own confirmation of a number. Raises ``ActionRefusedError`` where there is none."""
    deleted, _ = NumberConfirmation.objects.filter(study=study, confirmed_by=by, **_row(place)).delete()
    if not deleted:
        raise ActionRefusedError("You have not confirmed this number.")


def _query_entered(table: NumberTable, study: int) -> "QuerySet[Any, Any]":
    rows: QuerySet[Any] = QuerySet(table.model).filter(**{table.study: study})
    return rows.values_list("pk", "extracted_by")


_ENTERED = {kind: PreparedQuery(partial(_query_entered, table)) for kind, table in NUMBER_TABLES.items()}
_STUDY_NUMBERS = [field.name for field in FIELDS["study"].typed if field.is_figure]
_STUDY_LINES = PreparedQuery(
    lambda study: Study.history.filter(id=study).order_by("history_id").values_list("history_user", *_STUDY_NUMBERS)
)


def rows_entered_by(study: Study, person: User) -> set[RowPlace]:
    """The rows whose numbers a person entered or changed, by a fixed number of queries.

    A row that does not say who entered it was entered by the last person who changed the study.
    """
    found: set[RowPlace] = set()
    for kind, table in NUMBER_TABLES.items():
        model: Any = table.model
        rows = _ENTERED[kind].rows(study.pk)
        entered = {pk: by if by or kind == "study" else study.extracted_by_id for pk, by in rows}
        own = {pk for pk, by in entered.items() if by == person.pk}
        if kind == "study":
            own.update({study.pk} if _entered_study_numbers(study, person) else ())
        elif entered:
            own.update(model.history.filter(id__in=entered, history_user=person).values_list("id", flat=True))
        found.update((kind, pk) for pk in own)
    return found


def _entered_study_numbers(study: Study, person: User) -> bool:
    """Whether a person ever entered or changed a number of the study itself; its other changes are of no number."""
    in_order = [(None, *(None for _ in _STUDY_NUMBERS)), *_STUDY_LINES.rows(study.pk)]
    return any(after[0] == person.pk and after[1:] != before[1:] for before, after in pairwise(in_order))


def _row(place: NumberPlace) -> dict[str, Any]:
    """The columns by which a confirmation names its number."""
    return {"field": place.field, **{f"{row}_id": place.pk if row == place.kind else None for row in ROWS}}
