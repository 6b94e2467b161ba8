"""The confirmations behind a synthetic sign-off: of every number, but for some studies that are signed off in part."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.db.models import Model

from studies.choices import StudyStatus
from studies.models import NumberConfirmation, Study
from studies.reported.number_meaning import meaning_of, with_meaning
from studies.reported.reported_numbers import printed_figures
from studies.selectors.study_numbers import NUMBER_TABLES


def confirmed_rows(records: Mapping[type[Model], Iterable[Model]]) -> Iterator[NumberConfirmation]:
    """Confirmations of the numbers of saved records, by the person who signed their study off.

    The numbers of the arms, of every other signed-off study, are not confirmed.
    """
    for kind, table in NUMBER_TABLES.items():
        for record in records.get(table.model, ()):
            study = _study_of(record, table.study)
            if study.standing == StudyStatus.SIGNED_OFF and not (kind == "arm" and _is_in_part(study)):
                yield from _confirmations(kind, record, study)


def _is_in_part(study: Study) -> bool:
    """Every other study of those that are signed off, which are one in six."""
    return bool(study.pk // 6 % 2)


def _study_of(record: Any, path: str) -> Study:
    """The study to which a record leads by its columns."""
    for name in path.split("__"):
        record = record if name == "pk" else getattr(record, name)
    assert isinstance(record, Study)  # noqa: S101 - the paths of all tables end there; mypy needs to know
    return record


def _confirmations(kind: str, record: Any, study: Study) -> Iterator[NumberConfirmation]:
    row = {} if kind == "study" else {kind: record}
    said = {"confirmed_by": study.signed_off_by, "confirmed_at": study.signed_off_at, **row}
    meaning = meaning_of(kind, record)
    for name, value in printed_figures(kind, partial(getattr, record), getattr(record, "printed", {})).items():
        yield NumberConfirmation(study=study, field=name, value=with_meaning(value, meaning), **said)
