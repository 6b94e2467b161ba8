"""One change of the record, as a curator corrects a number: the mean of one result."""

from functools import cache

from benchmarks.pages.page_costs import CONDITION, STUDIES


def change_result(page: str) -> None:
    """Change the mean of a result of the study at this address, else of a study of the condition that is measured."""
    from django.db.models import F

    from studies.models import OutcomeResult

    changed = OutcomeResult.objects.filter(pk=_result(page)).update(mean=F("mean") + 0.5)
    if not changed:
        raise SystemExit(f"No result to change for {page}")


@cache
def _result(page: str) -> int | None:
    from studies.models import OutcomeResult, Study

    results = OutcomeResult.objects.filter(mean__isnull=False, arm__study__in=Study.objects.visible()).order_by("pk")
    slug = page.removeprefix(STUDIES).rstrip("/")
    of_study = results.filter(arm__study__slug=slug)
    condition = CONDITION.rstrip("/").rpartition("/")[2]
    found = of_study.first() or results.filter(arm__condition__slug=condition).first()
    return found.pk if found else None
