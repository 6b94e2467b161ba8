"""The response as text for a person at a terminal, on the reader's scale."""

from collections.abc import Mapping, Sequence
from typing import Any

from evidence.statistics.cli.request import PoolRequest
from evidence.statistics.effect_sizes import Measure
from studies.numerics.errors import ImpossibleNumberError

LABEL_WIDTH = 28


def format_report(request: PoolRequest, response: Mapping[str, Any]) -> str:
    """One line per study, then the pooled estimate, heterogeneity, excluded studies, warnings and explorations."""
    measure, level = request.measure, f"{100 * request.level:g}%"
    lines = [f"{measure} by the {request.model} model, {response['k']} studies", ""]
    lines += [
        f"{row['label'][:LABEL_WIDTH]:<{LABEL_WIDTH}} {_format_value(measure, row['yi'])}   weight {row['weight']:.1%}"
        for row in response["studies"]
    ]
    estimate = f"{_format_value(measure, response['estimate'])}, {level} {_format_interval(measure, response['ci'])}"
    lines += ["", f"Pooled       {estimate}"]
    lines.append(f"             P = {response['p']:.3g}")
    if response["prediction"] is not None:
        lines.append(f"Prediction   {_format_interval(measure, response['prediction'])}")
    lines.append(
        f"Differences  tau2 {response['tau2']:.4g}{_format_tau2_interval(response['tau2_ci'])}, I2 {response['i2']:.1%}"
    )
    lines.append(f"             Q {response['q']:.4g} on {response['q_df']} df, P = {response['q_p']:.3g}")
    lines += [f"Left out     {study['label']}: {study['reason']}" for study in response["left_out"]]
    lines += [f"Note         {warning}" for warning in response["warnings"]]
    optional_parts = {"bayes": request.bayes, "information_size": request.information_size}
    for name in (*request.explore, *(name for name, is_requested in optional_parts.items() if is_requested)):
        lines += ["", str(name), *_format_exploration(response[str(name)])]
    return "\n".join(lines)


def _format_value(measure: Measure, value: float) -> str:
    try:
        return f"{measure.to_reader(value):.4g}"
    except ImpossibleNumberError:
        return "too large to write"


def _format_interval(measure: Measure, ends: Sequence[float]) -> str:
    return f"{_format_value(measure, ends[0])} to {_format_value(measure, ends[1])}"


def _format_tau2_interval(ends: Sequence[float] | None) -> str:
    return "" if ends is None else f" ({ends[0]:.4g} to {ends[1]:.4g})"


def _format_exploration(result: object, indent: str = "  ") -> list[str]:
    """Names and values, one line for each record, on the analysis scale."""
    if isinstance(result, Mapping):
        nested = {name: value for name, value in result.items() if _is_nested(value)}
        lines = [
            indent + ", ".join(f"{name} {_format_short(value)}" for name, value in result.items() if name not in nested)
        ]
        for name, value in nested.items():
            lines += [f"{indent}{name}", *_format_exploration(value, indent + "  ")]
        return [line for line in lines if line.strip()]
    if isinstance(result, list):
        return [line for record in result for line in _format_exploration(record, indent)]
    return [indent + _format_short(result)]


def _is_nested(value: object) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(x, Mapping) for x in value))


def _format_short(value: object) -> str:
    if isinstance(value, list):
        return " to ".join(_format_short(x) for x in value)
    return f"{value:.4g}" if isinstance(value, float) else str(value)
