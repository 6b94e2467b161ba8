"""Harms as studies counted or told them."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from studies.choices import ArmRole, DenominatorKind, Retraction, Serious, StudyStatus
from studies.models import AdverseEvent, Publication
from studies.reported.harm_rows import HarmRow
from studies.reported.rows import StudyRow
from studies.selectors.arms import DESIGNS, ROUTES, readable

_IS_RETRACTED = Exists(Publication.objects.filter(study=OuterRef("study"), retraction=Retraction.RETRACTED))
_SERIOUS = {word.value: word for word in Serious}
_DENOMINATORS = {word.value: word for word in DenominatorKind}
# The plain fields of a harm, by the names of its row.
_HARM_FIELDS = {
    "id": "id",
    "event": "event",
    "n_events": "n_events",
    "n_at_risk": "n_at_risk",
    "arm": "arm__label",
    "stratum": "arm__stratum",
    "condition": "arm__condition__slug",
    "url": "source_url",
    "locator": "locator",
    "note": "note",
}


def read_harms(conditions: Collection[str] | None = None) -> list[HarmRow]:
    """The harms that visible primary studies counted or tell of, in arms with one of these conditions."""
    rows = AdverseEvent.objects.filter(**readable("study"), arm__isnull=False).exclude(
        study__standing=StudyStatus.DRAFT
    )
    if conditions is not None:
        rows = rows.filter(arm__condition__slug__in=conditions)
    rows, studies = rows.order_by("id"), dict[int, StudyRow]()
    return [
        HarmRow(
            study=studies.get(study)
            or studies.setdefault(study, StudyRow(study, slug, label, DESIGNS[design], retracted=retracted)),
            serious=_SERIOUS[serious],
            denominator=_DENOMINATORS[denominator],
            with_ozone=role == ArmRole.OZONE,
            route=ROUTES[route],
            **dict(zip(_HARM_FIELDS, rest, strict=True)),
        )
        for study, slug, label, design, retracted, serious, denominator, role, route, *rest in rows.values_list(
            *("study_id", "study__slug", "study__label", "study__design", _IS_RETRACTED),
            *("serious", "denominator_kind", "arm__role", "arm__route"),
            *_HARM_FIELDS.values(),
        )
    ]
