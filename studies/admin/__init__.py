"""The pages on which curators and admins correct records, one file a kind of record."""

from studies.admin import imports, reviews, studies, words

__all__ = ["imports", "reviews", "studies", "words"]
