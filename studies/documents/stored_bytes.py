"""The bytes of a document in pieces, so that no row of the database is large."""

from studies.models import ContentPiece, DocumentContent

PIECE_BYTES = 1024 * 1024


def store_bytes(content: DocumentContent, data: bytes) -> None:
    """Keep the bytes of a document."""
    pieces = (data[start : start + PIECE_BYTES] for start in range(0, len(data), PIECE_BYTES))
    ContentPiece.objects.bulk_create(
        [ContentPiece(content=content, position=position, data=piece) for position, piece in enumerate(pieces, 1)],
        batch_size=4,
    )


def stored_bytes(content: DocumentContent) -> bytes:
    """The bytes of a document, joined; of a web page its text."""
    pieces = content.pieces.order_by("position").values_list("data", flat=True)
    return b"".join(bytes(piece) for piece in pieces.iterator(chunk_size=4))
