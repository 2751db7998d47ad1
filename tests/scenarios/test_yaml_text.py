# ruff: noqa: E501 - a row of a table is one line
from __future__ import annotations

import pytest

from scenarios import ScenarioError
from scenarios.yaml_text import MOST_BYTES, plain, read_text


def data(text: str) -> object:
    return read_text(text.encode(), "desk.yaml").data


def refusal(text: str | bytes) -> str:
    with pytest.raises(ScenarioError) as error:
        read_text(text if isinstance(text, bytes) else text.encode(), "desk.yaml")
    return str(error.value)


def test_no_is_a_country_and_times_are_words() -> None:
    assert data("{holidays: NO, at: 12:30, on: 2026-01-05, off: yes}") == {
        "holidays": "NO",
        "at": "12:30",
        "on": "2026-01-05",
        "off": "yes",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("-3", -3), ("0o17", 15), ("0x1F", 31), ("1.5e3", 1500.0), (".inf", float("inf")), ("~", None),
     ("true", True), ("False", False), ("1_000", "1_000"), ("9" * 30, float("9" * 30)), ("1e999", float("inf"))],
)  # fmt: skip
def test_plain_scalars_follow_the_core_schema(text: str, value: object) -> None:
    assert plain(text) == value


def test_keys_are_words() -> None:
    assert data("{1: a, true: b}") == {"1": "a", "true": "b"}


def test_every_value_has_its_line_and_column() -> None:
    text = read_text(b"a:\n  b: [1,\n    2]\nc: {d: 3}\n", "desk.yaml")
    assert text.places["a", "b"] == (2, 3)
    assert text.places["a", "b", 1] == (3, 5)
    assert text.places["c", "d"] == (4, 5)


def test_a_key_given_twice_is_a_mistake_with_its_line() -> None:
    text = read_text(b"a: 1\nb:\n  c: 2\n  c: 3\n", "desk.yaml")
    assert [str(mistake) for mistake in text.mistakes] == [
        "desk.yaml:4: b.c: found this key twice, allowed: once"
    ]


def test_anchors_aliases_and_merges_are_understood() -> None:
    assert data("a: &x {b: 1, c: 2}\nd: *x\ne: {<<: *x, c: 3}\n") == {
        "a": {"b": 1, "c": 2},
        "d": {"b": 1, "c": 2},
        "e": {"c": 3, "b": 1},
    }


def test_aliases_that_blow_up_are_refused() -> None:
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))
    assert "found more than 200,000 values with all aliases" in refusal(f"a0: &a0 [x, x]\n{levels}\n")


def test_an_alias_inside_itself_is_refused() -> None:
    assert refusal("a: &x [*x]") == (
        "desk.yaml:1: found the alias *x inside itself, allowed: a finished value"
    )


def test_an_unknown_alias_is_refused() -> None:
    assert "found the alias *y, allowed: anchors that come before it" in refusal("a: *y")


def test_deep_nesting_is_refused_without_recursion() -> None:
    assert "found more than 50 levels of nesting" in refusal("[" * 100_000)


def test_a_text_that_is_too_long_is_refused() -> None:
    assert f"allowed: {MOST_BYTES:,}" in refusal(b"#" * (MOST_BYTES + 1))


def test_tags_are_refused() -> None:
    assert refusal("a: 1\nb: !!python/object:os.system {}").startswith("desk.yaml:2: found the tag ")


@pytest.mark.parametrize(
    "text", ["a: [1, 2", "a: b: c", "\tx: 1", "a: 'b", "{a: 1}}", "%YAML 9.9\n---\na", "? [a]\n: b", "&a *b"]
)
def test_what_is_not_yaml_is_refused_with_a_line(text: str) -> None:
    assert refusal(text).startswith("desk.yaml")


@pytest.mark.parametrize("source", [b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\x00", b"name: \x00"])
def test_binary_is_refused(source: bytes) -> None:
    assert "not text: allowed is YAML in UTF-8" in refusal(source)


def test_a_second_document_is_refused() -> None:
    assert "found a second document, allowed: one" in refusal("a: 1\n---\nb: 2\n")
