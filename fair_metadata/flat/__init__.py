"""A description as plain JSON by the rows of a profile: to read, to write, to change a property or a language of it.

Law: `triples_of(flat(record))` are the triples of the record, whatever they are.
"""

from fair_metadata.flat.merging import merged, with_what_is_unknown
from fair_metadata.flat.reading import NotFlat, Wrong, triples_of
from fair_metadata.flat.schema import name_of, schemas
from fair_metadata.flat.writing import flat

__all__ = ["NotFlat", "Wrong", "flat", "merged", "name_of", "schemas", "triples_of", "with_what_is_unknown"]
