"""A comparison by dose as CSV and JSON: every study of its page with its doses, and the lines where there are any."""

from typing import Any

from evidence.exports.data_origin import SOURCE_COLUMNS, DataOrigin, source_cells, source_json
from evidence.exports.explorations import covariate_data
from evidence.pages.dose.dose_page import DosePage, DosePart
from evidence.pages.dose.dose_rows import DoseRow, dose_rows, doses_of
from evidence.synthesis.dose_response import DoseSection
from evidence.synthesis.study_covariates import Unknown
from studies.presentation.data_notice import DATA_NOTICE

_COLUMNS = (
    *("outcome", "study", "route", "randomised", "condition", "weeks", "ozone_ug_per_ml", "volume_ml", "sessions"),
    *("people", "measure", "scale", "estimate", "ci_low", "ci_high", "state", "marks"),
)


def dose_records(page: DosePage, origin: DataOrigin) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Columns and rows; a dose that is not known is empty. Each row says its window, its terms and its origin."""
    behind = (page.window.label if page.window else "", DATA_NOTICE, *source_cells(origin))
    return (*_COLUMNS, "window", "terms", *SOURCE_COLUMNS), [
        (part.title, *_cells(row), *behind)
        for part, section in zip(page.parts, page.sections, strict=True)
        for row in dose_rows(section, page.conditions)
    ]


def _cells(row: DoseRow) -> tuple[Any, ...]:
    return (
        row.study,
        row.route,
        row.randomised,
        row.condition,
        row.contrast.weeks,
        *(None if isinstance(value, Unknown) else value for value in doses_of(row)),
        row.people,
        row.measure,
        row.scale,
        row.estimate,
        row.interval.low,
        row.interval.high,
        row.state or "in the answer",
        "; ".join(row.marks),
    )


def dose_data(page: DosePage, origin: DataOrigin) -> dict[str, Any]:
    """The page as numbers."""
    return {
        "notice": DATA_NOTICE,
        "source": source_json(origin),
        "comparison": page.comparison.value,
        "window": page.window.value if page.window else None,
        "outcomes": [_part(*each, page.conditions) for each in zip(page.parts, page.sections, strict=True)],
    }


def _part(part: DosePart, section: DoseSection, conditions: dict[str, str]) -> dict[str, Any]:
    return {
        "outcome": part.title,
        "notes": list(part.notes),
        "studies": [dict(zip(_COLUMNS[1:], _cells(row), strict=True)) for row in dose_rows(section, conditions)],
        "panels": [
            {
                "route": panel.route.value,
                "randomised": covariate_data(panel.randomised),
                "not_randomised": covariate_data(panel.others),
            }
            for _, panels in section.panels
            for panel in panels
        ],
    }
