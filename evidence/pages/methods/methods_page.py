"""The methods page: the rules in force, section by section, and the works that they are based on."""

from dataclasses import dataclass

from django.http import HttpRequest

from evidence.pages.methods.exploration_rules import exploration_section
from evidence.pages.methods.method_sections import (
    MethodSection,
    bias_section,
    certainty_section,
    data_section,
    figures_section,
    harms_section,
    left_out_section,
    outcomes_section,
    people_section,
    pooling_section,
    questions_section,
    single_arms_section,
    sizes_section,
    times_section,
    words_section,
)
from evidence.pages.methods.references import REFERENCES, MethodReference
from studies.presentation.show_page import Context, show_page


@dataclass(frozen=True, slots=True)
class MethodsPage:
    """Everything on the page."""

    sections: tuple[MethodSection, ...]
    references: tuple[MethodReference, ...]


def methods_page() -> MethodsPage:
    """All sections; thresholds and instruments are read from the database."""
    sections = (
        data_section(),
        questions_section(),
        times_section(),
        outcomes_section(),
        figures_section(),
        people_section(),
        pooling_section(),
        exploration_section(),
        left_out_section(),
        single_arms_section(),
        harms_section(),
        sizes_section(),
        bias_section(),
        certainty_section(),
        words_section(),
    )
    return MethodsPage(sections, REFERENCES)


@show_page("evidence/pages/methods/methods_page.html", shared=True)
def methods(request: HttpRequest) -> Context:
    return {"page": methods_page()}
