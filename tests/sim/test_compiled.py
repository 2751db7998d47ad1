from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.compiled import KEPT_FOR, cache_folder, compiled, compiled_apart, sources_digest, whole

ROOT = Path(__file__).parents[2]


@compiled
def halved(number: float) -> float:
    return number / 2


@compiled_apart
def third(number: int, parts: int) -> float:
    return number / parts


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_compiled_function_gives_what_the_plain_one_gives():
    assert halved(3.0) == 1.5


def test_whole_constants_do_not_make_a_function_compiled_anew():
    three = whole(3)
    assert [third(number, three) for number in (3, int(three), three)] == [1.0, 1.0, 1.0]
    assert len(getattr(getattr(third, "dispatcher", None), "signatures", [()])) == 1


def test_a_function_is_known_to_be_compiled_once_it_has_run(tmp_path):
    code = (
        "from sim.calendars import always, packed, open_time; from sim.compiled import is_compiled;"
        "print(is_compiled(open_time)); open_time(packed((always(1.0),)), 0, 1.0);"
        "print(is_compiled(open_time))"
    )
    done = python(code, NUMBA_CACHE_DIR=str(tmp_path), NUMBA_DISABLE_JIT="0")
    assert done.stdout == "False\nTrue\n"
    assert python(code, NUMBA_CACHE_DIR=str(tmp_path), NUMBA_DISABLE_JIT="1").stdout == "True\nTrue\n"


def test_the_digest_changes_with_an_edit_of_any_source(tmp_path):
    (tmp_path / "a.py").write_text("x = 1")
    (tmp_path / "b.py").write_text("y = 1")
    before = sources_digest(tmp_path)
    (tmp_path / "b.py").write_text("y = 2")
    assert sources_digest(tmp_path) != before


def test_the_digest_does_not_depend_on_where_the_sources_are(tmp_path):
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "a.py").write_text("x = 1")
    assert sources_digest(tmp_path / "one") == sources_digest(tmp_path / "two")


def test_the_cache_folder_is_named_by_the_digest(tmp_path):
    folder = cache_folder(tmp_path / "deep", "abc")
    assert folder == tmp_path / "deep" / "compiled-abc"
    assert folder.is_dir()


def test_cache_folders_that_were_not_used_for_long_are_removed(tmp_path):
    old, recent = cache_folder(tmp_path, "old"), cache_folder(tmp_path, "recent")
    long_ago = time.time() - 2 * KEPT_FOR
    os.utime(old / "used", (long_ago, long_ago))
    cache_folder(tmp_path, "new")
    assert not old.exists()
    assert recent.exists()


def test_where_nothing_can_be_written_one_warning_says_so(tmp_path, caplog):
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        assert cache_folder(tmp_path / "file", "abc") is None
    assert len(caplog.records) == 1


def test_functions_are_compiled_even_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    code = "from sim.compiled import compiled; print(compiled(lambda x: x + 1)(1))"
    done = python(code, NUMBA_CACHE_DIR=str(tmp_path / "file"), NUMBA_DISABLE_JIT="0")
    assert done.stdout == "2\n"
    assert done.stderr.count("\n") == 1


def test_functions_are_compiled_with_one_warning_where_there_is_no_room_to_keep_them(tmp_path):
    (tmp_path / "mine.py").write_text(ONE_IN_ANOTHER)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
    ignored = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    code = (
        f"{ignored}{limit}import sys; sys.path.append({str(tmp_path)!r}); import mine;"
        "print(mine.inner(1), mine.outer(1))"
    )
    done = python(code, NUMBA_CACHE_DIR=str(tmp_path / "cache"), NUMBA_DISABLE_JIT="0")
    assert done.stdout == "2 4\n"
    assert done.stderr.count("\n") == 1


CALLED_ONCE = """
from sim.calendars import always, packed, open_time
open_time(packed((always(1.0),)), 0, 1.0)
"""


def test_compiled_code_is_found_again_by_the_next_run(tmp_path):
    code = f"{CALLED_ONCE}print(sum(open_time.dispatcher.stats.cache_hits.values()))"
    runs = [python(code, NUMBA_CACHE_DIR=str(tmp_path), NUMBA_DISABLE_JIT="0") for _ in range(2)]
    assert [run.stdout for run in runs] == ["0\n", "1\n"]


def test_nothing_is_made_ready_to_compile_where_all_is_found_on_disk(tmp_path):
    code = f"{CALLED_ONCE}import sys; print('numba.np.arraymath' in sys.modules)"
    runs = [python(code, NUMBA_CACHE_DIR=str(tmp_path), NUMBA_DISABLE_JIT="0") for _ in range(2)]
    assert [run.stdout for run in runs] == ["True\n", "False\n"]


def test_numba_is_not_loaded_before_something_is_called():
    code = "import sys; import results.run_command; print('numba' in sys.modules)"
    assert python(code, NUMBA_DISABLE_JIT="0").stdout == "False\n"


ONE_IN_ANOTHER = """
from sim.compiled import compiled_apart

@compiled_apart
def inner(number):
    return number + 1

@compiled_apart
def outer(number):
    return inner(number) * 2
"""


def test_what_is_found_on_disk_and_what_is_compiled_now_go_together(tmp_path):
    (tmp_path / "mine.py").write_text(ONE_IN_ANOTHER)
    code = (
        f"import sys; sys.path.append({str(tmp_path)!r}); import mine; print(mine.inner(1), mine.outer(1));"
        "print([sum(one.dispatcher.stats.cache_hits.values()) for one in (mine.inner, mine.outer)])"
    )
    kept = {"NUMBA_CACHE_DIR": str(tmp_path / "cache"), "NUMBA_DISABLE_JIT": "0"}
    assert python(code, **kept).stdout == "2 4\n[0, 0]\n"
    for file in tmp_path.glob("cache/*/*/mine.outer-*"):
        file.unlink()
    assert python(code, **kept).stdout == "2 4\n[1, 0]\n"


def test_what_is_only_part_of_others_is_not_kept_by_itself(tmp_path):
    (tmp_path / "mine.py").write_text(ONE_IN_ANOTHER)
    code = f"import sys; sys.path.append({str(tmp_path)!r}); import mine; print(mine.outer(1))"
    done = python(code, NUMBA_CACHE_DIR=str(tmp_path / "cache"), NUMBA_DISABLE_JIT="0")
    assert done.stdout == "4\n"
    kept = {file.name.split("-")[0] for file in tmp_path.glob("cache/*/*/mine.*")}
    assert kept == {"mine.outer"}


@pytest.mark.parametrize("damaged", ["index", "code"])
def test_what_cannot_be_read_on_disk_is_compiled_and_kept_anew(tmp_path, damaged):
    (tmp_path / "mine.py").write_text(ONE_IN_ANOTHER)
    code = (
        f"import sys; sys.path.append({str(tmp_path)!r}); import mine; print(mine.inner(1));"
        "print(sum(mine.inner.dispatcher.stats.cache_hits.values()))"
    )
    kept = {"NUMBA_CACHE_DIR": str(tmp_path / "cache"), "NUMBA_DISABLE_JIT": "0"}
    assert python(code, **kept).stdout == "2\n0\n"
    for file in tmp_path.glob(f"cache/*/*/*.{'nbi' if damaged == 'index' else 'nbc'}"):
        file.write_bytes(file.read_bytes()[:-20])
    assert [python(code, **kept).stdout for _ in range(2)] == ["2\n0\n", "2\n1\n"]


def test_what_was_loaded_before_an_edit_is_not_kept_as_the_edited(tmp_path):
    source = tmp_path / "mine.py"
    source.write_text("from sim.compiled import compiled\n@compiled\ndef answer(x):\n    return x + 1\n")
    code = f"import sys; sys.path.append({str(tmp_path)!r}); import mine;"
    edit = f"open({str(source)!r}, 'w').write({source.read_text().replace('+ 1', '+ 20')!r});"
    kept = {"NUMBA_CACHE_DIR": str(tmp_path / "cache"), "NUMBA_DISABLE_JIT": "0"}
    assert python(code + edit + "print(mine.answer(0))", **kept).stdout == "1\n"
    assert python(code + "print(mine.answer(0))", **kept).stdout == "20\n"


def test_compiled_code_is_kept_for_the_sources_that_were_loaded(tmp_path):
    shutil.copytree(ROOT / "sim", tmp_path / "sim")
    source = tmp_path / "sim" / "words.py"
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from sim import compiled;"
        f"open({str(source)!r}, 'a').write('EDITED = True');"
        "compiled.keeps_compiled(); print(compiled.DIGEST)"
    )
    digest = sources_digest(source.parent)
    done = python(code, NUMBA_CACHE_DIR=str(tmp_path / "cache"), NUMBA_DISABLE_JIT="0")
    assert done.stdout == f"{digest}\n"
    assert sources_digest(source.parent) != digest
    assert [folder.name for folder in (tmp_path / "cache").iterdir()] == [f"compiled-{digest}"]


def test_without_compilation_functions_stay_plain_python(tmp_path):
    code = "from sim.calendars import open_time; print(type(open_time).__name__)"
    done = python(code, NUMBA_DISABLE_JIT="1", NUMBA_CACHE_DIR=str(tmp_path))
    assert done.stdout == "function\n"
    assert list(tmp_path.iterdir()) == []
