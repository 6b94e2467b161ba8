"""What people do at the site while a part of it fails: save, import, attach, log in, read."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from benchmarks.harness.live_site import LiveSite, SiteError
from benchmarks.harness.page_form import form_fields
from benchmarks.harness.visitor import Answer, Visitor

# More than a page reads at once, so that the worker has to.
MANY_ENTRIES, FEW_ENTRIES = 6_000, 150
# A file larger than this is written to a temporary file while it is received.
PDF_BYTES = 3_000_000


def citations(number: int, word: str) -> bytes:
    """A BibTeX file of distinct entries."""
    entry = "@article{{{word}{n}, author = {{{word}, A.}}, title = {{{word} {n} on ozone {m}}}, year = {{2001}}}}\n"
    return "".join(entry.format(word=word, n=n, m=n * 7919) for n in range(number)).encode()


@dataclass(slots=True)
class Steps:
    """A curator, a researcher and a reader at one site."""

    site: LiveSite
    slug: str
    curator: Visitor = field(init=False)
    researcher: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.curator, self.researcher = self.site.visitor("curator"), self.site.visitor("researcher")

    @property
    def workbench(self) -> str:
        return f"/curation/studies/{self.slug}/"

    def note_form(self, note: str) -> dict[str, list[str]]:
        """The form of the workbench with a note on the study."""
        page = self.curator.get(self.workbench)
        if page.status != HTTPStatus.OK:
            raise SiteError(f"The workbench answers {page.status}.")
        fields = form_fields(page.text, self.workbench)
        name = next(name for name in fields if name.startswith("study-") and name.endswith("-note"))
        return fields | {name: [note], "reason": [f"wrote {note[:60]}"], "do": ["save"]}

    def save(self, form: dict[str, list[str]]) -> Answer:
        return self.curator.send(self.workbench, form)

    def stored_note(self) -> str:
        """The note of the study, read past the site's pages."""
        return self.site.shell(f"from studies.models import Study; print(Study.objects.get(slug={self.slug!r}).note)")

    def import_file(self, number: int) -> Answer:
        data = citations(number, f"word{secrets.token_hex(4)}x")
        return self.researcher.post("/import/", {}, file=("citation_files", data))

    def attach(self) -> Answer:
        data = b"%PDF-1.4\n" + bytes(PDF_BYTES)
        return self.curator.post(f"{self.workbench}documents/", {}, file=("document_file", data))

    def log_in(self) -> Answer:
        return Visitor(self.site.address).log_in("demo-admin", self.site.passwords["admin"])

    def read(self) -> dict[str, int]:
        """The status of each of some public pages."""
        paths = ("/", "/conditions/back-pain/", f"/studies/{self.slug}/", "/studies/", "/safety/")
        reader = Visitor(self.site.address)
        return {path: reader.get(path).status for path in paths}


Step = Callable[[], Answer]
