"""Addresses of releases. A frozen address follows the number of its release as it is on today's site."""

from django.urls import path, register_converter

from evidence.releases.frozen_page import frozen_file
from evidence.releases.release_list_page import release_list
from evidence.releases.release_page import release_checksums, release_detail
from evidence.releases.release_request_page import release_new


class ReleaseNumberConverter:
    """The number of a release in an address, which is no number of the database."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(ReleaseNumberConverter, "release")

release_addresses = [
    path("releases/", release_list, name="release-list"),
    path("releases/new/", release_new, name="release-new"),
    path("releases/<release:number>/", release_detail, name="release"),
    path("releases/<release:number>/SHA256SUMS", release_checksums, name="release-checksums"),
    path("releases/<release:number>/<path:path>", frozen_file, name="frozen-file"),
]
