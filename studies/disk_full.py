"""A full disk, recognised in whatever error it causes: of SQLite, of PostgreSQL, or of a file that is written."""

import errno

from studies.error_chain import error_chain

# No room, no quota, a file as large as this process may make it.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# SQLite's primary codes. With a full disk it also fails to extend its shared memory or its log, an error of input
# and output, which a broken disk causes too.
_SQLITE_IOERR, _SQLITE_FULL = 10, 13
# PostgreSQL's disk_full, and io_error, which it gives for a quota.
_POSTGRES_CODES = frozenset({"53100", "58030"})


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error, or one that caused it, says that nothing more can be written to a disk.

    >>> is_disk_full(OSError(errno.ENOSPC, "No space left on device")), is_disk_full(ValueError("disk full"))
    (True, False)
    """
    return any(_says_full(each) for each in error_chain(error, with_hidden=True))


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return True
    # Extended codes hold the primary one in their last byte.
    sqlite = getattr(error, "sqlite_errorcode", None)
    if isinstance(sqlite, int):
        return sqlite & 0xFF in (_SQLITE_FULL, _SQLITE_IOERR)
    return getattr(error, "pgcode", None) in _POSTGRES_CODES
