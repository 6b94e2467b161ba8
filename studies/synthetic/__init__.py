"""Made-up studies for trying the site and for measuring it: no real study, no real patient.

A *cell* is a study's question: condition, comparison and route. Cells get groups of studies of fixed sizes, so that
questions with one, two, three and many trials all occur. The seed and the study's number alone decide what is made.
"""

from studies.synthetic.distribution import SLUG
from studies.synthetic.generate import RealDataPresentError, generate, refuse_with_real_studies
from studies.synthetic.synthetic_people import make_people

__all__ = ["SLUG", "RealDataPresentError", "generate", "make_people", "refuse_with_real_studies"]
