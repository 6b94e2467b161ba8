"""The answer as text for a person at a shell, on the reader's scale."""

from collections.abc import Mapping, Sequence
from typing import Any

from evidence.statistics.cli.request import PoolRequest
from evidence.statistics.effect_sizes import Measure
from studies.numerics.errors import ImpossibleNumberError

LABEL_WIDTH = 28


def report(question: PoolRequest, answer: Mapping[str, Any]) -> str:
    """Readable lines: one a study, then the pooled estimate, heterogeneity, what was left out, warnings, the rest."""
    measure, level = question.measure, f"{100 * question.level:g}%"
    lines = [f"{measure} by the {question.model} model, {answer['k']} studies", ""]
    lines += [
        f"{study['label'][:LABEL_WIDTH]:<{LABEL_WIDTH}} {_read(measure, study['yi'])}   weight {study['weight']:.1%}"
        for study in answer["studies"]
    ]
    lines += ["", f"Pooled       {_read(measure, answer['estimate'])}, {level} {_ends(measure, answer['ci'])}"]
    lines.append(f"             P = {answer['p']:.3g}")
    if answer["prediction"] is not None:
        lines.append(f"Prediction   {_ends(measure, answer['prediction'])}")
    lines.append(f"Differences  tau2 {answer['tau2']:.4g}{_plain(answer['tau2_ci'])}, I2 {answer['i2']:.1%}")
    lines.append(f"             Q {answer['q']:.4g} on {answer['q_df']} df, P = {answer['q_p']:.3g}")
    lines += [f"Left out     {study['label']}: {study['reason']}" for study in answer["left_out"]]
    lines += [f"Note         {warning}" for warning in answer["warnings"]]
    for asked in question.explore:
        lines += ["", asked.value, *_explored(answer[asked.value])]
    if "bayes" in answer:
        lines += ["", "bayes", *_explored(answer["bayes"])]
    return "\n".join(lines)


def _read(measure: Measure, value: float) -> str:
    try:
        return f"{measure.to_reader(value):.4g}"
    except ImpossibleNumberError:
        return "beyond writing down"


def _ends(measure: Measure, ends: Sequence[float]) -> str:
    return f"{_read(measure, ends[0])} to {_read(measure, ends[1])}"


def _plain(ends: Sequence[float] | None) -> str:
    return "" if ends is None else f" ({ends[0]:.4g} to {ends[1]:.4g})"


def _explored(found: object, indent: str = "  ") -> list[str]:
    """Names and values, one line for each record, on the analysis scale."""
    if isinstance(found, Mapping):
        nested = {name: value for name, value in found.items() if _is_nested(value)}
        lines = [indent + ", ".join(f"{name} {_short(value)}" for name, value in found.items() if name not in nested)]
        for name, value in nested.items():
            lines += [f"{indent}{name}", *_explored(value, indent + "  ")]
        return [line for line in lines if line.strip()]
    if isinstance(found, list):
        return [line for record in found for line in _explored(record, indent)]
    return [indent + _short(found)]


def _is_nested(value: object) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(x, Mapping) for x in value))


def _short(value: object) -> str:
    if isinstance(value, list):
        return " to ".join(_short(x) for x in value)
    return f"{value:.4g}" if isinstance(value, float) else str(value)
