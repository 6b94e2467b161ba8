"""What the search finds besides studies: conditions, comparisons, findings, harms, claims, terms, rules, pages.

All of it is small: it is read once for each state of the records, kept, and matched without a database by the same
rules as studies are.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from evidence.findings.every_title import Titles, read_titles
from evidence.findings.finding_titles import FindingTitle
from evidence.pages.methods.methods_page import method_sections
from evidence.search.compared_conditions import compared_conditions
from evidence.search.glossary_terms import glossary_terms
from evidence.synthesis.comparison_labels import COMPARISON_WORDS
from studies.choices import LabelledEnum
from studies.models import AdverseEvent, Claim, Condition
from studies.numerics.number_formatting import plural
from studies.reported.comparisons import Comparison
from studies.revisions.kept_values import keep
from studies.search.search_match import matches
from studies.search.search_query import SearchQuery
from studies.search.search_tokens import composed, plain_word, tokens_of, words_of

# What every page is about says nothing of which of them is asked for.
_SUBJECT = "ozone therapy injection treatment oxygen O3"
# Words by which a page is found, whatever is in the records.
_SAFETY_WORDS = "safety safe harm side effects adverse events risks complications dangers deaths died fatal"
_REVIEWS_WORDS = "published systematic reviews meta-analyses cochrane"
_CLAIMS_WORDS = "claims popular articles news clinics advertising"


class SiteEntryKind(LabelledEnum):
    """What an entry is, in the order in which entries are listed, with the heading of a list of them."""

    CONDITION = "condition", "Conditions"
    COMPARISON = "comparison", "Comparisons"
    FINDING = "finding", "Findings"
    PAGE = "page", "Pages"
    HARM = "harm", "Harm on record"
    CLAIM = "claim", "Claims"
    RULE = "rule", "Methods"
    TERM = "term", "Glossary"


# With what the search answers; all others lead to pages of the site.
ANSWERS = (SiteEntryKind.CONDITION, SiteEntryKind.COMPARISON, SiteEntryKind.FINDING)


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """One thing to find: its name, where it is, and what is said of it. ``also_href`` are the studies behind it.

    ``condition`` (a slug) is what a condition or a comparison is of; ``comparison`` what is set against ozone there.
    """

    kind: SiteEntryKind
    title: str
    href: str
    about: str = ""
    also: str = ""
    also_href: str = ""
    heading: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    condition: str = ""
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class SearchedSite:
    """What is searched besides studies. ``titles`` are those of findings; ``compared`` what these compare, by slug."""

    entries: Sequence[SiteEntry]
    titles: Titles
    compared: Collection[tuple[str, Comparison]]

    @property
    def unanswered(self) -> int:
        """How many conditions have findings that are not known in the present state, so that none is found."""
        conditions = (entry.condition for entry in self.entries if entry.kind is SiteEntryKind.CONDITION)
        return sum(slug not in self.titles for slug in conditions)


def read_site() -> SearchedSite:
    """All that is found besides studies, in the present state of the records."""
    entries, titles = site_entries(), read_titles()
    return SearchedSite(
        entries=entries,
        titles=titles,
        compared={(slug, title.comparison) for slug, of_condition in titles.items() for title in of_condition},
    )


def find_entries(query: SearchQuery, site: SearchedSite) -> list[SiteEntry]:
    """Entries with what a query asks for: of each kind those first whose name has it, then findings of most studies."""
    found = [
        _without_finding(entry) if _lacks_findings(entry, site) else entry
        for entry in site.entries
        if _has(query, entry)
    ]
    findings = [title for of_condition in site.titles.values() for title in of_condition if _has(query, title)]
    found += map(_finding, sorted(findings, key=lambda title: -title.studies))
    kinds = list(SiteEntryKind)
    found.sort(key=lambda entry: (kinds.index(entry.kind), not matches(query, entry.heading)))
    return found


def _has(query: SearchQuery, entry: SiteEntry | FindingTitle) -> bool:
    return matches(query, entry.heading, entry.body)


def _lacks_findings(entry: SiteEntry, site: SearchedSite) -> bool:
    """Whether no finding has the comparison of an entry; False where the findings of its condition are not known."""
    return (
        entry.comparison is not None
        and entry.condition in site.titles
        and (entry.condition, entry.comparison) not in site.compared
    )


def _without_finding(entry: SiteEntry) -> SiteEntry:
    """A comparison that leads to its studies alone."""
    return replace(entry, href=entry.also_href, also=f"{entry.also}, no usable figure", also_href="")


def _finding(title: FindingTitle) -> SiteEntry:
    return SiteEntry(SiteEntryKind.FINDING, title.title, title.href, also=title.about, heading=title.heading)


def site_entries() -> tuple[SiteEntry, ...]:
    """Every entry, kept while no row changes."""
    return keep("search site entries", lambda: tuple(_entries()))


def entry_words(entries: Iterable[SiteEntry]) -> set[str]:
    """The words by which entries are named, to suggest."""
    words = {
        plain_word(found.token and text[found.start : found.end])
        for text in map(composed, _names(entries))
        for found in words_of(text)
    }
    return {word for word in words if word.isalpha()}


def _names(entries: Iterable[SiteEntry]) -> Iterator[str]:
    for entry in entries:
        yield entry.title
        if entry.kind is SiteEntryKind.CONDITION:
            yield entry.about


def _entries() -> Iterator[SiteEntry]:
    conditions = list(Condition.objects.all())
    yield from map(_condition, conditions)
    yield from _comparisons({condition.pk: condition for condition in conditions})
    yield from _pages()
    yield from _harms()
    yield from _claims()
    for section in method_sections():
        href = f"{reverse('methods')}#{section.anchor}"
        yield _entry(SiteEntryKind.RULE, section.title, href, words=" ".join(section.rules))
    for term in glossary_terms():
        yield _entry(SiteEntryKind.TERM, term.name, f"{reverse('glossary')}#{term.anchor}", about=term.meaning)


# Most stay when records change, and to make them into tokens is what takes time.
@lru_cache(maxsize=1_000)
def _entry(
    kind: SiteEntryKind, title: str, href: str, *, about: str = "", also: str = "", also_href: str = "", words: str = ""
) -> SiteEntry:
    return SiteEntry(
        kind, title, href, about, also, also_href, tuple(tokens_of(title)), tuple(tokens_of(f"{about} x0 {words}"))
    )


def _condition(condition: Condition) -> SiteEntry:
    entry = _entry(
        SiteEntryKind.CONDITION,
        condition.name,
        reverse("condition", args=[condition.slug]),
        about=condition.everyday_name,
        also="its studies",
        also_href=_studies_href(condition=condition.slug),
        words=f"{condition.note} x0 {_SUBJECT}",
    )
    return replace(entry, condition=condition.slug)


def _studies_href(**filters: str) -> str:
    return f"{reverse('study-list')}?{urlencode(filters)}"


def _comparisons(conditions: dict[int, Condition]) -> Iterator[SiteEntry]:
    """What studies of a condition compare; the most studied first, conditions in their order."""
    for compared in compared_conditions(conditions):
        condition, comparison = compared.condition, compared.comparison
        findings = reverse("condition-findings", args=[condition.slug])
        entry = _entry(
            SiteEntryKind.COMPARISON,
            f"{condition.name}: {comparison.label}",
            f"{findings}?{urlencode({'comparison': comparison.value})}",
            also=plural(compared.studies, "study", "studies"),
            also_href=_studies_href(condition=condition.slug, comparison=comparison.value),
            words=f"{condition.plain_name} x0 {COMPARISON_WORDS[comparison].heading} x0 {_SUBJECT}",
        )
        yield replace(entry, condition=condition.slug, comparison=comparison)


def _pages() -> Iterator[SiteEntry]:
    yield _entry(
        SiteEntryKind.PAGE,
        "What can go wrong",
        reverse("safety"),
        about="all harm on record after ozone",
        words=_SAFETY_WORDS,
    )
    yield _entry(
        SiteEntryKind.PAGE,
        "Published reviews",
        reverse("reviews"),
        about="what other reviews pooled, and from which trials",
        words=_REVIEWS_WORDS,
    )
    yield _entry(SiteEntryKind.PAGE, "Claims", reverse("claims"), about="what popular sources say", words=_CLAIMS_WORDS)
    yield _entry(
        SiteEntryKind.PAGE, "Methods", reverse("methods"), about="the rules behind every answer", words="statistics"
    )
    yield _entry(SiteEntryKind.PAGE, "Glossary", reverse("glossary"), about="the terms of this site in plain words")


def _harms() -> Iterator[SiteEntry]:
    """Every harm once, as it was printed, with how many records have it."""
    rows = AdverseEvent.objects.visible().values_list("event").annotate(Count("pk")).order_by()
    for event, number in sorted(rows):
        yield _entry(SiteEntryKind.HARM, event, reverse("safety"), also=plural(number, "record"))


def _claims() -> Iterator[SiteEntry]:
    for claim in Claim.objects.select_related("condition"):
        yield _entry(
            SiteEntryKind.CLAIM,
            claim.text,
            f"{reverse('claims')}#{claim.slug}",
            also=claim.get_verdict_display(),
            words=f"{claim.cited_work} x0 {claim.condition.name} x0 {claim.condition.plain_name}",
        )
