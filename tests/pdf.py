"""A small writer of PDF files: text in Helvetica at places of our choice, and files that a reader must survive.

Places are in points from the top left. Only letters of Windows-1252 can be written.
"""

from collections.abc import Iterable, Mapping, Sequence

A4 = (595.0, 842.0)
# Text, distance from the left, distance of its baseline from the top.
Placed = tuple[str, float, float]


def pdf(
    pages: Iterable[Iterable[Placed]], *, size: tuple[float, float] = A4, font_size: float = 10, entries: str = ""
) -> bytes:
    """A PDF with these pages. ``entries`` are added to each page, such as ``/Rotate 90``."""
    streams = [_stream(texts, size[1], font_size) for texts in pages]
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(streams)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    for index, stream in enumerate(streams):
        box = f"[0 0 {size[0]:g} {size[1]:g}]"
        font = "<< /Font << /F1 3 0 R >> >>"
        objects[4 + 2 * index] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources {font} /Contents {5 + 2 * index} 0 R {entries} >>"
        ).encode()
        objects[5 + 2 * index] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    return written(objects)


def _stream(texts: Iterable[Placed], height: float, font_size: float) -> bytes:
    lines = []
    for text, left, down in texts:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        lines.append(f"BT /F1 {font_size:g} Tf {left:g} {height - down:g} Td ({escaped}) Tj ET")
    return "\n".join(lines).encode("windows-1252")


def written(objects: Mapping[int, bytes], *, trailer: str = "") -> bytes:
    """The file of these objects, of which the first is its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, value in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    start = len(out)
    highest = max(objects)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (highest + 1)
    for number in range(1, highest + 1):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    out += f"trailer\n<< /Size {highest + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def table(
    rows: Sequence[Sequence[str]], *, columns: Sequence[float], top: float = 100, line: float = 14
) -> list[Placed]:
    """The cells of a table, each at the left edge of its column; empty cells are not written."""
    return [
        (cell, left, top + index * line)
        for index, row in enumerate(rows)
        for cell, left in zip(row, columns, strict=False)
        if cell
    ]


def encrypted() -> bytes:
    """A file that says it is encrypted, with a password that nobody knows."""
    key = "<" + "00" * 32 + ">"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [] /Count 0 >>",
        3: f"<< /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>".encode(),
    }
    return written(objects, trailer=f"/Encrypt 3 0 R /ID [{key} {key}]")


def many_pages(number: int) -> bytes:
    """A small file with that number of pages."""
    kids = " ".join(["3 0 R"] * number)
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: f"<< /Type /Pages /Kids [{kids}] /Count {number} >>".encode(),
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        }
    )


def drawing(commands: bytes, *, resources: bytes = b"", forms: Mapping[int, bytes] | None = None) -> bytes:
    """A page that draws what these commands say."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << %s >> >>" % resources
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: page,
            4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(commands), commands),
            **(forms or {}),
        }
    )


def nested_forms(depth: int, *, times: int = 10) -> bytes:
    """A page whose forms draw each other ``times`` times at each of ``depth`` levels: a few kilobytes, endless work."""
    forms = {}
    for level in range(depth):
        is_last = level == depth - 1
        body = b"0 0 200 200 re f" if is_last else b"/X Do " * times
        inside = b"" if is_last else b"/XObject << /X %d 0 R >>" % (6 + level)
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << %s >> /Length %d >>"
        forms[5 + level] = head % (inside, len(body)) + b"\nstream\n%s\nendstream" % body
    return drawing(b"/X Do", resources=b"/XObject << /X 5 0 R >>", forms=forms)
