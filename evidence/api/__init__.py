"""The records and what follows from them for programs: ``/api/v1/``, described by its own OpenAPI document.

It computes nothing. What pages show of a question comes from ``evidence.findings``, what studies reported from the
records by the one table of fields, and its filters are the forms of the pages.
"""
