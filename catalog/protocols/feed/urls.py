"""The addresses of the feed, the dumps, the changes, and of what leads to them."""

from django.urls import URLPattern, path, re_path

from catalog.protocols.feed import atom, event_stream, feed, finding, serving, void

_SUFFIX = r"(?P<suffix>[a-z0-9.]+)"

urlpatterns: list[URLPattern] = [
    path("catalog", feed.feed, name="feed"),
    re_path(rf"^catalog\.{_SUFFIX}\Z", feed.feed, name="feed-as"),
    re_path(rf"^dump\.{_SUFFIX}\.gz\Z", serving.dump, name="dump"),
    path("changes.atom", atom.subscription, name="changes-atom"),
    path("changes/<int:place>.atom", atom.archive, name="changes-archive"),
    path("changes", event_stream.root, name="changes"),
    re_path(rf"^changes\.{_SUFFIX}\Z", event_stream.root, name="changes-as"),
    re_path(rf"^changes/(?P<place>[0-9]{{1,15}})\.{_SUFFIX}\Z", event_stream.fragment, name="changes-part"),
    path(".well-known/void", void.void, name="void"),
    re_path(rf"^void\.{_SUFFIX}\Z", void.void, name="void-as"),
    path(".well-known/api-catalog", finding.api_catalog, name="api-catalog"),
    path("llms.txt", finding.llms, name="llms"),
]
