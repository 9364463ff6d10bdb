"""People and organisations: how people come in, what they may do there, and the trail of what was decided."""
