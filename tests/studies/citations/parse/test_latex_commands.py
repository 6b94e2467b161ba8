"""Commands with arguments as a reader sees them: quantities with their units, formulae, quotations, links."""

import pytest

from studies.citations.parse.latex import decode_latex


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\mkbibemph{In vivo} and \emph{in vitro}, \mkbibbold{two}", "In vivo and in vitro, two"),
        (r"\mkbibquote{Quoted}, \enquote*{too}, 579\psqq", "“Quoted”, “too”, 579 ff."),
        (r"10\textsuperscript{3} and 10\mkbibsuperscript{3}", "10³ and 10³"),
        (r"\ce{O3}, \ce{H2O2}, \ce{Ca^2+}, \ce{SO4^{2-}} and $\ce{CO2}$", "O₃, H₂O₂, Ca²⁺, SO₄²⁻ and CO₂"),
        (r"\ce{2O3 -> 3O2} of \ce{^{18}O}", "2O₃ → 3O₂ of ¹⁸O"),
        (r"\SI{5}{\milli\gram}, \qty{20}{\micro\gram\per\milli\litre}", "5 mg, 20 µg/mL"),
        (r"\SI[per-mode = symbol]{5}{\kilo\gram\per\metre\squared}", "5 kg/m²"),
        (r"\SI{5}{mg/kg}, \SI{5}{\mg}, \SI{5}{\cubic\centi\metre}, \SI{40}{\percent}", "5 mg/kg, 5 mg, 5 cm³, 40%"),
        (r"\SIrange{20}{40}{\celsius}, \ang{30}, \num{1.5e-3}", "20–40 °C, 30°, 1.5 × 10⁻³"),
        (r"\unit{\milli\litre}, \si{mol.L^{-1}}", "mL, mol·L⁻¹"),
        (r"\href{https://example.org/a_b?c=%20}{the site}", "the site"),
        (r"\url{https://example.org/~a_b?c=1%20d}", "https://example.org/~a_b?c=1%20d"),
        (r"\texorpdfstring{$\beta$}{beta}-blockers, \foreignlanguage{german}{Schmerz}", "beta-blockers, Schmerz"),
        (r"\textcolor{red}{Red} \frac{1}{2}", "Red 1/2"),
        (r"{\mkbibemph{\ce{O3}} \SI{5}{\gram}}", "O₃ 5 g"),
    ],
)
def test_the_arguments_of_a_command_are_readable(latex, text):
    assert decode_latex(latex) == (text, ())


@pytest.mark.parametrize(
    "latex", [r"\SI{5", r"\SI{5}", r"\num{}", r"\SI", r"\ce{", r"\href{a}", "\\SI{5}{" + "x" * 900 + "}"]
)
def test_arguments_that_are_missing_end_nothing(latex):
    assert decode_latex(f"Ozone {latex}")[0].startswith("Ozone")


@pytest.mark.parametrize("command", ["ce", "SI", "num", "enquote", "href"])
def test_many_commands_within_each_other_take_no_time(command):
    number = 4_000

    assert decode_latex("Ozone " + f"\\{command}{{" * number + "x" + "}" * number)[0].startswith("Ozone")
