"""How FAIR what the catalogue shows is: pages looked at as machines see them, reports, kept scores, badges."""
