"""The priors of the address: an impossible one is refused with a sentence, and the default is used."""

import pytest

from evidence.pages.finding.prior_form import PriorForm
from evidence.synthesis.bayesian_answer import PriorChoice


@pytest.mark.parametrize("value", ["0", "-1", "x", "nan", "inf", "1e9"])
def test_impossible_prior_is_refused_with_a_sentence(value: str) -> None:
    form = PriorForm({"tau_scale": value})
    (message,) = form.messages
    assert message.startswith("Scale of the prior of τ: This is")
    assert form.to_choice() == PriorChoice()


def test_possible_prior_is_used() -> None:
    assert PriorForm({"tau_scale": "0.5"}).to_choice() == PriorChoice(tau_scale=0.5)
