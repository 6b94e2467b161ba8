"""Pool from a shell: ``python -m evidence.statistics pool FILE.csv`` or ``pool --json``.

The only file of this package that touches streams and files.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from evidence.statistics.cli.diagnostics import explore
from evidence.statistics.cli.input_table import read_studies
from evidence.statistics.cli.json_values import InputError
from evidence.statistics.cli.printout import format_report
from evidence.statistics.cli.request import DOCUMENTATION, Exploration, parse_request
from evidence.statistics.cli.response import Json, build_response, compute_effects
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.pooling import IntervalMethod, Model, PredictionDf, Tau2Method
from studies.numerics.errors import StatisticsError

BAD_INPUT_STATUS = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0, or 2 with a sentence on standard error."""
    options = _parser().parse_args(arguments)
    try:
        request = parse_request(_read_csv(options) if options.file else _read_json())
        studies = compute_effects(request)
        response = build_response(studies) | explore(studies)
    except (InputError, StatisticsError) as problem:
        sys.stderr.write(f"{problem}\n")
        return BAD_INPUT_STATUS
    as_json = options.json or not options.file
    text = json.dumps(response, allow_nan=False) if as_json else format_report(request, response)
    sys.stdout.write(f"{text}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evidence.statistics")
    commands = parser.add_subparsers(dest="command", required=True)
    pool = commands.add_parser(
        "pool",
        help="pool the effects of several studies",
        epilog=DOCUMENTATION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    pool.add_argument("file", nargs="?", help="CSV file; without it JSON is read from standard input")
    pool.add_argument("--json", action="store_true", help="answer in JSON")
    pool.add_argument("--measure", choices=list(Measure), help="required with a CSV file, unless it has yi and vi")
    pool.add_argument("--model", choices=list(Model))
    pool.add_argument("--tau2-method", choices=list(Tau2Method))
    pool.add_argument("--interval", choices=list(IntervalMethod))
    pool.add_argument("--prediction-df", choices=list(PredictionDf))
    pool.add_argument("--level", type=float)
    pool.add_argument("--explore", nargs="+", choices=list(Exploration), default=[])
    pool.add_argument("--information-size", action="store_true", help="add how many people one trial would need")
    pool.add_argument("--bayes-scale", type=float, help="add the Bayesian answer with this scale of the prior of tau")
    return parser


def _read_json() -> object:
    def refuse(name: str) -> float:
        raise InputError(f"{name} is not a number that a study can report.")

    try:
        return json.loads(sys.stdin.read(), parse_constant=refuse)
    except (ValueError, RecursionError) as problem:
        raise InputError(f"Standard input is not JSON: {problem}.") from None


def _read_csv(options: argparse.Namespace) -> Json:
    try:
        text = Path(options.file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{options.file} cannot be read: {problem}.") from None
    studies = read_studies(text.splitlines())
    has_effects = any("yi" in study for study in studies)
    choices = {name: getattr(options, name) for name in ("model", "tau2_method", "interval", "prediction_df", "level")}
    return {
        "measure": options.measure or (Measure.GEN if has_effects else None),
        "studies": studies,
        "explore": options.explore,
        "information_size": options.information_size,
        "bayes": None if options.bayes_scale is None else {"scale": options.bayes_scale, "thresholds": [0]},
        **{name: value for name, value in choices.items() if value is not None},
    }


if __name__ == "__main__":
    sys.exit(main())
