"""The methods page: the rules in force, section by section, and the works that they are based on."""

from dataclasses import dataclass

from django.http import HttpRequest

from evidence.findings.text_table import TextTable
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
    """Everything on the page; each section with its tables."""

    sections: tuple[tuple[MethodSection, tuple[TextTable, ...]], ...]
    references: tuple[MethodReference, ...]


def methods_page() -> MethodsPage:
    """All sections; thresholds and instruments are read from the database."""
    return MethodsPage(tuple((section, section.tables()) for section in method_sections()), REFERENCES)


def method_sections() -> tuple[MethodSection, ...]:
    """The rules of all sections, whose tables are not made yet."""
    return (
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


@show_page("evidence/pages/methods/methods_page.html", shared=True)
def methods(request: HttpRequest) -> Context:
    return {"page": methods_page()}
