"""Certainty of a finding by GRADE: facts in, suggestions out, and the words of a level.

A *domain* is one reason to trust a finding less (five of them) or, without randomisation, more (three). Its
*facts* are what can be computed of it, its *suggestion* the levels that follow from them with the arithmetic, or why
none follows. A *judgement* is what a person decided. The *level* of certainty is where the finding starts, less what
was lost and more what was gained. This code only suggests: people decide, and give a reason where they differ.
"""
