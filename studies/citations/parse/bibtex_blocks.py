"""The blocks that bibtexparser's splitter finds in a text, and whether they can be trusted.

The splitter is fast, but accepts what is not BibTeX: a missing comma makes one value of two, a quotation mark ends a
value whatever braces are open, a backslash escapes a brace.
"""

import logging
import re

from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, Preamble, String
from bibtexparser.splitter import Splitter

from studies.citations.parse.bibtex_grammar import NAME
from studies.citations.parse.bibtex_repair import MORE_FIELDS
from studies.citations.parse.bibtex_segments import START_ANYWHERE
from studies.citations.parse.bibtex_values import UnclosedValueError, read_part

logger = logging.getLogger(__name__)
# One log line for each failed block would flood the log; every failure is stored with its entry.
logging.getLogger("bibtexparser").setLevel(logging.ERROR)

_FIELD_NAME = re.compile(rf"{NAME}\Z")
# A field that begins right after the end of another: the comma between them is missing.
_COMMA_MISSING = re.compile(r"[}\"]\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
_ESCAPE = re.compile(r'\\[{}"]')


def split_blocks(text: str) -> list[Block]:
    """The blocks that bibtexparser finds; none when it breaks off: then every segment is read by itself."""
    try:
        return [_unwrapped(block) for block in Splitter(text).split().blocks]
    except Exception:
        logger.exception("bibtexparser broke off")
        return []


def _unwrapped(block: Block) -> Block:
    """The block inside a report of a repeated key, which is no error here, or of a repeated field."""
    inner: Block | None = block
    while isinstance(inner, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        inner = inner.ignore_error_block
    return inner or block


def are_trusted(text: str, blocks: list[Block]) -> bool:
    """Whether the splitter has read a segment without a doubt."""
    return bool(blocks) and all(map(_is_clean, blocks)) and _are_all(text, blocks)


def _is_clean(block: Block) -> bool:
    """Whether the splitter has read a block without a doubt."""
    if isinstance(block, Preamble):
        return True
    if isinstance(block, String):
        return _is_whole(block.value)
    if not isinstance(block, Entry) or (block.raw and _COMMA_MISSING.search(block.raw)):
        return False
    if _ESCAPE.search(block.raw or "") and not all(_has_no_doubtful_escape(each.value) for each in block.fields):
        return False
    return "=" not in block.key and all(_FIELD_NAME.match(each.key) and _is_whole(each.value) for each in block.fields)


def _are_all(text: str, blocks: list[Block]) -> bool:
    """Whether blocks end within a segment, and neither a field nor an entry that the splitter missed follows one."""
    raws = [block.raw or "" for block in blocks]
    if sum(map(len, raws)) == len(text.strip()):
        return True
    ends = [text.find(raw) + len(raw) for raw in raws]
    return (
        all(raw in text for raw in raws)
        and not any(MORE_FIELDS.match(text, end - 1) for end in ends)
        and not START_ANYWHERE.search(text, max(ends))
    )


def _is_whole(value: str) -> bool:
    """Whether a value consists only of braced, quoted or bare parts joined by #."""
    if value[:1] == "{" and value[-1:] == "}":
        return True
    if value[:1] == '"' and value[-1:] == '"' and len(value) > 1:
        return True
    return bool(value) and "=" not in value and ("#" in value or not any(sign in value for sign in ' \n\t{}"'))


def _has_no_doubtful_escape(value: str) -> bool:
    """Whether a value ends at the same place with and without the splitter's rule that a backslash escapes."""
    if "\\}" not in value and "\\{" not in value and (value[:1] == "{" or '\\"' not in value):
        return True
    try:
        return read_part(value, 0)[2] == len(value)
    except UnclosedValueError:
        return False
