from __future__ import annotations

import ast
from pathlib import Path

import results

FOLDER = Path(results.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))


def compiled_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [
        one
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef)
        and any(isinstance(d, ast.Name) and d.id.startswith("compiled") for d in one.decorator_list)
    ]


def from_beside(tree: ast.Module) -> set[str]:
    """What is imported from other files of the folder."""
    return {
        alias.asname or alias.name
        for one in ast.walk(tree)
        if isinstance(one, ast.ImportFrom) and (one.module or "").partition(".")[0] == "results"
        for alias in one.names
    }


def test_compiled_functions_use_nothing_of_other_files_since_numba_does_not_see_them_change() -> None:
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in FILES}
    found = [(file, one) for file, tree in trees.items() for one in compiled_functions(tree)]
    used = {
        (file.name, one.name, word.id)
        for file, one in found
        for line in one.body
        for word in ast.walk(line)
        if isinstance(word, ast.Name) and word.id in from_beside(trees[file])
    }
    assert len(found) > 20
    assert not used
