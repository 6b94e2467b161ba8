"""The fields of a form on a page, as a browser would send them back untouched."""

from html.parser import HTMLParser


def form_fields(page: str, action: str) -> dict[str, list[str]]:
    """The fields of the form that is sent by POST to ``action``. Raises ``ValueError`` when the page has none."""
    fields = PageForm(page, action).fields
    if not fields:
        raise ValueError(f"The page has no form with the action {action}.")
    return fields


class PageForm(HTMLParser):
    """Collects the fields of the form that is sent by POST to ``action``."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._action, self._is_inside = action, False
        self._area, self._select = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "form":
            self._is_inside = values.get("method", "").lower() == "post" and values.get("action", "") == self._action
        if not self._is_inside:
            return
        if tag == "input" and name and values.get("type") not in ("submit", "file"):
            if values.get("type") not in ("checkbox", "radio") or "checked" in values:
                self.fields.setdefault(name, []).append(values.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self.fields.setdefault(name, []).append("")
        elif tag == "select":
            self._select = name
            self.fields.setdefault(name, [])
        elif tag == "option" and self._select and "selected" in values:
            self.fields[self._select].append(values.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            texts = self.fields[self._area]
            # The line break right after the tag belongs to the page, not to the text.
            texts[-1] += data if texts[-1] else data.removeprefix("\n")
