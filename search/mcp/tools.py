"""TOOLS: one row for each thing that a program may ask. Lists, checks of arguments and calls read the table."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from catalog import policy
from fair_metadata.formats.cited import STYLES
from search.engines import Unavailable
from search.fields import FACET
from search.mcp import answers
from search.mcp.answers import CannotAnswer, Json, Work

DATASET = {"type": "string", "maxLength": 2000, "description": "A PID, the address of a landing page, or a slug."}
QUESTION = {
    "type": "string",
    "maxLength": 500,
    "description": "In plain words, as to a colleague: “at least 100 adults with AML, MRD and overall survival after "
    "2015”. Diseases, outcomes, codes (C92.0, ORPHA:519), countries, numbers and negations are understood.",
}
FILTERS = {
    "type": "object",
    "additionalProperties": {"type": ["string", "array"], "items": {"type": "string"}},
    "description": f"Parameters of /datasets beside the question, as a search gives them: {', '.join(sorted(FACET))}; "
    "not_KEY, missing, patients_min, period_min …",
}


@dataclass(frozen=True, slots=True)
class Tool:
    """One row. All tools only read."""

    name: str
    title: str
    description: str
    properties: Mapping[str, Any]
    required: tuple[str, ...]
    work: Work

    @property
    def schema(self) -> Json:
        wanted = {"required": list(self.required)} if self.required else {}
        return {"type": "object", "properties": dict(self.properties), "additionalProperties": False} | wanted

    def as_json(self) -> Json:
        """As `tools/list` tells it."""
        hints = {"readOnlyHint": True, "openWorldHint": False}
        about = {"name": self.name, "title": self.title, "description": self.description}
        return about | {"inputSchema": self.schema, "annotations": hints}


_ROWS = (
    Tool(
        "search",
        "Search datasets",
        "Find datasets of the catalogue that answer a question; tells what was understood, and apart what may match "
        "because something is not stated.",
        {
            "question": QUESTION,
            "filters": FILTERS,
            "size": {"type": "integer", "minimum": 1, "maximum": 50},
            "page": {"type": "integer", "minimum": 1, "maximum": 500},
        },
        (),
        answers.search,
    ),
    Tool(
        "get",
        "One dataset",
        "The whole description of a dataset as JSON-LD.",
        {"dataset": DATASET},
        ("dataset",),
        answers.get,
    ),
    Tool(
        "compare",
        "Compare datasets",
        "Two to six datasets side by side, property by property.",
        {
            "datasets": {"type": "array", "items": DATASET, "minItems": 2, "maxItems": 6},
            "differences_only": {"type": "boolean"},
        },
        ("datasets",),
        answers.compare,
    ),
    Tool(
        "facets",
        "Count by filter",
        "How many datasets there are by disease, outcome, country …, among those that a question finds.",
        {
            "question": QUESTION,
            "filters": FILTERS,
            "facets": {"type": "array", "items": {"enum": sorted(FACET)}},
        },
        (),
        answers.facets,
    ),
    Tool(
        "variables",
        "Find variables",
        "Datasets whose data dictionary has these variables, by their exact names.",
        {"names": {"type": "array", "items": {"type": "string", "maxLength": 200}, "minItems": 1, "maxItems": 20}},
        ("names",),
        answers.variables,
    ),
    Tool(
        "fair_report",
        "How FAIR a description is",
        "Points out of 100, what would add most, and what is wrong, in plain words.",
        {"dataset": DATASET},
        ("dataset",),
        answers.fair_report,
    ),
    Tool(
        "cite",
        "Cite a dataset",
        "The reference in a style of citation, the address to cite, and BibTeX.",
        {"dataset": DATASET, "style": {"enum": list(STYLES), "default": answers.DEFAULT_STYLE}},
        ("dataset",),
        answers.cite,
    ),
)
TOOLS: Mapping[str, Tool] = {row.name: row for row in _ROWS}
_CHECKS = {name: Draft202012Validator(tool.schema) for name, tool in TOOLS.items()}


def called(tool: Tool, given: Any, viewer: policy.Viewer) -> Json:
    """The result of a call. What the model can mend is told to it in the result, not as an error of the protocol."""
    wrong = next(iter(sorted(_CHECKS[tool.name].iter_errors(given), key=lambda e: list(map(str, e.path)))), None)
    if wrong is not None:
        where = "/".join(map(str, wrong.path)) or "arguments"
        return _failed(f"{where}: {wrong.message[:300]}")
    try:
        answered = tool.work(given, viewer)
    except CannotAnswer as refusal:
        return _failed(str(refusal))
    except Unavailable:
        return _failed("Search does not answer now. Try again in a moment.")
    return {
        "content": [{"type": "text", "text": json.dumps(answered, ensure_ascii=False)}],
        "structuredContent": answered,
        "isError": False,
    }


def _failed(why: str) -> Json:
    return {"content": [{"type": "text", "text": why}], "isError": True}
