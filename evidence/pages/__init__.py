"""The pages that readers and curators see: what the evidence says, and what to do next.

A page is one file, or one folder whose main file is ``<name>_page.py``: it holds the page object, the function that
prepares it and the view. A ``_section`` is part of several pages. ``studies.presentation.show_page`` renders them all.
"""
