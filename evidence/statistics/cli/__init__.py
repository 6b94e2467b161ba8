"""The command line: JSON or CSV in, JSON or text out; no formula is here.

``json_values`` and ``request`` check parsed JSON, ``input_table`` turns a CSV file into the same JSON,
``response`` pools, ``diagnostics`` adds the explorations, ``printout`` writes text. Only
``evidence/statistics/__main__.py`` reads and writes files and streams.
"""
