"""What the README shows is what the program does."""

from __future__ import annotations

import contextlib
import io
import re
from importlib.resources import files
from pathlib import Path

import pytest

from tests.plain import needs_compiling

README = Path(__file__).parents[1] / "README.md"


@pytest.fixture(scope="module")
def text():
    return README.read_text(encoding="utf-8")


@needs_compiling("20 replications")
def test_the_python_example_prints_what_the_readme_says(text):
    code, printed = re.search(r"```python\n(.*?)```\n\nprints\n\n```text\n(.*?)```", text, re.DOTALL).groups()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {"__name__": "__main__"})
    assert out.getvalue() == printed


def test_the_example_is_short(text):
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1)
    assert len(code.splitlines()) <= 10


def test_every_module_and_scenario_that_the_readme_names_is_there(text):
    names = re.findall(r"`(sim|strategies|scenarios|results)/(\w+\.(?:py|yaml))`", text)
    assert len(names) >= 5
    for package, name in names:
        assert (files(package) / name).is_file(), name
