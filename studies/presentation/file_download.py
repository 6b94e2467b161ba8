"""Files that are whole or nothing: written in pieces to a temporary file, and sent when they are complete.

So a long file takes little memory; a fault while it is written is an error page, not half a file; and the snapshot of
the database that it is read from is closed before it is sent, however slowly that goes.
"""

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

# Bytes that are held in memory, and sent as one answer, which may be kept; a longer file lies on disk.
LONGEST_IN_MEMORY = 5_000_000
# The media type of a workbook.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_download(pieces: Iterable[str], *, content_type: str, name: str) -> HttpResponseBase:
    """The pieces of a text as a file to save under that name."""
    file = SpooledTemporaryFile(max_size=LONGEST_IN_MEMORY)  # noqa: SIM115 - it is closed when it is sent
    try:
        for piece in pieces:
            file.write(piece.encode())
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    if size > LONGEST_IN_MEMORY:
        answer = FileResponse(file, content_type=content_type, as_attachment=True, filename=name)
        answer["Content-Length"] = str(size)
        return answer
    with file:
        return attached_file(file.read(), content_type, name=name)


def attached_file(content: str | bytes, content_type: str, *, name: str) -> HttpResponse:
    """A file to save under that name, which is whole already."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
