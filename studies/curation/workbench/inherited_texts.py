"""What a typed row takes over without being asked: weeks from its time, its place in the source from the row above."""

from collections.abc import Iterable

from studies.curation.pasting.read_time import weeks_named
from studies.curation.workbench.row_parsing import Texts, TypedRow

PLACE = "locator"


def with_weeks(typed: Texts, stored: Texts) -> Texts:
    """The texts with the weeks of a time in words, typed as the time or under weeks.

    Weeks that stand there stay; so do empty ones next to a time that was not typed now.
    """
    weeks, label = typed.get("weeks"), typed.get("timepoint_label", "")
    if weeks is None:
        return typed
    if named := weeks_named(weeks):
        has_label = "timepoint_label" in typed
        return typed | {"weeks": named} | ({"timepoint_label": label or weeks} if has_label else {})
    if not weeks and label != stored.get("timepoint_label", ""):
        return typed | {"weeks": weeks_named(label)}
    return typed


def with_places(rows: Iterable[TypedRow], blank: Texts, place: str) -> tuple[list[TypedRow], int]:
    """The rows, new ones with the place of the row above, or ``place``, where theirs is empty; and how many took it."""
    done, n_taken = [], 0
    for row in rows:
        takes = row.pk is None and row.texts != blank and row.texts.get(PLACE) == "" and bool(place)
        done.append(TypedRow(row.key, row.texts | {PLACE: place}) if takes else row)
        n_taken += takes
        place = done[-1].texts.get(PLACE) or place
    return done, n_taken
