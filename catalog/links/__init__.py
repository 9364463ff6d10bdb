"""Do the web addresses that descriptions name still answer? Asked politely, and only where operators want it."""
