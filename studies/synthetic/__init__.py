"""Made-up studies for trying the site and for measuring it: no real study, no real patient.

A *cell* is what a study asks: condition, comparison and route. Cells are dealt groups of studies of set sizes, so that
questions with one, two, three and many trials all occur. What is made hangs on the seed and the study's number alone.
"""

from studies.synthetic.distribution import SLUG
from studies.synthetic.generate import RealDataPresentError, generate

__all__ = ["SLUG", "RealDataPresentError", "generate"]
