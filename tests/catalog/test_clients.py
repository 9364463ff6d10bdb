"""Who asks, where nobody says so: the last address that our own proxy names, and how often it came."""

import pytest
from django.test import RequestFactory

from catalog.clients import address, counted


def request(**meta):
    return RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **meta)


@pytest.mark.parametrize(
    ("proxy", "forwarded", "found"),
    [
        (None, "198.51.100.7", "10.0.0.1"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "192.0.2.1, 198.51.100.7", "198.51.100.7"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "", "10.0.0.1"),
    ],
)
def test_only_our_own_proxy_is_believed_and_of_what_it_names_the_last(settings, proxy, forwarded, found):
    settings.SECURE_PROXY_SSL_HEADER = proxy
    assert address(request(HTTP_X_FORWARDED_FOR=forwarded)) == found


def test_each_time_counts_and_others_do_not():
    assert [counted("one", 60), counted("one", 60), counted("two", 60), counted("one", 60)] == [1, 2, 1, 3]
