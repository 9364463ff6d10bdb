"""What a step would send, word for word, and what stands in its way; nothing is written and nothing sent."""

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from catalog import browse, policy
from catalog.dois import accounts
from catalog.dois.steps import Step
from catalog.history import log
from catalog.language import current_language
from catalog.models import Change, DataciteAccount, Doi, DoiCall, Kind, Resource, Revision, State
from catalog.models.doi import UNKNOWN_THERE
from catalog.workflow import NotPossible
from fair_metadata import dois
from fair_metadata.formats import Description, datacite
from fair_metadata.formats.citation import citation
from fair_metadata.namespaces import DCT, PROV, XSD
from fair_metadata.profile import Property
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, literal

KINDS = (Kind.DATASET, Kind.SERIES, Kind.CATALOG, Kind.SERVICE, Kind.DISTRIBUTION)
OPEN = ("waiting", "sending")
# No vowels, so that no word comes out by chance; no letters that are read for digits. Opaque, as DataCite recommends.
_LETTERS = "0123456789bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that DataCite wants and that is not stated, and its field in the editor."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One step of one DOI. `seen` stands for all of it: who confirms says what they saw."""

    step: Step
    doi: Doi | None
    account: DataciteAccount
    attributes: Mapping[str, Any]
    number: int
    missing: tuple[Gap, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()  # (label, value) of what everybody asks first

    @property
    def seen(self) -> str:
        name = self.doi.name if self.doi else self.account.prefix
        return _digest([self.step.name, name, self.account.server, self.account.repository, self.attributes])

    @property
    def xml(self) -> str:
        return decoded(self.attributes)


def decoded(attributes: Mapping[str, Any]) -> str:
    """The description as DataCite gets it, to be read."""
    return b64decode(attributes.get("xml", "")).decode()


def planned(resource: Resource, step: Step) -> Plan:
    """What this step would send now. NotPossible, in plain words, for what cannot be done."""
    doi = Doi.objects.select_related("organisation").filter(resource=resource).first()
    account = _account(resource, doi)
    _expect_state(resource, doi, step)
    if not step.tells:
        attributes = {"event": step.event, "url": page_of(resource)} if step.event else {}
        attributes |= _withdrawn(resource, doi) if doi and step.event else {}
        return Plan(step, doi, account, attributes, resource.public_number or 0)
    assert doi is not None
    description = described(resource, resource.record, doi.name)
    attributes = {"url": page_of(resource)} | _as_xml(description)
    attributes |= {"event": step.event} if step.event else {}
    missing = tuple(_gap(resource, description.record, path) for path in datacite.missing(description))
    facts = tuple(_facts(description))
    return Plan(step, doi, account, attributes, resource.public_number or 0, missing, facts)


def why_not(resource: Resource, step: Step) -> str:
    """What stands in the way of a step; "" when nothing does."""
    try:
        planned(resource, step)
    except NotPossible as refusal:
        return str(refusal)
    return ""


def _account(resource: Resource, doi: Doi | None) -> DataciteAccount:
    if doi is not None and doi.state not in UNKNOWN_THERE:
        if doi.organisation_id != resource.organisation_id:
            words = _("The DOI stands under the account of %(name)s. DataCite can transfer it to another repository.")
            raise NotPossible(words % {"name": doi.organisation.name})
        try:
            return accounts.for_doi(doi)
        except accounts.NoAccount as refusal:
            raise NotPossible(str(refusal)) from None
    account = accounts.of(resource.organisation)
    if account is None:
        raise NotPossible(_("Its organisation has no account with DataCite. An administrator sets it up."))
    return account


def _expect_state(resource: Resource, doi: Doi | None, step: Step) -> None:
    if resource.kind not in KINDS:
        raise NotPossible(_("What is of this kind gets no DOI."))
    if resource.replaced_by_id and not step.takes_back:
        raise NotPossible(_("It was merged into another description. That one has the DOI to be cited."))
    if (doi.state if doi else "") not in step.begins:
        raise NotPossible(_("The DOI does not stand so that this could be done."))
    if doi is not None and DoiCall.objects.filter(doi=doi, state__in=OPEN).exists():
        raise NotPossible(_("A request for this DOI is on its way. Wait until it is answered."))
    is_shown = resource.state == State.PUBLISHED and policy.is_public(resource)
    if step.tells and not is_shown:
        raise NotPossible(_("Publish the description for everybody first: the DOI leads to its page."))
    if step.name == "hide" and is_shown:
        raise NotPossible(_("Withdraw the description first: its page then says why."))
    if step.name == "reserve" and resource.state == State.WITHDRAWN:
        raise NotPossible(_("It is withdrawn. Publish it again before it gets a DOI."))
    others = [name for name in dois.stated(resource.record) if doi is None or name != doi.name]
    if others and not step.takes_back:
        words = _("It states a DOI already: %(name)s. A second one would part its citations.")
        raise NotPossible(words % {"name": others[0]})


def _withdrawn(resource: Resource, doi: Doi) -> dict[str, str]:
    """What everybody saw when it was withdrawn, and the day of that, as DataCite wants a tombstone described
    (https://support.datacite.org/docs/tombstone-pages); nothing of what was not withdrawn, or is kept inside since.
    """
    seen = log.versions(resource, policy.ANYBODY).filter(change=Change.WITHDRAWN)
    last = seen.last() if resource.state == State.WITHDRAWN else None
    if last is None:
        return {}
    day = literal(f"{last.made_at:%Y-%m-%d}", datatype=XSD.date[1:-1])
    record = log.record_of(resource, last).replace(PROV.invalidatedAtTime, [day])
    return _as_xml(described(resource, record, doi.name))


def _as_xml(description: Description) -> dict[str, str]:
    return {"xml": b64encode(datacite.write(description)).decode()}


def described(resource: Resource, record: Record, name: str) -> Description:
    """A description that everybody sees, with its DOI, and with the day since when everybody sees it as its day of
    issue where it states no date.
    """
    nobody = policy.ANYBODY
    record = dois.with_doi(record, name)
    shared, parts = browse.shared(resource, nobody), browse.parts(resource, nobody)
    description = Description(record, page_of(resource), shared=shared, parts=parts)
    if DCT.issued not in datacite.missing(description):
        return description
    return Description(_issued(record, resource), page_of(resource), shared=shared, parts=parts)


def _issued(record: Record, resource: Resource) -> Record:
    first = Revision.objects.filter(resource=resource, audience=policy.PUBLIC).order_by("number").first()
    if first is None:
        return record
    return record.replace(DCT.issued, [literal(f"{first.made_at:%Y-%m-%d}", datatype=XSD.date[1:-1])])


def page_of(resource: Resource) -> str:
    return settings.BASE_URL + browse.address(resource)


def _facts(description: Description) -> Iterator[tuple[str, str]]:
    """What a citation is made of, under the names of its fields."""
    cited, record = citation(description), description.record
    said = {DCT.title: cited.title, DCT.creator: "; ".join(cited.authors), DCT.publisher: cited.publisher}
    for path, value in (said | {DCT.issued: cited.year}).items():
        row = _row(record, path)
        yield (_label(row) if row else path), value


def _gap(resource: Resource, record: Record, path: Term) -> Gap:
    row = _row(record, path)
    return Gap(_label(row) if row else path, f"/edit/{resource.slug}?form=full{f'#f-{row.name}' if row else ''}")


def _row(record: Record, path: Term) -> Property | None:
    shape = DEFAULT.shape_for(record.types())
    return shape.by_path.get(path) if shape else None


def _label(row: Property) -> str:
    return row.label.get(current_language()) or row.label["en"]


def told(attributes: Mapping[str, Any]) -> str:
    """The digest of what DataCite is told of a description, whatever the step."""
    return _digest([attributes.get("url"), attributes.get("xml")])


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def new_name(prefix: str) -> str:
    """A DOI that says nothing: 10.1234/xxxxx-xxxxx."""
    parts = ("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2))
    return f"{prefix}/{'-'.join(parts)}".lower()
