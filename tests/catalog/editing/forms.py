"""A browser without JavaScript: the page's form as it would be sent."""

from lxml import html

from catalog.editing import drafts
from catalog.models import Resource


def form_of(response, form_id="edit") -> dict[str, list[str]]:
    """Name → values of what the form would send; no button is pressed."""
    document = html.fromstring(response.content.decode())
    (form,) = document.xpath(f"//form[@id='{form_id}']") if form_id else document.xpath("//main//form")
    sent: dict[str, list[str]] = {}
    for element in form.xpath(".//input | .//textarea | .//select"):
        name, kind = element.get("name"), element.get("type", "")
        if not name or (kind in ("radio", "checkbox") and element.get("checked") is None):
            continue
        value = element.value
        if element.tag == "textarea":
            value = (element.text or "").removeprefix("\n").replace("\n", "\r\n")
        sent.setdefault(name, []).append(value or "")
    return sent


def send(client, address, response, *, form_id="edit", **answers):
    """The form of a page, sent with these answers; names are as in the form, with `__` for a dot."""
    given = {name.replace("__", "."): value for name, value in answers.items()}
    return client.post(address, form_of(response, form_id) | given)


def said(path, slug="registry"):
    """What the draft of a resource says there now."""
    return drafts.of(Resource.objects.get(slug=slug)).record.values(path)
