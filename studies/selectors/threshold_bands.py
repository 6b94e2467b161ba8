"""Published bands of differences between groups."""

from studies.choices import EffectBand, OutcomeDomain
from studies.models import BetweenGroupThreshold
from studies.reported.threshold_band import ThresholdBand
from studies.selectors.prepared_query import PreparedQuery
from studies.selectors.row_reader import RowReader, columns_of, labels

_BANDS = RowReader(
    ThresholdBand,
    columns_of(ThresholdBand, scale="display_range"),
    {"domain": labels(OutcomeDomain), "size": labels(EffectBand)},
)


_ALL_BANDS = PreparedQuery(lambda _: _BANDS.values_of(BetweenGroupThreshold.objects.all()))


def read_bands() -> list[ThresholdBand]:
    """The published bands in which a difference between groups is called small, medium or large."""
    return _BANDS.from_values(_ALL_BANDS.rows())
