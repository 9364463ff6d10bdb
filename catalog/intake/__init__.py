"""How descriptions come in: files, addresses, harvests."""
