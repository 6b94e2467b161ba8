"""Certainty of a finding by GRADE: facts in, suggestions out, and the statement at each level.

A *domain* is one reason to trust a finding less (five of them) or, without randomisation, more (three). Its
*facts* can be computed, its *suggestion* is the number of levels that follows from them with the arithmetic, or why
there is none. A *judgement* is the decision of a person. The *level* of certainty is the starting level, minus levels
lost and plus levels gained. This code only suggests: people decide, and give a reason where they differ.
"""
