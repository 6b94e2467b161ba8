"""What stops a backup or a restore."""


class BackupError(Exception):
    """A backup cannot be made, read or restored; the message says why and what to do, in sentences."""
