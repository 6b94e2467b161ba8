"""Made-up studies for trying the site and for measuring it: no real study, no real patient.

A *cell* is a study's question: condition, comparison and route. Cells get groups of studies of fixed sizes, so that
questions with one, two, three and many trials all occur. The seed and the study's number alone decide what is made.
"""

from studies.synthetic.distribution import SLUG
from studies.synthetic.generate import RealDataPresentError, generate

__all__ = ["SLUG", "RealDataPresentError", "generate"]
