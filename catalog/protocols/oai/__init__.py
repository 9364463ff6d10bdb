"""OAI-PMH 2.0 at `/oai`: what everybody may see, in the order in which it changed, with what is gone.

An item is a resource with its distributions. Its datestamp is when everybody saw either change last; the numbers of
those changes (`Resource.public_number`) only grow. A page of a list is a window of these numbers, so that an item that
changes during a harvest leaves its window for a later one: it may be seen again, it is never missed.
"""
