"""What we try: scenario files, their reader, and what is to be expected of a desk before it is played."""

from __future__ import annotations

from scenarios.mistakes import Mistake, ScenarioError
from scenarios.plan import Plan, read

__all__ = ["Mistake", "Plan", "ScenarioError", "read"]
