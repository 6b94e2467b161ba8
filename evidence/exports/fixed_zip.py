"""ZIP files that hold the same bytes whenever they are made of the same content."""

import io
import zipfile
from collections.abc import Iterable

# The first day that a ZIP file can name.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def fixed_entry(name: str) -> zipfile.ZipInfo:
    """An entry without the time of day: the same rows make the same file."""
    entry = zipfile.ZipInfo(name, FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    # The system that made it would be named otherwise.
    entry.create_system = 3
    return entry


def write_lines(bundle: zipfile.ZipFile, name: str, lines: Iterable[str]) -> None:
    """Write an entry line by line, so that a long file takes little memory."""
    with bundle.open(fixed_entry(name), "w") as file:
        for line in lines:
            file.write(line.encode())


def without_times(content: bytes, changed: dict[str, bytes]) -> bytes:
    """A ZIP file again without its times; entries in ``changed`` get that content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in made.namelist():
            if name in changed:
                bundle.writestr(fixed_entry(name), changed[name])
                continue
            with made.open(name) as source, bundle.open(fixed_entry(name), "w") as target:
                while piece := source.read(1_000_000):
                    target.write(piece)
    return out.getvalue()
