"""Files are complete or an error, short ones in one answer, long ones sent from a temporary file in pieces."""

from collections.abc import Iterator

import pytest
from django.http import FileResponse

from studies.presentation import file_download as module
from studies.presentation.file_download import file_download


class SpiedFile(module.SpooledTemporaryFile):
    """Remembers every temporary file, to see that it was closed."""

    made: list["SpiedFile"] = []

    def __init__(self, max_size: int) -> None:
        super().__init__(max_size=max_size)
        self.made.append(self)


@pytest.fixture(autouse=True)
def small_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    SpiedFile.made = []
    monkeypatch.setattr(module, "LONGEST_IN_MEMORY", 10)
    monkeypatch.setattr(module, "SpooledTemporaryFile", SpiedFile)


def test_short_file_is_one_answer() -> None:
    answer = file_download(["Müller", "\n"], content_type="text/csv", name="a.csv")
    assert (answer.streaming, answer.content) == (False, "Müller\n".encode())
    assert answer["Content-Disposition"] == 'attachment; filename="a.csv"'
    assert SpiedFile.made[0].closed


@pytest.mark.django_db
def test_long_file_is_sent_in_pieces_and_closed_when_the_reader_goes_away() -> None:
    answer = file_download(["0123456789", "ü"], content_type="text/csv", name="a.csv")
    assert isinstance(answer, FileResponse)
    assert answer["Content-Length"] == "12"
    assert answer["Content-Disposition"] == 'attachment; filename="a.csv"'
    assert b"".join(answer.streaming_content) == "0123456789ü".encode()
    answer.close()
    assert SpiedFile.made[0].closed


def test_fault_while_it_is_written_is_no_half_file() -> None:
    def pieces() -> Iterator[str]:
        yield "0123456789ABC"
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        file_download(pieces(), content_type="text/csv", name="a.csv")
    assert SpiedFile.made[0].closed
