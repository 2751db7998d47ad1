"""What we try: scenario files, and the reader that turns one into the words of the sim."""

from __future__ import annotations

from scenarios.json_schema import schema
from scenarios.mistakes import Mistake, ScenarioError
from scenarios.plan import Plan, read
from scenarios.shipped_files import shipped, starter

__all__ = ["Mistake", "Plan", "ScenarioError", "read", "schema", "shipped", "starter"]
