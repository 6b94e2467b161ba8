"""Published bands of differences between groups."""

from studies.choices import Domain, EffectBand
from studies.models import (
    BetweenGroupThreshold,
)
from studies.reported.bands import Band


def read_bands() -> list[Band]:
    """The published bands in which a difference between groups is called small, medium or large."""
    return [
        Band(
            domain=Domain(row.domain),
            scale=row.display_range,
            size=EffectBand(row.size),
            lower=row.lower,
            upper=row.upper,
            lower_included=row.lower_included,
            upper_included=row.upper_included,
        )
        for row in BetweenGroupThreshold.objects.all()
    ]
