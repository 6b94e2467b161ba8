"""How hard the sentences of pages are to read, by the grade of Flesch and Kincaid.

    python -m benchmarks.reading_age [ADDRESS ...]

It reads pages of the database that is set and prints, for each, its sentences, the words of a sentence, and the grade:
0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others 1975), the school year in which the text is
read with ease. Syllables are counted as groups of vowels, which is right to about one in ten. Tables of numbers are no
sentences and are left out.
"""

import os
import re
import sys
from dataclasses import dataclass
from html.parser import HTMLParser

import django

ADDRESSES = (
    "/",
    "/conditions/lumbar-disc-herniation/",
    "/conditions/back-pain/",
    "/conditions/lumbar-disc-herniation/handout/",
    "/conditions/lumbar-disc-herniation/findings/ozone-v-steroid-pain-intermediate-intradiscal/",
    "/safety/",
    "/methods/",
)
_BLOCKS = frozenset({"p", "li", "dd", "dt", "td", "th", "h1", "h2", "h3", "h4", "caption", "summary", "legend", "div"})
_FEWEST_WORDS = 4


class Sentences(HTMLParser):
    """The text of each block inside the main part of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self._inside = False
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block."""
        self._inside = self._inside or tag == "main"
        self._hidden += tag in ("svg", "script", "style")
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        """Close a block."""
        self._inside = self._inside and tag != "main"
        self._hidden -= tag in ("svg", "script", "style")
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        """Add text to the block that is open."""
        if self._inside and not self._hidden:
            self.blocks[-1] += data


@dataclass(frozen=True, slots=True)
class Reading:
    """Counts of one text."""

    sentences: int
    words: int
    syllables: int

    @property
    def grade(self) -> float:
        """The school year in which it is read with ease."""
        if not self.sentences:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; at least one.

    >>> syllables("ozone"), syllables("pain"), syllables("difference"), syllables("table")
    (2, 1, 3, 2)
    """
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


def reading_of(html: str) -> Reading:
    """The sentences of a page: texts of some words that end as sentences do."""
    parser = Sentences()
    parser.feed(html)
    texts = (" ".join(block.split()) for block in parser.blocks)
    sentences = [one for text in texts for one in re.split(r"(?<=[.?!;:])\s+", text) if one.endswith((".", ";", ":"))]
    words = [re.findall(r"[A-Za-z]+", one) for one in sentences]
    long = [each for each in words if len(each) >= _FEWEST_WORDS]
    return Reading(len(long), sum(map(len, long)), sum(syllables(word) for each in long for word in each))


def main(addresses: list[str]) -> None:
    """Print the reading of each page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
    # Without it pages need the collected static files.
    os.environ.setdefault("DEBUG", "1")
    django.setup()
    from django.test import Client

    reader = Client(HTTP_HOST="localhost")
    print(f"{'page':88} {'sentences':>9} {'words each':>10} {'grade':>6}")
    for address in addresses or ADDRESSES:
        found = reading_of(reader.get(address).content.decode())
        each = found.words / max(found.sentences, 1)
        print(f"{address:88} {found.sentences:9} {each:10.1f} {found.grade:6.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
