"""Under which licence the data are given away: pages, files, the API and releases all read it here."""

from typing import NamedTuple


class DataLicence(NamedTuple):
    """A licence: its name, its identifier in the SPDX list, and its address."""

    name: str
    spdx: str
    address: str


DATA_LICENCE = DataLicence(
    "Creative Commons Attribution 4.0 International",
    "CC-BY-4.0",
    "https://creativecommons.org/licenses/by/4.0/",
)
# Whom to name as its author where a file or a citation wants one.
DATA_AUTHOR = "The Ozone Evidence contributors"
# What a file of data says in one line.
LICENCE_SENTENCE = (
    f"Data: {DATA_LICENCE.name} ({DATA_LICENCE.spdx}), {DATA_LICENCE.address}. Quotations from publications and the "
    "wording of appraisal tools are their authors'."
)
