"""GRADE: how certain a finding is.

Computed facts suggest levels domain by domain (``domains``), people decide and sign (``rate``), and a rating holds as
long as the data of its finding stay the same (``rating_fingerprint``, ``current_ratings``).
"""
