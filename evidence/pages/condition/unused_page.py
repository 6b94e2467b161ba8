"""What was measured or compared in one condition and is in no answer, trial by trial, with the reasons."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest

from evidence.findings.exclusion_rows import ExcludedContrastRow, exclusion_rows
from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.unused_rows import UnusedTrial, studies_of, unused_results, unused_trial_rows
from evidence.pages.condition.within import Within, within
from evidence.synthesis.unused_trials import unused_trials
from studies.presentation.list_pages import asked_rows
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page

# The real evidence fits on one page.
TRIALS_ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class UnusedPage:
    """The navigation of the condition, and all that is in no answer.

    ``trials`` are randomised, isolate ozone and gave no usable figure, those of one page of ``listed``; ``others`` are
    the other studies with a result that is not used; ``silent`` are pairs of arms that say nothing about ozone itself.
    """

    within: Within
    listed: Page[Any]
    trials: tuple[UnusedTrial, ...]
    others: tuple[UnusedTrial, ...]
    silent: tuple[ExcludedContrastRow, ...]

    @property
    def other_rows(self) -> int:
        """Rows of the other studies."""
        return sum(len(trial.rows) for trial in self.others)


def unused_page(of: SynthesisedCondition, page: str = "") -> UnusedPage:
    """Prepare what could not be used. ``page`` of the trials is as in the address."""
    counts, results = of.judged.counts, unused_results(of.read.synthesis)
    trials = unused_trials(counts.isolating, of.answers)
    listed, shown = asked_rows(trials, TRIALS_ON_A_PAGE, page)
    others, sizes = studies_of(results, {study.id for study in trials}), counts.sizes()
    unclassified = of.read.synthesis.unclassified_contrasts
    return UnusedPage(
        within=within(of),
        listed=listed,
        trials=unused_trial_rows(shown, results, sizes),
        others=unused_trial_rows(others, results, sizes),
        silent=exclusion_rows(item for item in unclassified if not item.pair.compared.comparison.isolates_ozone),
    )


@show_page("evidence/pages/condition/unused_page.html", shared=True)
@query_parameters("page")
def condition_unused(request: HttpRequest, slug: str) -> Context:
    return {"page": unused_page(synthesise_condition_or_404(slug), request.GET.get("page", ""))}
