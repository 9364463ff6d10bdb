"""Where the pieces meet: settings, addresses, processes."""
