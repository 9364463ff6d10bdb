"""Descriptions may be Markdown. What comes out holds no script, no style, and no link that a browser would run."""

import nh3
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(["image", "heading"])
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "a", "code", "pre", "blockquote", "hr"}
LONGEST = 100_000  # characters that are rendered; what is longer is shown as plain text


def rendered(words: str) -> str:
    """HTML of a description; only the tags of running text survive, and links only to http(s) and mailto."""
    if len(words) > LONGEST:
        return nh3.clean_text(words[:LONGEST])
    html = _MARKDOWN.render(words)
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )
