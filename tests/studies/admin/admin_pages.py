"""Admin pages as a browser would use them."""

from django.urls import reverse

from tests.studies.bare_pages import nothing_drawn


def page_of(record) -> str:
    return reverse(f"admin:studies_{record._meta.model_name}_change", args=[record.pk])


def form_values(client, address: str) -> dict[str, str]:
    """The form data that a browser sends from an unchanged page, which is not drawn."""
    with nothing_drawn():
        context = client.get(address).context_data
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, list):
                sent[bound.html_name] = [str(each) for each in value]
            elif value is not None and value is not False:
                sent[bound.html_name] = str(value) if value is not True else "on"
    return sent


def correct(client, record, **changes):
    """Open the page of a record, change some fields, give a reason and save. Returns the response."""
    sent = form_values(client, page_of(record))
    return client.post(page_of(record), sent | {"change_reason": "Table 2 says so"} | changes)


def messages(response) -> str:
    return " ".join(str(response.content, "utf-8").split())
