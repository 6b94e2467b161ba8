"""A paper of the real data set is retracted and reinstated."""

import pytest
from django.urls import reverse

from tests.studies.citations.retraction_files import LATER, import_file, notice_row


@pytest.mark.usefixtures("real_evidence", "db")
def test_retracted_paper_leaves_its_answer_and_returns_when_reinstated(client, tmp_path):
    yang = "10.3389/fneur.2023.1078111"
    address = reverse("condition-json", args=["degenerative-disc-disease"])
    before = client.get(address).json()
    assert {finding["k"] for finding in before["findings"]} == {0, 1}
    assert "1.53 with ozone v 3.82 of 10, no interval" in [finding["effect"] for finding in before["findings"]]

    import_file(tmp_path, notice_row(1, doi=yang.upper()))
    findings = client.get(address).json()["findings"]
    assert {finding["k"] for finding in findings} == {0}
    assert not any("1.53" in finding["effect"] for finding in findings)

    import_file(tmp_path, notice_row(2, doi="10.1000/another"), on=LATER)
    after = client.get(address).json()
    # The state of the data is another: two notices have come.
    of_the_state = {"notice": "", "source": {}}
    assert after | of_the_state == before | of_the_state
