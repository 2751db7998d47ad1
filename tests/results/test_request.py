from __future__ import annotations

import pytest

from results import request


@pytest.fixture
def compiled_for(monkeypatch):
    """The engines that were compiled, where none was."""
    engines = []
    monkeypatch.setattr(request, "must_compile", lambda engine: True)
    monkeypatch.setattr(request, "keeps_compiled", lambda: True)
    monkeypatch.setattr(request, "compile_ahead", engines.append)
    return engines


def test_the_first_run_at_a_terminal_says_that_it_compiles(monkeypatch, capsys, compiled_for):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    request.compile_aloud("compiled", None)
    assert compiled_for == ["compiled"]
    assert capsys.readouterr().err == (
        "compiling the engine, which takes about half a minute, once ...\ncompiled in 0 s\n"
    )


def test_the_first_run_elsewhere_compiles_in_silence(capsys, compiled_for):
    request.compile_aloud("compiled", None)
    assert compiled_for == ["compiled"]
    assert not capsys.readouterr().err


def test_nothing_is_compiled_here_for_a_cluster_elsewhere(compiled_for):
    request.compile_aloud("compiled", "tcp://127.0.0.1:8786")
    assert compiled_for == []
