"""Buttons of the box for pasting: read a table and show how it was understood, then take it into the grid."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from studies.curation.pasting.orientation import TableOrientation
from studies.curation.pasting.read_cell import Notation
from studies.curation.pasting.read_table import PastedTable, read_table
from studies.curation.pasting.read_time import weeks_named
from studies.curation.pasting.splitting import TableTooLargeError
from studies.curation.pasting.table_frame import PasteOptions
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm, add_pasted
from studies.curation.workbench.page_response import render_page
from studies.curation.workbench.paste_panel import names_for_pasting, reading_sentence
from studies.curation.workbench.row_parsing import Texts
from studies.models import Study


def read_pasted(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Show every cell of the pasted table as it was understood; nothing becomes a row yet."""
    try:
        form.preview = _read(form, stored)
    except TableTooLargeError as sentence:
        return _refused(request, form, stored, sentence)
    messages.info(request, f"Read: {reading_sentence(form.preview)} Nothing is a row yet: look at each cell.")
    return render_page(request, form, stored)


def take_pasted(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Take the pasted table into new rows that are not saved yet."""
    try:
        table = _read(form, stored)
    except TableTooLargeError as sentence:
        return _refused(request, form, stored, sentence)
    add_pasted(form, stored, table)
    form.unread = table.unread
    messages.info(request, f"Taken: {reading_sentence(table)} Nothing is saved yet: compare, and save.")
    return render_page(request, form, stored)


def _refused(
    request: HttpRequest, form: WorkbenchForm, stored: StoredStudy, sentence: TableTooLargeError
) -> HttpResponse:
    messages.error(request, str(sentence))
    return render_page(request, form, stored, status=400)


def _read(form: WorkbenchForm, stored: StoredStudy) -> PastedTable:
    """Raises ``TableTooLargeError``."""
    arms, measures = names_for_pasting(stored)
    options = _paste_options(form.pasted, stored.study)
    return read_table(form.pasted["table"], arms=arms, measures=measures, options=options, meanings=form.meanings)


def _paste_options(pasted: Texts, study: Study) -> PasteOptions:
    label = pasted["timepoint_label"].strip()
    return PasteOptions(
        about=TableOrientation(
            arm=pasted["arm"], measure=pasted["measure"], timepoint_label=label, weeks=weeks_named(label)
        ),
        notation=Notation(pasted["alone"], pasted["spread"], pasted["pair"], "95" if pasted["pair"] == "ci" else ""),
        locator=pasted["locator"].strip(),
        source_url=study.source_url,
    )
