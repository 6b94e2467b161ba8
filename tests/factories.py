"""One factory per model. None needs an argument; pass what matters to the test, by field name."""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.utils import timezone

from studies.choices import (
    ArmRole,
    CitationStatus,
    ClaimKind,
    ClaimSourceKind,
    ClaimVerdict,
    ComponentName,
    DenominatorKind,
    Design,
    Fatal,
    HigherIs,
    Intervention,
    Kind,
    OutcomeDomain,
    PoolMeasure,
    PoolModel,
    PositiveIs,
    PrintedDirection,
    PrintedForm,
    ResultKind,
    Route,
    Screening,
    Serious,
    Severity,
    Tool,
)
from studies.models import (
    AdverseEvent,
    Arm,
    Claim,
    ClaimSource,
    Component,
    Condition,
    DataQuery,
    NumberConfirmation,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    Registration,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    RiskOfBias,
    Study,
)
from studies.selectors.study_numbers import read_numbers

PASSWORD = "a long enough password"  # noqa: S105 - of users that exist only in tests
# The arms that a test names with one word.
_INTERVENTIONS = {
    frozenset({"ozone"}): Intervention.OZONE,
    frozenset({"ozone", "steroid"}): Intervention.OZONE_STEROID,
    frozenset({"sham"}): Intervention.SHAM,
    frozenset({"steroid"}): Intervention.STEROID,
}
_numbers = count(1)


def with_records(values: dict[str, Any], **makers: Callable[[], Any]) -> dict[str, Any]:
    """The values, with a record for each of these names that has none."""
    return {name: make() for name, make in makers.items() if name not in values} | values


def make_condition(**values: Any) -> Condition:
    """A condition of the back."""
    number = next(_numbers)
    return Condition.objects.create(
        **{"slug": f"condition-{number}", "name": f"Condition {number}", "plain_name": f"back trouble {number}"}
        | values
    )


def make_measure(**values: Any) -> OutcomeMeasure:
    """A pain scale of 0 to 10, shown on 0 to 100; less is better."""
    number = next(_numbers)
    plain = {
        "slug": f"pain-{number}",
        "name": f"Pain scale {number}",
        "domain": OutcomeDomain.PAIN,
        "range_min": 0,
        "range_max": 10,
        "higher_is": HigherIs.WORSE,
        "order_in_domain": 1,
    }
    if values.get("domain", OutcomeDomain.PAIN) == OutcomeDomain.PAIN:
        plain["shown_max"] = 100
    return OutcomeMeasure.objects.create(**plain | values)


def make_study(*, secondary_conditions: Iterable[Condition] = (), **values: Any) -> Study:
    """An unverified randomised trial."""
    number = next(_numbers)
    plain = {"slug": f"author-{number}", "label": f"Author {number}", "design": Design.RCT}
    if "condition" not in values:
        values["condition"] = make_condition()
    study = Study.objects.create(**plain | values)
    if secondary_conditions:
        study.secondary_conditions.set(secondary_conditions)
    return study


def make_publication(**values: Any) -> Publication:
    """The main report of a study; with ``study=None`` an unscreened record."""
    if "study" not in values:
        values["study"] = make_study()
    number = next(_numbers)
    screening = Screening.INCLUDED if values["study"] else Screening.UNSCREENED
    plain = {"title": f"A trial of ozone, number {number}", "authors": f"Author {number}, A.", "screening": screening}
    return Publication.objects.create(**plain | values)


def make_arm(*, components: Iterable[str] = ("ozone",), **values: Any) -> Arm:
    """An arm that received those components: intradiscal ozone by default."""
    names = frozenset(components)
    if "study" not in values:
        values["study"] = make_study()
    number = next(_numbers)
    plain = {
        "slug": f"arm-{number}",
        "label": " + ".join(sorted(names)),
        "role": ArmRole.OZONE if ComponentName.OZONE in names else ArmRole.COMPARATOR,
        "intervention": _INTERVENTIONS.get(names, Intervention.OTHER),
        "route": Route.INTRADISCAL,
    }
    if "condition" not in values:
        values["condition"] = values["study"].condition
    arm = Arm.objects.create(**plain | values)
    arm.components.add(*Component.objects.filter(slug__in=names))
    return arm


def make_result(**values: Any) -> OutcomeResult:
    """A mean score four weeks after treatment; with ``events`` a count of people instead."""
    if "arm" not in values:
        values["arm"] = make_arm()
    if "measure" not in values:
        values["measure"] = make_measure()
    plain = {"weeks": 4, "timepoint_label": "1 month", "n": 30}
    if "events" in values:
        plain |= {"kind": ResultKind.DICHOTOMOUS, "events_derived": False}
    else:
        plain |= {"kind": ResultKind.CONTINUOUS, "mean": 3.0, "sd": 1.5}
    return OutcomeResult.objects.create(**plain | values)


def make_reported_contrast(**values: Any) -> ReportedContrast:
    """What a trial printed about ozone against sham."""
    if "study" not in values:
        values["study"] = values["arm_a"].study if "arm_a" in values else make_study()
    if "arm_a" not in values:
        values["arm_a"] = make_arm(study=values["study"])
    if "arm_b" not in values:
        values["arm_b"] = make_arm(study=values["study"], components=("sham",))
    if "measure" not in values:
        values["measure"] = make_measure()
    plain = {
        "printed_form": PrintedForm.P_ONLY,
        "result_text": "less pain with ozone",
        "direction": PrintedDirection.FAVOURS_OZONE,
        "weeks": 4,
    }
    return ReportedContrast.objects.create(**plain | values)


def make_harm(**values: Any) -> AdverseEvent:
    """A harm counted among people treated."""
    if "study" not in values:
        values["study"] = values["arm"].study if values.get("arm") else make_study()
    if values.get("fatal") == Fatal.YES:
        values.setdefault("serious", Serious.YES)
    plain = {"event": "headache", "n_events": 1, "n_at_risk": 30, "denominator_kind": DenominatorKind.TREATED}
    return AdverseEvent.objects.create(**plain | values)


def make_risk_of_bias(**values: Any) -> RiskOfBias:
    """A judgement about a whole study."""
    if "study" not in values:
        values["study"] = make_study()
    plain = {"tool": Tool.NARRATIVE, "domain": "randomisation", "judgement": "insufficient information"}
    return RiskOfBias.objects.create(**plain | values)


def make_query(**values: Any) -> DataQuery:
    """An open doubt about every result of one outcome of a study."""
    if "study" not in values:
        values["study"] = make_study()
    if "measure" not in values:
        values["measure"] = make_measure()
    plain = {"field": "mean", "problem": "implausible", "severity": Severity.DOUBT, "detail": "2 + 2 = 5"}
    return DataQuery.objects.create(**plain | values)


def make_review(**values: Any) -> Study:
    """A meta-analysis."""
    return make_study(**{"kind": Kind.REVIEW, "design": Design.META_ANALYSIS} | values)


def make_pool(**values: Any) -> ReportedPool:
    """A risk ratio of success that a review pooled at three months: 1.5 in favour of ozone."""
    if "review" not in values:
        values["review"] = make_review()
    if "condition" not in values:
        values["condition"] = values["review"].condition
    if "measure" not in values:
        values["measure"] = make_measure(domain=OutcomeDomain.SUCCESS, higher_is=HigherIs.BETTER)
    plain = {
        "comparison": "ozone vs other therapies",
        "controlled": True,
        "timepoint_label": "three months",
        "weeks": 13.035,
        "effect_measure": PoolMeasure.RR,
        "model": PoolModel.RANDOM,
        "positive_is": PositiveIs.FAVOURS_OZONE,
        "estimate": 1.5,
        "ci_low": 1.1,
        "ci_high": 2.0,
    }
    return ReportedPool.objects.create(**plain | values)


def make_inclusion(**values: Any) -> ReviewInclusion:
    """A study that a review says it included; its full list was not extracted."""
    if "review" not in values:
        values["review"] = make_review()
    if "study" not in values:
        values["study"] = make_study()
    return ReviewInclusion.objects.create(**values)


def make_claim(*, evidence: Iterable[Study] = (), **values: Any) -> Claim:
    """A claim of benefit without a cited work, not supported."""
    number = next(_numbers)
    if "source" not in values:
        kind = ClaimSourceKind.POPULAR_ARTICLE
        values["source"] = ClaimSource.objects.create(title=f"Article {number}", kind=kind)
    if "condition" not in values:
        values["condition"] = make_condition()
    plain = {
        "slug": f"claim-{number}",
        "text": f"Ozone helps, in way {number}.",
        "kind": ClaimKind.EFFICACY,
        "citation_status": CitationStatus.NOT_CITED,
        "verdict": ClaimVerdict.NOT_SUPPORTED,
        "note": "No record shows it.",
    }
    claim = Claim.objects.create(**plain | values)
    claim.evidence.set(evidence)
    return claim


def make_registration(**values: Any) -> Registration:
    """A registered trial without results here."""
    number = next(_numbers)
    if "condition" not in values:
        values["condition"] = make_condition()
    plain = {"registration": f"NCT{number:08}", "title": f"A trial, number {number}", "url": "https://example.org/"}
    return Registration.objects.create(**plain | values)


def confirm_all_numbers(*studies: Study, by: User) -> None:
    """Confirm every number of these studies as a second person does."""
    for study, numbers in read_numbers([study.pk for study in studies], are_to_confirm=True).items():
        for number in numbers:
            kind, pk = number.row
            row = {} if kind == "study" else {f"{kind}_id": pk}
            values = {"value": number.value_with_meaning, "confirmed_by": by, "confirmed_at": timezone.now()}
            NumberConfirmation.objects.create(study_id=study, field=number.field, **values, **row)


def make_user(*, role: str = "", **values: Any) -> User:
    """A user; with a role, a member of its group with access to the admin pages."""
    number = next(_numbers)
    plain = {"username": f"person-{number}", "password": PASSWORD, "is_staff": bool(role)}
    user = get_user_model().objects.create_user(**plain | values)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user
