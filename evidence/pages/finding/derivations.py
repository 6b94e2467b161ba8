"""How each number of a finding was obtained from what its studies printed."""

from dataclasses import dataclass

from evidence.findings.answer_texts import bounds_text, contrast_href, printed_text, value_text
from evidence.findings.bias_lights import level_words
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.answers import Answer
from evidence.synthesis.confirmed_numbers import share_of_contrast, share_of_line
from evidence.synthesis.mark_texts import line_marks
from evidence.synthesis.values_without_interval import ValueWithoutInterval
from studies.numerics.number_formatting import effect_text
from studies.reported.reported_numbers import NumberShare


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one study's values were converted to the scale and spread that the answer uses."""

    study: str
    href: str
    ozone: str
    comparator: str
    printed: str
    effect: str
    risk_of_bias: str
    rules: tuple[str, ...]
    bounds: tuple[str, ...]
    marks: tuple[str, ...]
    share: NumberShare


def derivations(answer: Answer) -> tuple[Derivation, ...]:
    """How each effect came about; and values from which none follows, with the reason."""
    return (*_derived_effects(answer), *map(_value_as_printed, answer.values))


def _value_as_printed(value: ValueWithoutInterval) -> Derivation:
    return Derivation(
        study=value.study.label,
        href=contrast_href(value.contrast),
        ozone=value.ozone.text,
        comparator=value.comparator.text,
        printed="",
        effect="no interval",
        risk_of_bias=level_words(value.contrast),
        rules=(f"as printed; {value.reason.label}",),
        bounds=(),
        marks=tuple(mark.label for mark in (*value.assumptions, *value.cautions)),
        share=share_of_contrast(value.contrast),
    )


def _derived_effects(answer: Answer) -> list[Derivation]:
    return [
        Derivation(
            study=entry.study.label,
            href=contrast_href(line.first),
            ozone=value_text(line.ozone),
            comparator=value_text(line.comparator),
            printed=printed_text(line),
            effect=_text(line.effect.measure, line.effect.reader(), line.effect.reader_interval()),
            risk_of_bias=level_words(line.first),
            rules=line.rules,
            bounds=tuple(
                f"{side}: {text}"
                for side, arm in (("ozone", line.ozone), ("comparator", line.comparator))
                if (text := bounds_text(arm))
            ),
            marks=line_marks(line),
            share=share_of_line(line),
        )
        for entry in answer.all_entries
        for line in entry.lines
    ]


def _text(measure: Measure, estimate: float, interval: Interval) -> str:
    return effect_text(estimate, interval.low, interval.high, is_ratio=measure.is_ratio, digits=measure.digits)
