"""Findings to rate, and helpers that rate them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from evidence.choices import GradeDomain
from evidence.grading.domains.judgement import Judgement
from evidence.grading.rate import RatedFinding, rate_finding
from evidence.models import CertaintyAssessment
from evidence.pages.rating import RatingPage, rating_page
from studies.choices import EffectBand, HigherIs
from studies.choices import OutcomeDomain as OutcomeDomain
from studies.models import BetweenGroupThreshold, Condition, OutcomeMeasure
from tests.factories import make_arm, make_condition, make_measure, make_result, make_study

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANCHOR = "ozone-v-sham-pain-short-intradiscal"
WHY = "Open label, in one hospital."


def make_finding(trials: int = 1, *, condition: Condition | None = None) -> Condition:
    """A condition with one finding: pain four weeks after intradiscal ozone or a sham, lower with ozone."""
    condition = condition or make_condition(slug="sore-back", name="Sore back")
    measure = OutcomeMeasure.objects.filter(slug="pain-vas").first() or make_measure(slug="pain-vas")
    make_bands()
    scale: dict[str, Any] = {"scale_min": 0, "scale_max": 10, "higher_is": HigherIs.WORSE}
    scale |= {"measure": measure, "n": 140}
    for place in range(trials):
        study = make_study(condition=condition)
        make_result(arm=make_arm(study=study), mean=2.0 + place / 10, **scale)
        make_result(arm=make_arm(study=study, components=("sham",)), mean=5.0, **scale)
    return condition


def make_bands() -> None:
    """The published bands of pain between groups: small below 10 of 100, large above 20."""
    bands = {EffectBand.SMALL: (0, 10), EffectBand.MEDIUM: (10, 20), EffectBand.LARGE: (20, 100)}
    for size, (lower, upper) in bands.items():
        ends = {"lower": lower, "upper": upper, "lower_included": lower < 20, "upper_included": upper > 10}
        given = {"domain": OutcomeDomain.PAIN, "display_range": "0-100", "size": size, "source": "a review"}
        BetweenGroupThreshold.objects.get_or_create(**given, defaults=ends)


def page_of(condition: Condition, anchor: str = ANCHOR) -> RatingPage:
    page = rating_page(condition, anchor)
    assert page is not None
    return page


def judgements_of(page: RatingPage, decided: Mapping[GradeDomain, int] | None = None) -> list[Judgement]:
    """The suggestions, except where a decision is given; no level where nothing is suggested."""
    decided = decided or {}
    return [
        Judgement(domain, decided.get(domain, suggestion.levels or 0), WHY, suggestion)
        for domain, suggestion in page.suggestions.items()
    ]


def rate(
    condition: Condition,
    *,
    by: User,
    anchor: str = ANCHOR,
    decided: Mapping[GradeDomain, int] | None = None,
    **more: Any,
) -> CertaintyAssessment:
    """Rate the finding by its current data; one level for risk of bias unless other decisions are given."""
    page = page_of(condition, anchor)
    finding = RatedFinding(condition, anchor, page.title, page.start, page.fingerprint)
    judgements = judgements_of(page, {GradeDomain.RISK_OF_BIAS: 1} if decided is None else decided)
    return rate_finding(finding=finding, judgements=judgements, by=by, now=NOW, **more)


def form_data(page: RatingPage, **values: str) -> dict[str, str]:
    """The form with no level lost in any domain and a reason for each; other fields by keyword."""
    data = {
        "fingerprint": page.fingerprint,
        "replaces": str(page.current_rating.id) if page.current_rating else "",
    }
    for domain in page.suggestions:
        data |= {f"{domain}-levels": "0", f"{domain}-reason": WHY}
    return data | {name.replace("__", "-").replace("_", "-"): value for name, value in values.items()}
