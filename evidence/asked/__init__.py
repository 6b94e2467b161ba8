"""What a reader asks in words, read as a condition, a comparison, an outcome, a time and a route of ozone.

Nothing here knows of databases or pages. What is not understood is kept as the words that were typed: a question is
never answered as if they were not there.
"""
