"""A client of a Marrow catalogue: find, read and write descriptions of health data."""

from marrow_client.client import Client
from marrow_client.errors import Changed, Missing, NotAllowed, Problem, Withdrawn, WrongField
from marrow_client.types import BulkLine, BulkResult, Concept, Finding, Receipt, Resource, Revision, Standing, Token

__all__ = [
    "BulkLine",
    "BulkResult",
    "Changed",
    "Client",
    "Concept",
    "Finding",
    "Missing",
    "NotAllowed",
    "Problem",
    "Receipt",
    "Resource",
    "Revision",
    "Standing",
    "Token",
    "Withdrawn",
    "WrongField",
]
