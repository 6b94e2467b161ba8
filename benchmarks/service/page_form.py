"""The fields of a form on a page, as a browser would send them back untouched."""

from html.parser import HTMLParser


class PageForm(HTMLParser):
    """Reads the first form with that action. ``fields`` are name and value, in the order of the page."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.fields: list[tuple[str, str]] = []
        self.is_inside = False
        self.select = ""
        self.textarea: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = given.get("action") == self.action
        if not self.is_inside or (tag in ("input", "select", "textarea") and "name" not in given):
            return
        if tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.fields.append((given["name"], given.get("value", "")))
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and "selected" in given:
            self.fields.append((self.select, given.get("value", "")))
        elif tag == "textarea":
            self.fields.append((given["name"], ""))
            self.textarea = []

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.textarea.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea" and self.textarea is not None:
            # The line break right after the tag belongs to the page, not to the text.
            self.fields[-1] = (self.fields[-1][0], "".join(self.textarea).removeprefix("\n"))
            self.textarea = None


def fields_of(page: str, action: str) -> list[tuple[str, str]]:
    """The fields of the form of that action. Raises ``ValueError`` when the page has none."""
    form = PageForm(action)
    form.feed(page)
    if not form.fields:
        raise ValueError(f"The page has no form with the action {action}.")
    return form.fields
