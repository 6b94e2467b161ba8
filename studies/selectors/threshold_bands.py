"""Published bands of differences between groups."""

from studies.choices import EffectBand, OutcomeDomain
from studies.models import (
    BetweenGroupThreshold,
)
from studies.reported.bands import ThresholdBand


def read_bands() -> list[ThresholdBand]:
    """The published bands in which a difference between groups is called small, medium or large."""
    return [
        ThresholdBand(
            domain=OutcomeDomain(row.domain),
            scale=row.display_range,
            size=EffectBand(row.size),
            lower=row.lower,
            upper=row.upper,
            lower_included=row.lower_included,
            upper_included=row.upper_included,
        )
        for row in BetweenGroupThreshold.objects.all()
    ]
