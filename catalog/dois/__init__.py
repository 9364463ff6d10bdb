"""DOIs from DataCite: reserved, registered, kept up to date and hidden, each by a curator's word."""
