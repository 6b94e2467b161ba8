"""Citation files into a plan of what importing them would do; text in, plain records out, no database.

A *file* is the bytes of an export. It is *opened* (encoding and format are recognised from its content) and *read* into
parsed entries and parse failures; each entry becomes a *candidate* (decoded and normalised), and each candidate gets a
*verdict*: new, duplicate, possible or unreadable. Every entry has exactly one verdict.
"""
