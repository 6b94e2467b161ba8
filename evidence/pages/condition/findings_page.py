"""All findings of one condition as one table, to filter and to sort."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse

from evidence.findings.finding import Finding
from evidence.pages.condition.finding_rows import FindingOrder, FindingRowGroup, finding_groups, sort_findings
from evidence.pages.condition.findings_form import FINDINGS_PARAMETERS, FindingsForm, read_findings_form
from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.within import Within, within
from evidence.synthesis.comparison_labels import comparison_words
from studies.presentation.list_pages import asked_rows
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page

# With more findings than these the groups are folded, and a list without groups has pages.
LONGEST_TABLE = 60


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """The navigation of the condition, and the chosen findings of all. ``listed`` has the pages of a list.

    ``folds_groups``: each group is folded, because there are too many rows. ``doses`` are the pages of dose and route.
    """

    within: Within
    total: int
    listed: Page[Any]
    groups: tuple[FindingRowGroup, ...]
    folds_groups: bool
    doses: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> int:
        """How many findings are chosen, on this page of the list and the others."""
        return self.listed.paginator.count


def findings_page(of: SynthesisedCondition, form: FindingsForm, page: str = "") -> FindingsPage:
    """Prepare the findings that a reader chose."""
    context, condition = of.judged.context, of.read.condition
    findings = [
        Finding(answer, context.names, context.bands, context.ratings) for answer in of.answers if answer.has_value
    ]
    form.offer_only(findings)
    chosen = [finding for finding in findings if form.keeps(finding)]
    # A list without headings has pages; a long one with headings is folded, and in words and numbers alone.
    is_flat = form.order is FindingOrder.PEOPLE
    longest = LONGEST_TABLE if is_flat else max(len(chosen), 1)
    listed, shown = asked_rows(sort_findings(chosen, form.order), longest, page)
    folds_groups = len(shown) > LONGEST_TABLE
    return FindingsPage(
        within=within(of),
        total=len(findings),
        listed=listed,
        groups=finding_groups(shown, form.order, condition.slug, drawn=not folds_groups),
        folds_groups=folds_groups,
        doses=_doses(findings),
    )


def _doses(findings: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    """The comparisons of randomised findings in words, with the address of their doses and routes."""
    asked = [finding.answer.question for finding in findings]
    compared = dict.fromkeys(question.comparison for question in asked if question.randomised)
    return tuple((comparison_words(each).heading.lower(), reverse("dose", args=[each.value])) for each in compared)


@show_page("evidence/pages/condition/findings_page.html", shared=True)
@query_parameters(*FINDINGS_PARAMETERS)
def condition_findings(request: HttpRequest, slug: str) -> Context:
    of, form = synthesise_condition_or_404(slug), read_findings_form(request.GET)
    return {"page": findings_page(of, form, request.GET.get("page", "")), "form": form}
