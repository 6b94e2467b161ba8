""""""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

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


@dataclass(frozen=True, slots=True)
class MethodsPage:
    """Everything on the page."""

    sections: tuple[MethodSection, ...]
    references: tuple[MethodReference, ...]


def methods_page() -> MethodsPage:
    """Put the page together; thresholds and instruments are read from the database."""
    sections = (
        data_section(),
        questions_section(),
        times_section(),
        outcomes_section(),
        figures_section(),
        people_section(),
        pooling_section(),
        left_out_section(),
        single_arms_section(),
        harms_section(),
        sizes_section(),
        bias_section(),
        certainty_section(),
        words_section(),
    )
    return MethodsPage(sections, REFERENCES)


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    return render(request, "evidence/pages/methods/methods_page.html", {"page": methods_page()})
