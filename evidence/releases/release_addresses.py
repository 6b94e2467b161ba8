"""Addresses of releases. A frozen address follows the number of its release as it is on today's site."""

from django.urls import path

from evidence.releases.frozen_page import frozen_file
from evidence.releases.release_list_page import release_list
from evidence.releases.release_page import release_checksums, release_detail
from evidence.releases.release_request_page import release_new

release_addresses = [
    path("releases/", release_list, name="release-list"),
    path("releases/new/", release_new, name="release-new"),
    path("releases/<int:number>/", release_detail, name="release"),
    path("releases/<int:number>/SHA256SUMS", release_checksums, name="release-checksums"),
    path("releases/<int:number>/<path:path>", frozen_file, name="frozen-file"),
]
