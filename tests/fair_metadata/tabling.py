"""Tables as files."""

import io

from fair_metadata.tables import (
    SHEETS,
    write,
)


def written(form, *blocks):
    out = io.BytesIO()
    write([(SHEETS[kind], columns, lines) for kind, columns, lines in blocks], out, form=form, tongue="en")
    return out
