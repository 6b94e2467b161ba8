"""The rows of the tables of a study: made of values, not of templates, and safe whatever a record has."""

from typing import Any

import pytest
from django.test import Client
from django.test.signals import template_rendered

from studies.models import Study
from tests.factories import make_arm, make_harm, make_query, make_reported_contrast, make_result, make_study

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert('&\"1')</script>{}{0}%s"
SHOWN = "&lt;script&gt;alert(&#x27;&amp;&quot;1&#x27;)&lt;/script&gt;{}{0}%s"


def make_trial(*, weeks: int, arms_without_result: int = 0) -> Study:
    """A trial with that many times, each with two results and a printed difference."""
    study = make_study(locator=HOSTILE)
    kinds = ("ozone", "steroid", *["sham"] * arms_without_result)
    words = {"label": f"A {HOSTILE}", "stratum": f"G {HOSTILE}", "co_interventions": f"H {HOSTILE}", "sessions": "<1>"}
    arms = [make_arm(study=study, components=[kind], **words, note=f"I {HOSTILE}") for kind in kinds]
    noted = {"outcome_name": f"b {HOSTILE}", "locator": HOSTILE}
    for week in range(1, weeks + 1):
        at = {"weeks": week, "timepoint_label": f"{week} {HOSTILE}"}
        for arm in arms[:2]:
            make_result(arm=arm, mean=3.0, sd=1.0, n=20, note=f"C {week} {HOSTILE}", **noted, **at)
        make_reported_contrast(
            study=study, arm_a=arms[0], arm_b=arms[1], weeks=week, p_text="<0.05", result_text=HOSTILE, **noted
        )
    make_query(study=study, arm=arms[0], field="n", problem=f"d {HOSTILE}")
    make_harm(study=study, arm=arms[0], event=f"e {HOSTILE}", note=f"F {HOSTILE}")
    return study


def address(study: Study) -> str:
    return f"/studies/{study.slug}/"


def test_nothing_of_a_record_becomes_html(client: Client) -> None:
    html = client.get(address(make_trial(weeks=2))).content.decode()
    assert "<script>alert" not in html
    for text in ("A {}", "b {}", "B {}", "C 1 {}.", "D {}", "E {}", "F {}.", "G {}", "H {}", "I {}.", "1 {}", "{}</a>"):
        assert text.replace("{}", SHOWN, 1) in html, text


def test_a_study_with_more_results_and_arms_is_shown_by_no_more_templates(client: Client) -> None:
    rendered: list[str] = []

    def note(sender: Any, template: Any, **more: object) -> None:
        rendered.append(template.name)

    def templates_of(study: Study) -> list[str]:
        rendered.clear()
        client.get(address(study))
        return sorted(map(str, rendered))

    small = make_trial(weeks=1)
    # The first page of a process also renders what it then has for all.
    client.get(address(small))
    template_rendered.connect(note)
    try:
        assert templates_of(small) == templates_of(make_trial(weeks=3, arms_without_result=2))
    finally:
        template_rendered.disconnect(note)
