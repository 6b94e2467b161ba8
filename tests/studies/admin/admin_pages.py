"""Admin pages as a browser would use them."""

from django.urls import reverse


def page_of(record) -> str:
    return reverse(f"admin:studies_{record._meta.model_name}_change", args=[record.pk])


def filled_in(response) -> dict[str, str]:
    """What a browser would send back from a page nobody touched."""
    context = response.context
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


def result_prefix(response, result) -> str:
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            if form.instance == result:
                return form.prefix
    raise AssertionError("the result is not on the page")


def correct(client, record, **changes):
    """Open a record's page, change some boxes, say why and save. Returns the answer."""
    sent = filled_in(client.get(page_of(record)))
    return client.post(page_of(record), sent | {"change_reason": "Table 2 says so"} | changes)


def messages(response) -> str:
    return " ".join(str(response.content, "utf-8").split())
