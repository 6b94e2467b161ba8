"""Releases: the public state frozen, listed and served, so that it can be cited.

A release holds files, each under the address that it was read from: every default page as the main part of its HTML,
the data of every condition and dose comparison as JSON, the style sheets of the pages, the archive of all data, and
the records of each study and the findings of each condition as JSON, by which releases are compared. What two files,
or two releases, have in common is stored once (``FrozenContent``).
"""
