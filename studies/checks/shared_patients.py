"""Studies that may be the same people published twice."""

from collections.abc import Container, Iterator

from studies.checks.check import Check, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import four_digits, of_results, of_study
from studies.choices import Kind, Severity
from studies.reported.checked_study import ReportedStudy, StudyIdentity
from studies.reported.reference_values import ReferenceValues
from studies.reported.row_provenance import as_printed

# A series is published again within a few years; after that the same authors have other patients.
YEARS_APART = 3
# Papers by mostly the same people: this share of the shorter list of authors, and no fewer than three of them.
SHARED_AUTHORS = 0.5
LEAST_SHARED = 3
# Means with their spreads that two studies share: one may be chance.
LEAST_SAME_NUMBERS = 2


def published_twice(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Another study of the same authors, condition and years, or with the same identifier."""
    if study.kind != Kind.PRIMARY:
        return
    own = study.identity
    keys = (*(author.family for author in own.authors), *sorted(own.identifiers))
    listed = {each.study.slug: each for key in keys for each in others.identities.get(key, ())}
    for other in listed.values():
        is_one_cohort = bool(own.study.cohort_group) and own.study.cohort_group == other.study.cohort_group
        if not _belongs_to(study.slug, other.study.slug, listed) or is_one_cohort:
            continue
        reason = same_identifier(own, other) or same_people(own, other)
        if reason:
            yield of_study(
                study,
                severity=Severity.WARNING,
                field="overlap",
                sentence=f"May share its patients with {other.study.label}: name one cohort for both."[:160],
                arithmetic=reason,
                about=(
                    f"{own.study.slug} {own.study.n} {own.years}",
                    f"{other.study.slug} {other.study.n} {other.years}",
                ),
            )


def _belongs_to(own: str, other: str, listed: Container[str]) -> bool:
    """Whether a finding belongs to this study: of two to the second; a draft, which is in no list, has all its own."""
    return other < own or (other > own and own not in listed)


def same_identifier(own: StudyIdentity, other: StudyIdentity) -> str:
    """The identifier that both have; '' when none does."""
    shared = sorted(own.identifiers & other.identifiers)
    return f"Both have {shared[0]}." if shared else ""


def same_people(own: StudyIdentity, other: StudyIdentity) -> str:
    """Why two studies may be of the same patients; '' when they hardly can.

    The same first author on the same condition, with another author in both or a list that is cut short; or mostly the
    same authors on the same part of the spine.
    """
    if own.in_back_pain != other.in_back_pain or not _near(own, other):
        return ""
    shared = [author for author in own.authors if any(map(author.may_be, other.authors))]
    if not shared or not (_same_first_author(own, other, len(shared)) or _mostly_the_same(own, other, len(shared))):
        return ""
    people = " and ".join("number not stated" if n is None else str(n) for n in (own.study.n, other.study.n))
    years = " and ".join(str(years[0]) if years else "year not stated" for years in (own.years, other.years))
    names = ", ".join(author.family.title() for author in shared[:5])
    return f"Authors in both: {names}; people: {people}; years: {years}."


def _same_first_author(own: StudyIdentity, other: StudyIdentity, shared: int) -> bool:
    """One common name is many people's: another author must be in both, unless a list leaves authors out."""
    first = bool(other.authors) and own.authors[0].may_be(other.authors[0])
    cut_short = not (own.all_authors_shown and other.all_authors_shown)
    return first and own.condition == other.condition and (shared > 1 or cut_short)


def _mostly_the_same(own: StudyIdentity, other: StudyIdentity, shared: int) -> bool:
    """On another condition only while the people of one of them are not stated: else it is another series."""
    shortest = min(len(own.authors), len(other.authors))
    mostly = shared >= max(LEAST_SHARED, SHARED_AUTHORS * shortest)
    return mostly and (own.condition == other.condition or None in (own.study.n, other.study.n))


def _near(own: StudyIdentity, other: StudyIdentity) -> bool:
    """Whether the years let one be a report of the other; unknown years do."""
    if not own.years or not other.years:
        return True
    return min(abs(mine - theirs) for mine in own.years for theirs in other.years) <= YEARS_APART


def same_numbers(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Means with the same spreads, people and times as another study."""
    shared: dict[str, list[int]] = {}
    for index, result in enumerate(study.results):
        spread = result.se if result.sd is None else result.sd
        if result.mean is None or spread is None:
            continue
        key = (result.measure.slug, result.weeks, result.n, result.mean, spread)
        listed = others.numbers.get(key, frozenset())
        for other in listed:
            if _belongs_to(study.slug, other, listed):
                shared.setdefault(other, []).append(index)
    for other, indices in sorted(shared.items()):
        if len(indices) >= LEAST_SAME_NUMBERS:
            results = [study.results[index] for index in indices]
            numbers = ", ".join(
                f"{as_printed(result, 'mean')} ({four_digits(result.sd or result.se or 0)})" for result in results
            )
            yield of_results(
                study,
                results,
                severity=Severity.WARNING,
                field="overlap",
                sentence=f"{len(results)} means and spreads are those of the study “{other}”."[:160],
                arithmetic=f"The same n, time, mean and spread: {numbers}",
                values=("n", "weeks", "mean", "sd", "se"),
            )


CHECKS: tuple[Check, ...] = (
    StudyCheck(
        "published-twice",
        "Another study within three years by the same first author and others on the same condition, or by mostly the "
        "same authors, or with the same identifier, where no cohort is named for both.",
        published_twice,
    ),
    StudyCheck("same-numbers", "Two or more means with spread that another study has to the digit.", same_numbers),
)
