"""Plain Python about RDF descriptions of datasets: read, split, name, check, write. No framework, network or clock."""
