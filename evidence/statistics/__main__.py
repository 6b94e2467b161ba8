"""Pool from a shell: ``python -m evidence.statistics pool FILE.csv`` or ``pool --json``.

The only file of this package that touches streams and files.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from evidence.statistics.cli.diagnostics import explore
from evidence.statistics.cli.input_table import studies_from
from evidence.statistics.cli.printout import report
from evidence.statistics.cli.request import DOCUMENTATION, Exploration, InputError, question_from
from evidence.statistics.cli.response import Json, answer_of, sort_out
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.pooling import IntervalMethod, Model, PredictionDf, Tau2Method
from studies.numerics.errors import StatisticsError

BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one question; 0, or 2 with a sentence on standard error."""
    asked = _parser().parse_args(arguments)
    try:
        question = question_from(_read_csv(asked) if asked.file else _read_json())
        pooled = sort_out(question)
        answer = answer_of(pooled) | explore(pooled)
    except (InputError, StatisticsError) as problem:
        sys.stderr.write(f"{problem}\n")
        return BAD_INPUT
    text = json.dumps(answer, allow_nan=False) if asked.json or not asked.file else report(question, answer)
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
    pool.add_argument("--measure", choices=list(Measure), help="needed beside a CSV file, unless it has yi and vi")
    pool.add_argument("--model", choices=list(Model))
    pool.add_argument("--tau2-method", choices=list(Tau2Method))
    pool.add_argument("--interval", choices=list(IntervalMethod))
    pool.add_argument("--prediction-df", choices=list(PredictionDf))
    pool.add_argument("--level", type=float)
    pool.add_argument("--explore", nargs="+", choices=list(Exploration), default=[])
    pool.add_argument(
        "--bayes-scale", type=float, help="scale of the half-normal prior of tau; adds the Bayesian answer"
    )
    return parser


def _read_json() -> object:
    def refuse(name: str) -> float:
        raise InputError(f"{name} is not a number that a study can report.")

    try:
        return json.loads(sys.stdin.read(), parse_constant=refuse)
    except (ValueError, RecursionError) as problem:
        raise InputError(f"Standard input is not JSON: {problem}.") from None


def _read_csv(asked: argparse.Namespace) -> Json:
    try:
        text = Path(asked.file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{asked.file} cannot be read: {problem}.") from None
    studies = studies_from(text.splitlines())
    given = any("yi" in study for study in studies)
    options = {name: getattr(asked, name) for name in ("model", "tau2_method", "interval", "prediction_df", "level")}
    return {
        "measure": asked.measure or (Measure.GEN if given else None),
        "studies": studies,
        "explore": asked.explore,
        "bayes": None if asked.bayes_scale is None else {"scale": asked.bayes_scale, "thresholds": [0]},
        **{name: value for name, value in options.items() if value is not None},
    }


if __name__ == "__main__":
    sys.exit(main())
