"""Serious harm of a condition in one line: people on record, who died and of what, and who counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from evidence.findings.answer_lines import LineLink
from evidence.findings.truncation import TruncatedList, truncate
from evidence.synthesis.harm_sentences import short_harm_sentences
from evidence.synthesis.serious_harm import SeriousHarm
from studies.choices import Fatal
from studies.reported.rows import HarmRow

# Deaths that are named one by one.
MOST_DEATHS = 3


@dataclass(frozen=True, slots=True)
class HarmLine:
    """Sentences on serious harm, and each fatal harm after ozone with its study."""

    sentences: tuple[str, ...]
    deaths: TruncatedList[LineLink]


def harm_line(harm: SeriousHarm, rows: Sequence[HarmRow]) -> HarmLine:
    """The line of the serious harm that these rows tell of."""
    return HarmLine(tuple(short_harm_sentences(harm)), truncate(list(filter(_is_death, rows)), _death, MOST_DEATHS))


def _is_death(row: HarmRow) -> bool:
    """Whether it tells of a death after ozone; a retracted study tells of none, in no count of the page."""
    return row.fatal is Fatal.YES and row.arm.with_ozone and row.n_events != 0 and not row.study.retracted


def _death(row: HarmRow) -> LineLink:
    return LineLink(row.event, reverse("study", args=[row.study.slug]), f" ({row.study.label})")
