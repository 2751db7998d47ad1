"""What the commands that play nothing, or next to nothing, do once their options are read."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from results.files import json_text
from results.guard import DONE, WrongInputError
from results.progress import progress_bar
from results.request import WIDTH, plan_named
from scenarios import Plan
from scenarios.json_schema import schema
from scenarios.shipped_files import shipped, starter
from strategies import catalogue, exchange_rates

if TYPE_CHECKING:
    from results.steady import Steadiness

OWN_RULES = (
    "Your own: a class in a Python file beside the scenario, written ./my_rule.py:MyRule like a name above,\n"
    "and run with --allow-code; docs/strategies.md says how to write one."
)


def check_command(
    scenario: str, format_: str, max_memory: str | None, *, allow_code: bool, steady: bool = False
) -> int:
    """Says what a scenario file means, without simulating; `steady`: and whether it settles, by a pilot."""
    from results.check import render, report  # noqa: PLC0415 - solves programmes, which nothing else does

    plan = plan_named(scenario, max_memory, allow_code=allow_code)
    checked = report(plan)
    found = _settling(plan) if steady else None
    if format_ == "json":
        more = {"steady": found.as_data()} if found else {}
        print(json_text({**checked.as_data(), **more}))
        return DONE
    print(render(checked), end="")
    if found:
        print("\nSteady or not (by a pilot of 60 weeks without holidays, from an empty desk)")
        for sentence in found.sentences:
            print(textwrap.fill(f"• {sentence}", WIDTH, subsequent_indent="  "))
    return DONE


def _settling(plan: Plan) -> Steadiness:
    """Plays the pilot, with a progress bar for people."""
    from results.steady import REPLICATIONS, steadiness  # noqa: PLC0415 - plays, which a check does not

    with progress_bar(REPLICATIONS) as advance:
        return steadiness(plan, progress=advance)


def schema_command() -> int:
    """Prints JSON Schema."""
    print(json_text(schema()))
    return DONE


def strategies_command(format_: str) -> int:
    """Lists the strategies."""
    entries = catalogue()
    if format_ == "json":
        content = {"strategies": entries, "exchange_rates": exchange_rates()}
        print(json_text(content))
        return DONE
    for entry in entries:
        print(f"{entry['name']}: {entry['first']}")
        for label, text in (("reads", entry["reads"]), ("scale", entry["scale"])):
            print(_hanging(f"{label}: {text}"))
        for option in entry["options"]:
            default = f" [{option['default']}]" if option["default"] else ""
            print(_hanging(f"{option['option']}{default}: {option['meaning']}; {option['allowed']}"))
        print(_hanging(f"misleads: {entry['misleads']}") + "\n")
    print("What scores are worth in each other:")
    for sentence in exchange_rates():
        print(_hanging(sentence))
    print(f"\n{OWN_RULES}")
    return DONE


def scenarios_command() -> int:
    """Lists the shipped scenarios with the first line of each."""
    for name, path in shipped().items():
        with path.open(encoding="utf-8") as file:
            line = next((text.strip("# \n") for text in file if text.startswith("#")), "")
        print(_hanging(f"{name}: {line}").strip())
    return DONE


def new_command(name: str) -> int:
    """Writes a starter file."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else Path(f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(starter(path.stem))
    except FileExistsError:
        raise WrongInputError(f"{path} exists already; choose another name") from None
    except OSError as problem:
        raise WrongInputError(f"cannot write {path}: {problem.strerror or problem}") from problem
    print(f"Wrote {path}. Try: ticketlab check {path}, then ticketlab run {path}")
    return DONE


def _hanging(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="      ")
