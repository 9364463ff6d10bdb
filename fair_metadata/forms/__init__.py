"""Forms made from the profile table: a record → fields, what is posted → edits, edits → the record, merged.

A form never rebuilds a record. It shows terms at places, and remembers which (`Seen`); what comes back is compared
with how those terms are shown, and only differences become edits. So a form that is opened and saved changes nothing.
"""

from fair_metadata.forms.fields import Field, Form, Nested, Section, Value, View, each, form, moved, part
from fair_metadata.forms.merging import Conflict, Merged, merged
from fair_metadata.forms.posting import Edit, Posted, Unclear, changes, row_at
from fair_metadata.forms.ready import Ready, by_field, findings, ready, told
from fair_metadata.forms.seen import NotSeen, Seen, Shown, packed, unpacked
from fair_metadata.forms.typed import Heard, Mend, heard
from fair_metadata.forms.widgets import Widget

__all__ = [
    "Conflict",
    "Edit",
    "Field",
    "Form",
    "Heard",
    "Mend",
    "Merged",
    "Nested",
    "NotSeen",
    "Posted",
    "Ready",
    "Section",
    "Seen",
    "Shown",
    "Unclear",
    "Value",
    "View",
    "Widget",
    "by_field",
    "changes",
    "each",
    "findings",
    "form",
    "heard",
    "merged",
    "moved",
    "packed",
    "part",
    "ready",
    "row_at",
    "told",
    "unpacked",
]
