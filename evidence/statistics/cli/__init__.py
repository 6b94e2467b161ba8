"""The shell door: JSON or CSV in, JSON or text out; no formula lives here.

``question`` turns parsed JSON into a checked question, ``table`` a CSV file into the
same JSON, ``answer`` pools, ``exploring`` adds what was asked on top, ``report`` writes
text. Files and streams are touched by ``evidence/statistics/__main__.py`` alone.
"""
