"""The tasks of a developer: `nox -s NAME`, or `nox` for all that must be green before a commit."""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.options.sessions = ["lint", "tests"]
nox.options.default_venv_backend = "venv"


@nox.session
def lint(session: nox.Session) -> None:
    """Style, types and layers."""
    session.install("-c", "constraints.txt", "-e", ".[test,lint]")
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("mypy")
    session.run("lint-imports")


@nox.session
def tests(session: nox.Session) -> None:
    """The quick tests."""
    session.install("-c", "constraints.txt", "-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def slow(session: nox.Session) -> None:
    """The long tests: theory, shipped scenarios, mutations."""
    session.install("-c", "constraints.txt", "-e", ".[test]")
    session.run("pytest", "-m", "slow", "-n", "auto", *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """The quick tests against the built wheel, with the sources out of reach."""
    scratch = session.create_tmp()
    session.install("build")
    session.run("python", "-m", "build", "--wheel", "--outdir", scratch)
    (built,) = Path(scratch).glob("*.whl")
    session.install("-c", "constraints.txt", f"{built}[test]")
    for folder in ("tests", "docs"):
        shutil.copytree(folder, Path(scratch, folder), dirs_exist_ok=True)
    for page in ("pyproject.toml", "README.md"):
        shutil.copy(page, scratch)
    session.chdir(scratch)
    session.run("python", "-m", "pytest", *session.posargs)
