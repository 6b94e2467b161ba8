"""Findings: graded answers as pages, exports and figures show them.

A *finding* is one line of the summary-of-findings table. An *answer set* holds all findings of a selection and the
bottom line of each critical outcome. Templates only print these objects: they compute nothing and ask no database.
"""
