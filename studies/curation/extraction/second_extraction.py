"""A second, blind extraction of a study's numbers; differences are settled with a reason and saved to the record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from studies.choices import ExtractionState, ReadAs, ResultKind, Settlement
from studies.curation.pasting.read_number import NotANumberError, read_number
from studies.curation.save_rows import RowChange, save_rows
from studies.fields import FIELDS, Field, FieldKind
from studies.models import ExtractedValue, Extraction, OutcomeResult, Study
from studies.revisions.reasons import save_all_with_reason, save_with_reason
from studies.revisions.record_change import ActionRefusedError

_OWN_NUMBERS = "You have entered or changed numbers of this study: another person must do the second extraction."
Typed = Mapping[tuple[int, str], str]


def fields_to_read(result: OutcomeResult) -> tuple[Field, ...]:
    """The figures of a result to extract again: those that its kind reports."""
    return FIELDS["result"].figures(ResultKind(result.kind))


@dataclass(frozen=True, slots=True)
class ExtractionAgreement:
    """Agreement of two extractions on the numbers that one or both of them found; ``both`` found the same place filled.

    A place that both left empty is no number, and is not counted. Without such places chance gives no agreement that
    could be corrected for: there is no kappa.
    """

    n: int
    both: int
    same: int

    @property
    def percent(self) -> float | None:
        """Share of the numbers that are the same, 0 to 100; None where neither found one."""
        return 100 * self.same / self.n if self.n else None


def obstacle_to_extraction(*, study: Study, person: User) -> str:
    """Why a person cannot extract a study blind, as a sentence; '' when they can."""
    if study.extracted_by_id == person.pk:
        return _OWN_NUMBERS
    results = OutcomeResult.objects.filter(arm__study=study)
    wrote = OutcomeResult.history.filter(id__in=results.values("pk"), history_user=person).exists()
    if wrote or results.filter(extracted_by=person).exists():
        return _OWN_NUMBERS
    if study.extractions.filter(by=person).exclude(state=ExtractionState.OPEN).exists():
        return "You have finished a second extraction of this study and seen the first."
    return "" if results.exists() else "This study has no result of an arm to extract again."


@transaction.atomic
def begin_extraction(*, study: Study, by: User, read_as: ReadAs, now: datetime) -> Extraction:
    """Begin a second extraction, or continue one's own. Raises ``ActionRefusedError``."""
    going_on = study.extractions.filter(by=by, state=ExtractionState.OPEN).first()
    if going_on:
        return going_on
    why = obstacle_to_extraction(study=study, person=by)
    if why:
        raise ActionRefusedError(why)
    return Extraction.objects.create(study=study, by=by, read_as=read_as, started_at=now)


@transaction.atomic
def save_values(*, extraction: Extraction, typed: Typed, note: str, by: User) -> None:
    """Save the values typed so far, by result and field; values of other studies are skipped.

    Raises ``ActionRefusedError`` unless the extraction is the person's own and open.
    """
    locked = Extraction.objects.select_for_update().get(pk=extraction.pk)
    if locked.by_id != by.pk or locked.state != ExtractionState.OPEN:
        raise ActionRefusedError("This extraction is finished, or another person's.")
    saved = {(value.result_id, value.field): value for value in locked.values.all()}
    changed = []
    for result in results_to_read(locked.study):
        for field in (each.name for each in fields_to_read(result)):
            text = canonical_number(field, typed.get((result.pk, field), ""))
            value = saved.get((result.pk, field)) or ExtractedValue(extraction=locked, result=result, field=field)
            if value.pk is None or value.typed != text:
                value.typed = text
                changed.append(value)
    save_all_with_reason(changed, ["typed"], reason="Second extraction", by=by)
    Extraction.objects.filter(pk=locked.pk).update(note=note)


@transaction.atomic
def finish_extraction(*, extraction: Extraction, by: User, now: datetime) -> Extraction:
    """Finish the extraction and compare it with the current record.

    Raises ``ActionRefusedError``.
    """
    locked = Extraction.objects.select_for_update().get(pk=extraction.pk)
    if locked.by_id != by.pk or locked.state != ExtractionState.OPEN:
        raise ActionRefusedError("This extraction is finished, or another person's.")
    values = list(locked.values.select_related("result"))
    if not any(value.typed for value in values):
        raise ActionRefusedError("Nothing has been read yet: type at least one number before you finish.")
    for value in values:
        value.first = recorded_value(value.result, value.field)
    save_all_with_reason(values, ["first"], reason="Second extraction finished", by=by)
    locked.finished_at = now
    locked.state = ExtractionState.FINISHED if any(map(is_different, values)) else ExtractionState.SETTLED
    locked.save()
    return locked


@transaction.atomic
def settle_difference(
    *, value: ExtractedValue, settlement: Settlement, because: str, by: User, now: datetime, other: str = ""
) -> ExtractedValue:
    """Decide which extraction is right, and why; a value that differs is saved to the record, with its history.

    Raises ``ActionRefusedError`` with a sentence where there is nothing to settle, no reason, no number, or the
    record refuses.
    """
    extraction = Extraction.objects.select_for_update().select_related("study").get(pk=value.extraction_id)
    value = ExtractedValue.objects.select_related("result").get(pk=value.pk)
    if extraction.state == ExtractionState.OPEN or not is_different(value) or value.settlement:
        raise ActionRefusedError("There is nothing left to settle here.")
    if not because.strip():
        raise ActionRefusedError("Give a reason: it is shown in the history with the number.")
    values = {
        Settlement.FIRST: value.first,
        Settlement.SECOND: value.typed,
        Settlement.OTHER: canonical_number_or_refusal(value.field, other),
    }
    value.settlement, value.settled_value = settlement, values[settlement]
    value.settled_because, value.settled_by, value.settled_at = because.strip(), by, now
    save_with_reason(value, reason=f"Settled: {settlement.label}", by=by)
    if settlement != Settlement.FIRST:
        _write(value, extraction.study, because=because, by=by, now=now)
    if not any(is_different(each) and not each.settlement for each in extraction.values.all()):
        Extraction.objects.filter(pk=extraction.pk).update(state=ExtractionState.SETTLED)
    return value


def results_to_read(study: Study) -> list[OutcomeResult]:
    """The results of a study's arms, in the order of arms and outcomes."""
    rows = OutcomeResult.objects.filter(arm__study=study).select_related("arm", "measure")
    return list(rows.order_by("measure__order_in_domain", "measure", "weeks", "arm", "pk"))


def recorded_value(result: OutcomeResult, field: str) -> str:
    """The number of the record in the form in which extractions are compared; '' for not reported."""
    number = getattr(result, field)
    return "" if number is None else result.as_printed(field)


def canonical_number(field: str, text: str) -> str:
    """A typed number with a decimal point and a plain minus; '' for none.

    Raises ``NotANumberError`` with a sentence.
    """
    if not text.strip():
        return ""
    number = read_number(text)
    if _is_whole(field) and (number.value < 0 or not number.value.is_integer()):
        raise NotANumberError(f"“{text.strip()}” is not a number of people: it has to be whole.")
    return number.text[:60]


def _is_whole(name: str) -> bool:
    return FIELDS["result"].field(name).kind is FieldKind.WHOLE


def canonical_number_or_refusal(field: str, text: str) -> str:
    """The same for a third value that is settled on. Raises ``ActionRefusedError``."""
    try:
        return canonical_number(field, text)
    except NotANumberError as none:
        raise ActionRefusedError(str(none)) from none


def is_different(value: ExtractedValue) -> bool:
    """Whether the two extractions are different numbers; 3.0 and 3 are the same, "not reported" is not zero."""
    return _as_number(value.first) != _as_number(value.typed)


def extraction_agreement(values: Iterable[tuple[str, str]]) -> ExtractionAgreement:
    """Agreement over pairs of values, of the first and the second extraction, before anything was settled.

    >>> extraction_agreement([("3.0", "3"), ("4", "5"), ("6", ""), ("", "")])
    ExtractionAgreement(n=3, both=2, same=1)
    """
    found = [(_as_number(first), _as_number(second)) for first, second in values if first or second]
    both = [pair for pair in found if None not in pair]
    return ExtractionAgreement(len(found), len(both), sum(first == second for first, second in both))


def _as_number(text: str) -> float | None:
    return float(text) if text else None


def _write(value: ExtractedValue, study: Study, *, because: str, by: User, now: datetime) -> None:
    """Save the settled value to the record: a study that was signed off becomes unverified."""
    number = _as_number(value.settled_value)
    whole = int(number) if number is not None and _is_whole(value.field) else number
    values: dict[str, object] = {value.field: whole}
    if value.field == "events":
        # It was read as a count; without one there is nothing to say of where it came from.
        values["events_derived"] = None if number is None else False
    printed = {value.field: value.settled_value} if value.settled_value else {}
    change = RowChange(str(value.pk), OutcomeResult, value.result_id, values, printed)
    reason = f"Second extraction settled: {because.strip()}"
    saved = save_rows(study=study, rows=[change], by=by, now=now, reason=reason, expected_revision=study.revision)
    if saved.refused:
        raise ActionRefusedError(" ".join(refused.sentence for refused in saved.refused.values()))
