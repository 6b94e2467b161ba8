"""An origin of files, the same for all tests."""

from evidence.exports import FileOrigin
from evidence.exports.data_origin import DataOrigin

DATA = DataOrigin("https://example.org/page/", "release 1", "No search of a database is on record.", "The evidence. 1.")
ORIGIN = FileOrigin(DATA)
