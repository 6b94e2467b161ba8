"""A paper of the real data set is retracted and reinstated."""

import pytest
from django.urls import reverse

from tests.studies.citations.retraction_files import LATER, import_file, notice_row


@pytest.mark.usefixtures("real_evidence", "db")
def test_retracted_paper_leaves_its_answer_and_returns_when_reinstated(client, tmp_path):
    yang = "10.3389/fneur.2023.1078111"
    address = reverse("condition-json", args=["degenerative-disc-disease"])
    before = client.get(address).json()
    assert {finding["k"] for finding in before["findings"]} == {1}

    import_file(tmp_path, notice_row(1, doi=yang.upper()))
    assert {finding["k"] for finding in client.get(address).json()["findings"]} == {0}

    import_file(tmp_path, notice_row(2, doi="10.1000/another"), on=LATER)
    after = client.get(address).json()
    assert {**after, "notice": ""} == {**before, "notice": ""}
