"""The figures of relevance are printed at the end of every run, of one that passes too."""

import pytest

FIGURES = pytest.StashKey[list[str]]()


def pytest_configure(config):
    config.stash[FIGURES] = []


@pytest.fixture(scope="session")
def figures(pytestconfig):
    """Lines for the end of the run."""
    return pytestconfig.stash[FIGURES]


def pytest_terminal_summary(terminalreporter, config):
    if lines := config.stash.get(FIGURES, []):
        terminalreporter.section("relevance")
        for line in lines:
            terminalreporter.write_line(line)
