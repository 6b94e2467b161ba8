"""The safety page: harm in the back, and separately in the neck and elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from evidence.pages.reviews.review_records import read_reviews, texts_of
from evidence.pages.safety.safety_section import SafetySection, safety_section
from evidence.synthesis.counts import count_studies
from studies.models import Condition
from studies.presentation.show_page import Context, show_page
from studies.presentation.study_names import study_namer
from studies.reported.reported_numbers import confirmed_sentence, share_of_row, total_share
from studies.selectors import read_arms, read_harms


@dataclass(frozen=True, slots=True)
class SafetyPage:
    """Harm in the back, and separately in the neck and elsewhere.

    ``confirmed``: how many of the numbers on harm are, those that a long page does not show among them.
    """

    back: SafetySection
    elsewhere: SafetySection
    confirmed: str


def safety_page() -> SafetyPage:
    """Read every harm and prepare it for the back and for the rest of the body."""
    conditions = list(Condition.objects.all())
    back = {item.slug: item.name for item in conditions if item.in_back_pain}
    elsewhere = {item.slug: item.name for item in conditions if not item.in_back_pain}
    arms, reviews = read_arms(), read_reviews()
    harms = read_harms(arms)
    naming = study_namer([*(row.note for row in harms), *texts_of(reviews)])

    def section(names: Mapping[str, str], anchor: str, title: str) -> SafetySection:
        counts = count_studies(arm for arm in arms if arm.condition in names)
        own = [row for row in harms if row.arm.condition in names]
        return safety_section(own, counts, names, reviews, naming, anchor=anchor, title=title)

    return SafetyPage(
        back=section(back, "back", "In the back"),
        elsewhere=section(elsewhere, "elsewhere", "In the neck, or where the text does not say"),
        confirmed=confirmed_sentence(total_share(share_of_row("harm", row) for row in harms), "on harm"),
    )


@show_page("evidence/pages/safety/safety_page.html", shared=True)
def safety(request: HttpRequest) -> Context:
    return {"page": safety_page()}
