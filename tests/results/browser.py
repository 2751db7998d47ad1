"""A page in a real headless browser: what a look into its document finds, and what its console says."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")

_AROUND = """<!DOCTYPE html><meta charset="utf-8"><title>waiting</title>
<iframe id="frame" width="{width}" height="{height}"></iframe><pre id="told"></pre>
<script>
const frame = document.getElementById("frame");
frame.addEventListener("load", () => {{
  const look = (page, view) => {{ {script} }};
  const told = document.getElementById("told");
  try {{ told.textContent = JSON.stringify(look(frame.contentDocument, frame.contentWindow)); }}
  catch (problem) {{ told.textContent = JSON.stringify({{ problem: String(problem) }}); }}
}});
frame.srcdoc = {page};
</script>"""


def looked(page: str, script: str, folder: Path, width: int = 1280) -> Any:
    """What a script (`page` is the document, `view` its window) returns once the page has loaded."""
    content = json.dumps(page).replace("</", "<\\/").replace("<!--", "<\\!--")
    around = _AROUND.format(width=width, height=900, script=script, page=content)
    file = folder / "around.html"
    file.write_text(around, encoding="utf-8")
    dom = _chromium(file, folder, "--dump-dom", "--window-size=1400,1000").stdout
    found = re.search(r'<pre id="told">(.*?)</pre>', dom, re.DOTALL)
    assert found is not None, dom[-2000:]
    told = json.loads(html.unescape(found[1]))
    assert not (isinstance(told, dict) and "problem" in told), told
    return told


def console(page: str, folder: Path) -> list[str]:
    """What the browser's console says when the page is opened from disk."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    said = _chromium(file, folder, "--dump-dom", "--enable-logging=stderr").stderr
    return [line for line in said.splitlines() if "CONSOLE" in line]


def _chromium(file: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    words = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--virtual-time-budget=20000",
    ]
    home = f"--user-data-dir={folder / 'profile'}"
    return subprocess.run(
        [CHROMIUM, *words, home, *options, file.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
