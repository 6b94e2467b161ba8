"""A study on the workbench, and what a browser sends back of its page."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from studies.curation.workbench.concurrent_edits import current_revision, last_lines
from studies.curation.workbench.form_state import stored_form, stored_study
from studies.models import OutcomeResult, Study
from studies.selectors.study_with_rows import study_with_rows
from tests.factories import make_arm, make_measure, make_result, make_study


def made_trial() -> Study:
    """A study of two arms, ozone and sham, with a pain score each."""
    study = make_study(label="Rossi 2020", slug="rossi-2020", source_url="https://example.org/rossi")
    pain = make_measure(name="Pain scale", slug="pain-vas", short_names="vas", is_line=True)
    for label, components in (("Ozone", ["ozone"]), ("Sham", ["sham"])):
        arm = make_arm(study=study, label=label, slug=label.lower(), components=components)
        make_result(
            arm=arm, measure=pain, mean=3.0, sd=1.5, locator="Table 2", quote="3.0 ± 1.5", scale_max=10, scale_min=0
        )
    return study


def address(study: Study) -> str:
    return reverse("workbench", args=[study.slug])


def page_as_sent(study: Study) -> dict[str, object]:
    """What a browser sends back from an untouched page."""
    stored = stored_study(study_with_rows(study.slug))
    sent: dict[str, object] = {
        "seen": str(current_revision(stored.study, last_lines(stored.study))),
        "do": "save",
        "reason": "read the full text",
    }
    for name, rows in stored_form(stored).rows.items():
        sent[f"{name}-rows"] = [row.key for row in rows]
        for row in rows:
            for column, text in row.texts.items():
                several = column == "components"
                if text:
                    sent[f"{name}-{row.key}-{column}"] = text.split() if several else text
    return sent


def row_of(study: Study, arm: str) -> OutcomeResult:
    return OutcomeResult.objects.get(arm__study=study, arm__slug=arm)


def posted(fields: Mapping[str, str]) -> QueryDict:
    """Fields as a browser posts them."""
    return QueryDict(urlencode(fields))
