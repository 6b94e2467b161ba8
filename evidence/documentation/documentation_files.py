"""Which files are pages under /docs/, and where a link from one of them leads on the site."""

from pathlib import Path, PurePosixPath
from posixpath import normpath

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

FOLDER = "docs"
# The overview of all documents, which has the address of the folder.
OVERVIEW = f"{FOLDER}/README.md"
# Documents that stand where programs and people expect them, with their names in addresses.
_ELSEWHERE = {
    "readme": "README.md",
    "changelog": "CHANGELOG.md",
    "contributing": "CONTRIBUTING.md",
    "security": "SECURITY.md",
    "data-licence": "LICENSE-DATA.md",
    "deployment": "deploy/README.md",
    "data-set": "fixtures/evidence/README.md",
}


def documentation_files() -> dict[str, str]:
    """The path of each document in the project by its name in addresses; the overview has none."""
    folder = Path(settings.BASE_DIR) / FOLDER
    ours = {path.stem: f"{FOLDER}/{path.name}" for path in sorted(folder.glob("*.md"))}
    return {name: path for name, path in (_ELSEWHERE | ours).items() if path != OVERVIEW}


def read_file(path: str) -> str:
    """The text of a document. Raises ``FileNotFoundError``."""
    return (Path(settings.BASE_DIR) / path).read_text(encoding="utf-8")


def site_address(target: str, *, source: str) -> str:
    """Where a link of the file ``source`` leads: "" for a file that the site does not show."""
    if ":" in target or target.startswith(("/", "#")):
        return target
    name, _, anchor = target.partition("#")
    path = normpath(PurePosixPath(source).parent / name)
    if path.startswith("static/"):
        return static(path.removeprefix("static/"))
    address = _address_of(path)
    return f"{address}#{anchor}" if address and anchor else address


def _address_of(path: str) -> str:
    if path in (OVERVIEW, FOLDER):
        return reverse("documentation")
    return next(
        (reverse("documentation-page", args=[name]) for name, each in documentation_files().items() if each == path), ""
    )
