"""The command line, as a researcher uses it: a separate process, in well under a second, without Django."""

import json
import subprocess
import sys
from io import StringIO
from math import exp
from pathlib import Path
from typing import Any

import pytest

from evidence.statistics.__main__ import main
from evidence.statistics.cli.diagnostics import explore
from evidence.statistics.cli.input_table import read_studies
from evidence.statistics.cli.json_values import InputError
from evidence.statistics.cli.printout import format_report
from evidence.statistics.cli.request import parse_request
from evidence.statistics.cli.response import Json, build_response, compute_effects
from evidence.statistics.effect_sizes import Measure, hedges_g, risk_ratio
from evidence.statistics.information_size import size_for_risk
from evidence.statistics.mantel_haenszel import mantel_haenszel
from evidence.statistics.pooling import IntervalMethod, Tau2Method, random_effects
from evidence.statistics.small_study import harbord, peters
from studies.numerics.arm_values import Counts, Means
from studies.numerics.errors import StatisticsError

ROOT = Path(__file__).parents[3]
KEYS = [
    *("k", "estimate", "se", "ci", "p", "tau2", "tau2_ci", "i2", "h2", "q", "q_df", "q_p", "prediction"),
    *("studies", "left_out", "warnings"),
]
TABLES = [(4, 123, 11, 139), (6, 306, 29, 303), (3, 231, 11, 220), (62, 13598, 248, 12867)]


def make_study(label: str = "A", table: tuple[float, ...] = TABLES[0], **more: object) -> Json:
    a, n1, c, n2 = table
    return {"label": label, "ozone": {"events": a, "n": n1}, "comparator": {"events": c, "n": n2}, **more}


def make_question(**changed: object) -> Json:
    studies = [make_study(label, table) for label, table in zip("ABCD", TABLES, strict=True)]
    return {"measure": "RR", "studies": studies, **changed}


def ask(question: object) -> dict[str, Any]:
    pooled = compute_effects(parse_request(question))
    return {**build_response(pooled), **explore(pooled)}


@pytest.fixture(scope="module")
def ran() -> subprocess.CompletedProcess[str]:
    """The command, which names the modules that it loads among its errors."""
    command = [sys.executable, "-X", "importtime", "-m", "evidence.statistics", "pool", "--json"]
    given = json.dumps(make_question())
    return subprocess.run(command, input=given, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_json_in_json_out_with_the_documented_keys(ran: subprocess.CompletedProcess[str]):
    assert ran.returncode == 0
    assert [line for line in ran.stderr.splitlines() if not line.startswith("import time:")] == []
    answer = json.loads(ran.stdout)
    assert list(answer) == KEYS
    effects = [risk_ratio(Counts(a, n1), Counts(c, n2)) for a, n1, c, n2 in TABLES]
    pooled = random_effects(effects)
    assert answer["estimate"] == pooled.estimate
    assert answer["ci"] == [pooled.low, pooled.high]
    assert answer["prediction"] == [pooled.prediction.low, pooled.prediction.high]
    assert answer["studies"][0] == {
        "label": "A",
        "yi": effects[0].estimate,
        "vi": effects[0].variance,
        "weight": pooled.weights[0],
    }


def test_command_line_does_not_load_django_or_large_parts_of_scipy(ran: subprocess.CompletedProcess[str]):
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}

    assert "evidence.statistics.pooling" in loaded
    assert not loaded & {"django", "scipy.stats", "scipy.optimize"}


def test_a_csv_file_gives_a_readable_result(tmp_path: Path, capsys):
    file = tmp_path / "trials.csv"
    file.write_text(
        "label,ozone_mean,ozone_sd,ozone_n,comparator_mean,comparator_sd,comparator_n\n"
        "Andrade,5,2,30,6,2.1,31\nBocci,4,2,20,6.5,2.3,22\nCosta,5.5,1.8,40,,1.9,38\n"
    )

    code = main(["pool", str(file), "--measure", "MD", "--model", "common"])

    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert "MD by the common model, 2 studies" in out
    assert "Andrade" in out
    assert "Left out     Costa: A number that this measure needs was not reported." in out


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("{", "Standard input is not JSON"),
        ("[]", "The input should be a JSON object"),
        ('{"measure": "XX", "studies": []}', "measure should be one of MD, SMD"),
        ('{"measure": "GEN", "studies": []}', "There are no studies"),
        ('{"measure": "GEN", "studies": [{"yi": NaN, "vi": 1}]}', "NaN is not a number"),
    ],
)
def test_invalid_input_gives_a_message_and_exit_code_2(given: str, sentence: str, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", StringIO(given))

    code = main(["pool", "--json"])

    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.startswith(sentence)


def test_missing_file_is_invalid_input(capsys):
    code = main(["pool", "no-such-file.csv", "--measure", "MD"])

    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.startswith("no-such-file.csv cannot be read")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"tau2method": "DL"}, "Unknown key 'tau2method'"),
        ({"tau2_method": "XX"}, "tau2_method should be one of DL"),
        ({"level": 95}, "between 0 and 1"),
        ({"level": "0.95"}, "level should be a number"),
        ({"model": "peto"}, "Peto's method pools OR"),
        ({"measure": "MD", "model": "mantel-haenszel"}, "Mantel-Haenszel pools RR, OR and RD"),
        ({"explore": "leave1out"}, "explore should be a list"),
        ({"explore": ["nonsense"]}, "explore should be one of"),
        ({"studies": {}}, "studies should be a list"),
        ({"studies": ["A"]}, "study 1 should be a JSON object"),
        ({"studies": [make_study(year="1948")]}, "A: year should be a number"),
        ({"studies": [make_study(label=3)]}, "label and subgroup should be text"),
        ({"studies": [make_study(table=(5, 4, 1, 9))]}, "A: 5 events among 4 participants are impossible."),
        ({"studies": [make_study(table=(True, 4, 1, 9))]}, "A: events should be a number"),
        ({"studies": [make_study(table=(1, 10**400, 1, 9))]}, "too large"),
        ({"measure": "GEN", "studies": [{"label": "A", "yi": 1, "vi": -1}]}, "A: a variance is never negative"),
        ({"studies": [make_study(table=(0, 9, 0, 9))]}, "No study can be pooled. A: No one had the event"),
    ],
)
def test_every_invalid_question_has_a_message(changed: Json, sentence: str):
    with pytest.raises(InputError, match=sentence.replace(".", r"\.")):
        ask(make_question(**changed))


def test_studies_without_information_are_excluded_with_a_reason():
    studies = [*make_question()["studies"], make_study("Z", (0, 30, 0, 33))]

    answer = ask(make_question(studies=studies))

    assert answer["k"] == 4
    assert answer["left_out"] == [
        {"label": "Z", "reason": "No one had the event in either arm, so the study gives no information about a ratio."}
    ]
    assert ask(make_question(studies=studies, measure="RD"))["left_out"] == []


def test_continuous_arms_give_hedges_g():
    arms = {"ozone": {"mean": 5, "sd": 2, "n": 30}, "comparator": {"mean": 6, "sd": 2.1, "n": 31}}

    answer = ask({"measure": "SMD", "model": "common", "studies": [{"label": "A", **arms}]})

    expected = hedges_g(Means(5, 30, 2), Means(6, 31, 2.1))
    assert answer["studies"][0]["yi"] == expected.estimate
    assert answer["studies"][0]["vi"] == expected.variance


def test_given_effects_are_pooled_as_they_are():
    studies = [
        {"label": "A", "yi": 0.1, "vi": 0.03},
        {"label": "B", "yi": None, "vi": 0.1},
        {"label": "C", "yi": 0.4, "vi": 0.1},
    ]

    answer = ask({"measure": "GEN", "model": "common", "studies": studies})

    assert answer["estimate"] == pytest.approx((0.1 / 0.03 + 0.4 / 0.1) / (1 / 0.03 + 1 / 0.1))
    assert [study["label"] for study in answer["left_out"]] == ["B"]


def test_the_requested_method_is_used():
    effects = [risk_ratio(Counts(a, n1), Counts(c, n2)) for a, n1, c, n2 in TABLES]
    question = make_question(tau2_method="PM", interval="wald", prediction_df="k-2", level=0.9)

    pooled = random_effects(
        effects, tau2_method=Tau2Method.PM, interval=IntervalMethod.WALD, prediction_df="k-2", level=0.9
    )

    answer = ask(question)
    assert (answer["tau2"], answer["ci"]) == (pooled.tau2, [pooled.low, pooled.high])
    assert answer["prediction"] == [pooled.prediction.low, pooled.prediction.high]


def test_mantel_haenszel_and_peto_answer_in_the_same_shape():
    tables = [(Counts(a, n1), Counts(c, n2)) for a, n1, c, n2 in TABLES]

    mh = ask(make_question(model="mantel-haenszel"))
    peto = ask(make_question(model="peto", measure="OR"))

    assert mh["estimate"] == mantel_haenszel(Measure.RR, tables).estimate
    assert list(mh) == list(peto) == KEYS
    assert mh["tau2_ci"] is peto["prediction"] is None


EXPLORED = [
    *("leave1out", "cumulative", "egger", "peters", "harbord", "ranktest", "trimfill", "trimfill-r0", "subgroups"),
    *("influence", "metaregression"),
]


@pytest.mark.parametrize("model", ["random", "common", "mantel-haenszel", "peto"])
def test_every_exploration_has_a_key(model: str):
    answer = ask(make_question(model=model, measure="OR", explore=EXPLORED))

    assert list(answer) == [*KEYS, *EXPLORED]
    assert [row["left_out"] for row in answer["leave1out"]] == list("ABCD")
    assert answer["cumulative"][-1]["estimate"] == pytest.approx(answer["estimate"])
    assert answer["egger"] == {
        "reason": "Tests for small-study effects are not informative below 10 studies; there are 4."
    }


def make_ten(**changed: object) -> Json:
    studies = [
        {
            "label": str(i),
            "yi": 0.1 * (i % 4),
            "vi": 0.02 + 0.01 * i,
            "year": 2000 - i,
            "subgroup": "xy"[i % 2],
            "moderator": i,
        }
        for i in range(10)
    ]
    return {"measure": "GEN", "studies": studies, "explore": EXPLORED, **changed}


def test_ten_studies_give_every_number():
    answer = ask(make_ten())

    assert [row["label"] for row in answer["cumulative"]] == [str(i) for i in reversed(range(10))]
    assert answer["egger"]["df"] == 8
    assert answer["trimfill"]["side"] in ("left", "right")
    assert [group["k"] for group in answer["subgroups"]["separate_tau2"]["groups"]] == [5, 5]
    assert answer["subgroups"]["common_tau2"]["between"]["df_within"] == 8
    assert len(answer["influence"]) == 10
    assert answer["ranktest"]["exact"] in (True, False)
    assert answer["trimfill-r0"]["missing"] >= 0
    assert [row["name"] for row in answer["metaregression"]["coefficients"]] == ["intercept", "moderator"]
    assert answer["peters"] == {"reason": "The test of Peters needs events and people of both arms."}


def test_tests_of_tables_answer_from_ten_studies_on():
    studies = [make_study(str(i), (4 + i, 100 + i, 9 + i % 3, 90 + 2 * i)) for i in range(10)]

    answer = ask(make_question(measure="OR", studies=studies, explore=["peters", "harbord"]))

    tables = [(Counts(4 + i, 100 + i), Counts(9 + i % 3, 90 + 2 * i)) for i in range(10)]
    assert answer["peters"]["statistic"] == peters(Measure.OR, tables).statistic
    assert answer["harbord"]["statistic"] == harbord(tables).statistic


def test_bayes_is_answered_next_to_the_pool():
    case = json.loads((ROOT / "tests" / "reference" / "bayes.json").read_text())["cases"]["k2_apart"]
    studies = [{"label": str(y), "yi": y, "vi": v} for y, v in zip(case["y"], case["v"], strict=True)]
    request = {"measure": "GEN", "studies": studies, "bayes": {"scale": case["scale"], "thresholds": [0]}}

    answer = ask(request)

    assert list(answer) == [*KEYS, "bayes"]
    assert list(answer["bayes"]) == ["mean", "sd", "median", "ci", "prediction", "tau_median", "tau_ci", "below"]
    assert answer["bayes"]["ci"] == pytest.approx(case["ci"], abs=1e-6)
    assert answer["bayes"]["below"] == {"0": pytest.approx(case["below"]["0"], abs=1e-6)}


@pytest.mark.parametrize(
    ("bayes", "sentence"),
    [
        ({"scale": 0}, "a number above 0"),
        ({"scale": None}, "bayes: scale should be a number"),
        ({"scale": 1, "prior": 2}, "Unknown key 'prior' in bayes"),
    ],
)
def test_bayes_without_a_usable_prior_is_refused(bayes: Json, sentence: str):
    with pytest.raises((InputError, StatisticsError), match=sentence):
        ask(make_question(bayes=bayes))


def test_an_interval_may_replace_a_variance():
    with_variance = {"label": "A", "yi": 0.5, "vi": 0.04}
    with_interval = {"label": "B", "yi": 0.5, "ci": [0.5 - 1.959963984540054 * 0.2, 0.5 + 1.959963984540054 * 0.2]}

    answer = ask({"measure": "GEN", "studies": [with_variance, with_interval]})

    assert answer["studies"][1]["vi"] == pytest.approx(0.04)


@pytest.mark.parametrize("ci", [[0.1], [0.1, 0.2, 0.3], "0.1 to 0.2"])
def test_an_interval_that_is_none_is_refused(ci: object):
    with pytest.raises(InputError, match="A: ci should be a list"):
        ask({"measure": "GEN", "studies": [{"label": "A", "yi": 0.5, "ci": ci}]})


def test_report_shows_the_explorations():
    question = parse_request(make_ten(measure="GEN"))
    pooled = compute_effects(question)

    text = format_report(question, build_response(pooled) | explore(pooled))

    assert "leave1out" in text
    assert "is_influential" in text


def test_one_study_is_not_called_a_pool():
    answer = ask(make_question(studies=[make_study()], explore=["leave1out"]))

    assert answer["prediction"] is answer["tau2_ci"] is None
    assert answer["warnings"][0].startswith("Only one study")
    assert "reason" in answer["leave1out"]


def test_empty_tau2_interval_is_stated_and_not_shown_as_zero():
    studies = [{"label": str(i), "yi": y, "vi": 0.5} for i, y in enumerate((0.1, 0.101, 0.099, 0.1, 0.1005))]

    answer = ask({"measure": "GEN", "studies": studies})

    assert answer["tau2_ci"] is None
    assert any("empty set" in warning for warning in answer["warnings"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "there is none"),
        ("label,events\n", "'events' is not known"),
        ("label,yi,vi\nA,1\n", "Line 2 has more or fewer cells"),
        ("label,yi,vi\nA,1,x\n", "Line 2: 'x' is not a number"),
    ],
)
def test_unreadable_table_reports_the_line(text: str, sentence: str):
    with pytest.raises(InputError, match=sentence):
        read_studies(text.splitlines())


def test_empty_cells_and_na_are_not_reported():
    (study,) = read_studies(["label,yi,vi,year,subgroup", "A, 1 ,NA,,x"])

    assert study == {"label": "A", "yi": 1.0, "subgroup": "x", "ozone": {}, "comparator": {}}


def test_a_thousand_studies_are_pooled():
    studies = [{"label": str(i), "yi": 0.1 * (i % 7), "vi": 0.02 + 0.001 * (i % 50)} for i in range(1000)]

    answer = ask({"measure": "GEN", "studies": studies, "explore": ["leave1out", "influence"]})

    assert len(answer["leave1out"]) == len(answer["influence"]) == 1000


def test_information_size_is_answered_on_request_by_the_measure():
    answer = ask(
        make_question(information_size=True, studies=[make_study(str(a), (a, 50, 10, 50)) for a in (3, 9, 30)])
    )
    assert list(answer) == [*KEYS, "information_size"]
    one_trial = size_for_risk(0.2, higher_is_better=None)
    found = answer["information_size"]
    assert found["needed"] == one_trial.of_pool(answer["i2"]).people > one_trial.people
    assert answer["i2"] > 0.5
    assert found["people"] == 300
    better = ask(make_question(information_size={"comparator_risk": 0.3, "higher_is_better": True}, measure="OR"))
    assert better["information_size"]["arithmetic"].startswith(
        "2 × (1.96 + 1.28)² × (p q + p′ q′) / 0.1² from 30.0% to 40"
    )


def test_information_size_of_a_score_is_263():
    arms = {"ozone": {"mean": 5, "sd": 2, "n": 30}, "comparator": {"mean": 6, "sd": 2.1, "n": 31}}
    for measure in ("MD", "SMD"):
        request = {"measure": measure, "studies": [{"label": "A", **arms}], "information_size": True}
        assert ask(request)["information_size"]["needed"] == 263
    unsized = {"ozone": {"mean": 5, "se": 0.4}, "comparator": {"mean": 6, "sd": 2.1, "n": 31}}
    request = {"measure": "MD", "studies": [{"label": "A", **unsized}], "information_size": True}
    assert ask(request)["information_size"]["people"] is None


def test_a_measure_without_an_information_size_says_so():
    request = {"measure": "GEN", "studies": [{"yi": 0.1, "vi": 0.2}], "information_size": {}}
    assert ask(request)["information_size"] == {"reason": "GEN has no information size."}
    assert "information_size" not in ask(make_question(information_size=False))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"power": 0.8}, "Unknown key 'power' in information_size"),
        ({"higher_is_better": "yes"}, "information_size: higher_is_better should be true or false"),
        ({"comparator_risk": "high"}, "information_size: comparator_risk should be a number"),
        (263, "information_size should be a JSON object"),
    ],
)
def test_an_information_size_that_cannot_be_read_is_refused(given: object, sentence: str):
    with pytest.raises(InputError, match=sentence):
        ask(make_question(information_size=given))


def test_a_comparator_risk_above_one_has_no_information_size():
    answer = ask(make_question(information_size={"comparator_risk": 1.2}))
    assert answer["information_size"] == {"reason": "A risk lies between 0 and 1; 1.2 does not."}


def test_the_exact_odds_ratio_of_events_on_one_side_has_one_limit():
    tables = [(0, 40, 3, 40), (0, 30, 2, 30), (0, 50, 1, 52)]
    studies = [make_study(str(place), table) for place, table in enumerate(tables)]
    answer = ask({"measure": "OR", "model": "peto", "studies": studies, "explore": ["exact"]})
    assert [round(x, 2) for x in (exp(answer["estimate"]), *map(exp, answer["ci"]))] == [0.13, 0.03, 0.66]
    assert answer["exact"]["estimate"] == 0
    assert answer["exact"]["ci"] == [0, pytest.approx(0.6371, abs=1e-4)]
    turned = [make_study(str(place), (c, n2, a, n1)) for place, (a, n1, c, n2) in enumerate(tables)]
    found = ask({"measure": "OR", "model": "peto", "studies": turned, "explore": ["exact"]})["exact"]
    assert (found["estimate"], found["ci"][1]) == (None, None)


def test_text_and_csv_give_the_information_size(tmp_path: Path, capsys):
    path = tmp_path / "studies.csv"
    path.write_text("label,ozone_mean,ozone_sd,ozone_n,comparator_mean,comparator_sd,comparator_n\nA,3,2,20,4,2,20\n")
    assert main(["pool", str(path), "--measure", "MD", "--information-size"]) == 0
    assert "needed 263" in capsys.readouterr().out
