from __future__ import annotations

from strategies import Mistake, StrategyError
from strategies._mistakes import nearest


def test_the_nearest_word_is_offered_whatever_its_case() -> None:
    assert nearest("Premum", ("premium", "standard")) == "; did you mean `premium`?"


def test_nothing_is_offered_where_nothing_is_near() -> None:
    assert nearest("xyz", ("premium", "standard")) == ""


def test_an_error_tells_all_mistakes_with_their_places() -> None:
    error = StrategyError((0, "sla", "by"), "must be due", [Mistake((), "is empty")])
    assert str(error) == "[1].sla.by: must be due\nis empty"
    assert error.mistakes == (Mistake((0, "sla", "by"), "must be due"), Mistake((), "is empty"))
