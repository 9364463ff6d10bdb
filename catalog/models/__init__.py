"""The tables: what we do with descriptions. What a description says is in its graph."""

from catalog.models.address import Address, AddressCheck, AddressUse, Trouble
from catalog.models.answered import Answered
from catalog.models.arrival import Arrival
from catalog.models.doi import CallState, DataciteAccount, Doi, DoiCall, DoiState, Server
from catalog.models.draft import Draft, Stage
from catalog.models.duplicate import Likeness, Merge, Verdict
from catalog.models.importing import Fate, Import, ImportEntry
from catalog.models.index_entry import IndexEntry, Permit
from catalog.models.layer import Layer
from catalog.models.notice import Notice, Quiet, Told
from catalog.models.organisation import Membership, Network, Organisation, Role
from catalog.models.person import Account, Decision, Invitation, Verb
from catalog.models.pid import Pid
from catalog.models.reminder import Reminder
from catalog.models.resource import Kind, Link, Resource, State, Visibility
from catalog.models.resource_set import ResourceSet
from catalog.models.review import Comment, Transfer
from catalog.models.revision import Change, Position, Revision
from catalog.models.saved import Digest, Feed, Often, Saved, What
from catalog.models.score import Score
from catalog.models.token import Scope, Token

__all__ = [
    "Account",
    "Address",
    "AddressCheck",
    "AddressUse",
    "Answered",
    "Arrival",
    "CallState",
    "Change",
    "Comment",
    "DataciteAccount",
    "Decision",
    "Digest",
    "Doi",
    "DoiCall",
    "DoiState",
    "Draft",
    "Fate",
    "Feed",
    "Import",
    "ImportEntry",
    "IndexEntry",
    "Invitation",
    "Kind",
    "Layer",
    "Likeness",
    "Link",
    "Membership",
    "Merge",
    "Network",
    "Notice",
    "Often",
    "Organisation",
    "Permit",
    "Pid",
    "Position",
    "Quiet",
    "Reminder",
    "Resource",
    "ResourceSet",
    "Revision",
    "Role",
    "Saved",
    "Scope",
    "Score",
    "Server",
    "Stage",
    "State",
    "Token",
    "Told",
    "Transfer",
    "Trouble",
    "Verb",
    "Verdict",
    "Visibility",
    "What",
]
