"""The tables: what we do with descriptions. What a description says is in its graph."""

from catalog.models.answered import Answered
from catalog.models.arrival import Arrival
from catalog.models.draft import Draft, Stage
from catalog.models.duplicate import Likeness, Merge, Verdict
from catalog.models.index_entry import IndexEntry, Permit
from catalog.models.notice import Notice, Quiet, Told
from catalog.models.organisation import Membership, Network, Organisation, Role
from catalog.models.person import Account, Decision, Invitation, Verb
from catalog.models.resource import Kind, Link, Resource, State, Visibility
from catalog.models.review import Comment, Transfer
from catalog.models.revision import Change, Position, Revision
from catalog.models.token import Scope, Token

__all__ = [
    "Account",
    "Answered",
    "Arrival",
    "Change",
    "Comment",
    "Decision",
    "Draft",
    "IndexEntry",
    "Invitation",
    "Kind",
    "Likeness",
    "Link",
    "Membership",
    "Merge",
    "Network",
    "Notice",
    "Organisation",
    "Permit",
    "Position",
    "Quiet",
    "Resource",
    "Revision",
    "Role",
    "Scope",
    "Stage",
    "State",
    "Token",
    "Told",
    "Transfer",
    "Verb",
    "Verdict",
    "Visibility",
]
