"""Addresses of style sheets, scripts and pictures."""

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContentStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Files named by their content, compressed; each address is worked out once in a process.

    Every page links to half a dozen of them. Which names they have is read at the start of the process and stays.
    """

    def __init__(self) -> None:
        super().__init__()
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:  # noqa: FBT001, FBT002  # as Django calls it
        """The address of the file; with DEBUG its plain name, as without collected files."""
        if settings.DEBUG or force:
            return str(super().url(name, force))
        if name not in self._addresses:
            self._addresses[name] = str(super().url(name))
        return self._addresses[name]
