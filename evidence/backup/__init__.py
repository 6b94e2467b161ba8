"""Backup and restore: all records of the site in one file, the same for SQLite and PostgreSQL.

The file is a tar archive, compressed by gzip, that ordinary tools open (``tar tzf FILE``):

``about.json``
    The format's number, the version of the product, when it was made, the migrations that the database had applied,
    and the columns of every table with their kinds (``column_kinds``).
``tables/NAME/0001.jsonl``, ``0002.jsonl``, ...
    The rows of a table by their primary key, a JSON list a line. A part holds some megabytes.
``manifest.json``
    The last entry, so that a file that was cut off is known: the SHA-256 of every entry before it, the rows of every
    table, and the last number that each table has given to a row.

Private source documents lie in the database and so in the backup. Not in it: ``tables.NOT_KEPT``.
"""
