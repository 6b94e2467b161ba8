"""Source documents: kept in pieces, read into pages in a child process, shown to curators only.

What other rooms use:

- **Attach, remove, list.** ``attach.attach_document(study=, name=, data=, by=, now=)``, ``attach.remove_document``,
  ``documents_page.documents_of(study)`` (one query). Address ``documents`` (slug): the list with the form.
- **Show a page beside a form.** ``viewer_page.viewer_page(pk, number, by=person, search="3.2 (1.1)", mark=pk)``
  makes the object that ``{% include "studies/documents/_viewer.html" with viewer=viewer only %}`` shows; the page loads
  ``css/document.css`` and ``js/document.js``. Or by script: ``SourceViewer.load(element, address)`` puts the
  page at the address ``document-page`` (document, number; ``?find=`` marks a number, ``?mark=`` stresses a mark by its
  number) in the place of a viewer;
  ``SourceViewer.start(element)`` starts one that a script inserted. The viewer has forms of its own, so it
  stands outside every form.
- **Take a selection.** The viewer sends bubbling events. ``viewer:select``: ``event.detail`` is ``{document, page,
  quote}`` with the place ``{left, top, right, bottom}`` in points, or ``{start, end}`` in letters for a text.
  ``viewer:cells``: the same, and ``text``, a table with tabs as the reader of pasted tables takes it. ``viewer:page``:
  another page is shown. A detail without its text is what ``studies.curation.source_marks.new_mark`` reads.
- **Write and read marks.** ``studies.curation.source_marks``: ``new_mark(RowField("result", pk, "mean"), detail)``,
  ``write_marks(study=, marks=, by=, now=)``, ``marks_of(study)``.
- **Pure.** ``find_number.find_in_words(search, words)`` and ``find_in_text``; ``table_cells.table_rows(words)`` and
  ``table_text``; ``find_places.words_of(page)`` gives the words of a stored page.
- **By address.** ``document-words`` (words and marks as JSON), ``document-cells`` (a table in a box as JSON),
  ``document-picture``, ``document-download``.
"""
