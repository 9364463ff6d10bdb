"""Readers of formats that are heavy or cannot be locked with the rest: they have a virtual environment of their own.

`TEST_JUDGES` names its Python; without it `.venv/judges` is looked at. `make judges` makes it from the two lists here.
"""

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.conftest import ROOT

HERE = Path(__file__).parent
_PYTHON = Path(os.environ.get("TEST_JUDGES") or ROOT / ".venv" / "judges" / "bin" / "python")

Case = tuple[str, str, str]  # judge, name of the case, document


def judged(cases: Iterable[Case]) -> dict[str, list[str]]:
    """Name of the case → what its judge says is wrong; only those with something. One process for all."""
    if not _PYTHON.exists():
        if os.environ.get("CI"):
            pytest.fail("the judges of formats are missing: make judges")
        pytest.skip("the judges of formats are not here (make judges)")
    asked = "\n".join(map(json.dumps, cases))
    command = [str(_PYTHON), "-W", "ignore", str(HERE / "judge.py")]
    said = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=600)
    assert said.returncode == 0, said.stderr[-2000:]
    return {name: problems for name, problems in json.loads(said.stdout).items() if problems}
