"""The page of one finding: its figure, other choices, how each number was obtained, and what is excluded."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from django.http import HttpRequest
from django.urls import reverse

from evidence.figures.forest import ForestPlot
from evidence.filters import SELECTION_PARAMETERS
from evidence.findings.bias_lights import BiasSection, bias_section
from evidence.findings.condition_evidence import read_condition_or_404
from evidence.findings.finding import Finding, FindingNote
from evidence.findings.published_pools import PublishedPools, read_published_pools
from evidence.findings.truncation import LONGEST_OPEN_LIST
from evidence.pages.finding.choices_figure import choices_figure
from evidence.pages.finding.chosen_finding import ChosenFinding, choose_finding_or_404
from evidence.pages.finding.derivations import Derivation, derivations
from evidence.synthesis.other_choices import OtherChoice, choices_verdict, other_choices
from evidence.synthesis.question_title import expected_text, question_title
from evidence.synthesis.row_word import row_word
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page

# More studies than these are folded in the tables under the figure.
MOST_UNFOLDED = 3


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Everything on a finding's page.

    ``finding`` is what the address asks for: the answer of the selection, or the default answer where there is no
    selection or nothing in it answers the question. ``choices`` draws other choices; None where there are none.
    """

    chosen: ChosenFinding
    finding: Finding
    question: str
    expected: str
    choices: ForestPlot | None
    verdict: str
    derivations: tuple[Derivation, ...]
    bias: BiasSection
    published: PublishedPools
    # What must be read with the answer; a result that is printed otherwise with the address of its source.
    notes: tuple[FindingNote, ...]

    @property
    def is_selection(self) -> bool:
        """Whether it shows the answer of a reader's own selection."""
        return self.chosen.selection is not None

    @property
    def is_empty_selection(self) -> bool:
        """Whether nothing in a reader's own selection answers the question, so that the default answer is shown."""
        return bool(self.chosen.query) and self.chosen.selection is None

    @property
    def address_end(self) -> str:
        """What follows the path of an address that asks for the same answer."""
        return self.chosen.description.address_end if self.is_selection else ""

    @property
    def is_short(self) -> bool:
        """Whether the tables under the figure are short enough to be unfolded."""
        return len(self.derivations) <= MOST_UNFOLDED

    @property
    def has_many_values(self) -> bool:
        """Whether the values without an interval next to the answer are folded."""
        return len(self.finding.value_notes) > LONGEST_OPEN_LIST

    @property
    def has_few_exclusions(self) -> bool:
        """Whether what is left out is shown unfolded."""
        return self.is_short and len(self.finding.exclusions) <= LONGEST_OPEN_LIST


def finding_page(chosen: ChosenFinding, published: PublishedPools) -> FindingPage:
    """Prepare the page of one finding. ``published`` is what reviews pooled of its answer."""
    finding = chosen.answered
    answer = finding.answer
    choices = other_choices(answer)
    return FindingPage(
        chosen=chosen,
        finding=finding,
        question=question_title(answer),
        expected=expected_text(answer),
        choices=_choices_plot(chosen, finding, choices),
        verdict=choices_verdict(answer, choices),
        derivations=derivations(answer),
        bias=bias_section(answer),
        published=published,
        notes=tuple(_notes(finding)),
    )


def _notes(finding: Finding) -> Iterator[FindingNote]:
    """The notes of the sentence: those about printed results come first, each with its source."""
    sources = [note.href for note in finding.contradiction_notes]
    for text, href in zip_longest(finding.sentence.notes, sources, fillvalue=""):
        yield FindingNote(text, href)


def _choices_plot(chosen: ChosenFinding, finding: Finding, choices: list[OtherChoice]) -> ForestPlot | None:
    measure = finding.answer.measure
    if not choices or finding.plot is None or measure is None:
        return None
    explore = reverse("finding-explore", args=[chosen.condition.slug, chosen.finding.anchor])
    bayes = f"{explore}{chosen.description.address_end}#bayes"
    return choices_figure(finding.plot.spec, measure, choices, row_word(finding.answer), bayes)


@show_page("evidence/pages/finding/finding_page.html", shared=True)
@query_parameters(*SELECTION_PARAMETERS)
def finding_detail(request: HttpRequest, slug: str, anchor: str) -> Context:
    condition_evidence = read_condition_or_404(slug)
    chosen = choose_finding_or_404(request, condition_evidence, anchor)
    [published] = read_published_pools(condition_evidence, [chosen.answered.answer])
    return {"page": finding_page(chosen, published)}
