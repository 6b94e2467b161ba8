"""The script in a finding's zip gives in R what the page says.

``tests/reference/r_script.json`` holds what R printed for these findings (R 4.2.2, metafor 3.8-1). Where R with
metafor is installed the script is run again; elsewhere the stored figures are compared.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from evidence.exports import finding_csv, r_script
from evidence.findings.finding import Finding
from evidence.statistics.estimates import IntervalMethod, Model
from evidence.statistics.tau2 import Tau2Method
from evidence.synthesis.options import PoolingOptions
from tests.evidence.exports.file_origins import ORIGIN
from tests.evidence.synthesis.build import answer_of, pain_trial, success_trial, two_arms

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "r_script.json").read_text(encoding="utf-8"))
# Where R stops iterating; the stored figures have seven digits.
RELATIVE = 1e-5
# What a reader may choose in place of the default model.
MODELS = {
    "common effect": PoolingOptions(model=Model.COMMON),
    "DerSimonian-Laird, normal interval": PoolingOptions(tau2_method=Tau2Method.DL, interval=IntervalMethod.WALD),
    "Paule-Mandel": PoolingOptions(tau2_method=Tau2Method.PM),
    "Hartung-Knapp without a floor": PoolingOptions(interval=IntervalMethod.HKSJ),
}


def findings() -> dict[str, Finding]:
    strata = [two_arms("steroid", stratum=name) for name in ("disc", "other")]
    one_study = [
        pain_trial(3, 4, arms=strata[0]),
        pain_trial(2, 4, arms=two_arms("steroid", study=strata[0][0].study, stratum="other")),
    ]
    trials = {
        "means": [
            pain_trial(3, 4),
            pain_trial(2.5, 5, sd=1.5, n=35),
            pain_trial(3.5, 4, n=50),
            pain_trial(4.2, 3.9, n=28),
        ],
        "counts": [success_trial(12, 8), success_trial(15, 9, n=30), success_trial(20, 18, n=40)],
        "zero cell": [success_trial(0, 8, n=100), success_trial(12, 8, n=100), success_trial(11, 8, n=100)],
        "frequent, and zero": [success_trial(0, 8), success_trial(12, 8), success_trial(11, 8)],
        "full arm": [success_trial(20, 10), success_trial(12, 8), success_trial(11, 8)],
        "no event on one side": [success_trial(0, 3, n=40), success_trial(0, 2, n=30), success_trial(0, 1, n=51)],
        "one mean": [pain_trial(3.05, 4, n=6)],
        "rare and zero": [success_trial(0, 2, n=1000), success_trial(3, 5, n=1200), success_trial(1, 4, n=900)],
        "one study": [success_trial(12, 8)],
        "strata": [
            *one_study,
            pain_trial(3, 5, arms=two_arms("steroid")),
            pain_trial(3.3, 4, arms=two_arms("steroid")),
        ],
    }
    found = {name: Finding(answer_of(*results), {}) for name, results in trials.items()}
    chosen = {name: answer_of(*trials["means"], options=options) for name, options in MODELS.items()}
    return found | {name: Finding(answer, {}) for name, answer in chosen.items()}


def run_in_r(finding: Finding, folder: Path) -> list[float]:
    (folder / "data.csv").write_text(finding_csv(finding, ORIGIN), encoding="utf-8")
    (folder / "analysis.R").write_text(r_script(finding), encoding="utf-8")
    printed = subprocess.run(["Rscript", "analysis.R"], cwd=folder, capture_output=True, text=True, check=True).stdout
    return [
        float(number)
        for number in re.findall(r"-?\d+\.\d+(?:e-?\d+)?", printed.splitlines()[-1] or printed.splitlines()[-2])
    ]


def has_metafor() -> bool:
    command = ["Rscript", "-e", "quit(status = !requireNamespace('metafor', quietly = TRUE))"]
    return (
        shutil.which("Rscript") is not None
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )


@pytest.mark.reference
@pytest.mark.parametrize("name", findings())
def test_page_and_r_agree(name: str, tmp_path: Path) -> None:
    finding = findings()[name]
    figures = run_in_r(finding, tmp_path) if has_metafor() else REFERENCE["figures"][name]
    answer = finding.answer
    ours = answer.pooled or answer.entries[0].effect
    interval = ours.reader_interval()
    assert [ours.reader(), interval.low, interval.high] == pytest.approx(figures, rel=RELATIVE)
