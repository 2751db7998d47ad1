"""Customers of the more delicate category first."""

from __future__ import annotations

from dataclasses import dataclass

from strategies._values import ByValue


@dataclass(frozen=True, kw_only=True)
class CustomerCategory(ByValue):
    """Customers of the more delicate category first."""

    name = "customer_category"
    attribute = "category"
    first = "the customer categories in a given order"
    reads = "category"
    misleads = "a category that grows (everybody is `new` after a campaign) no longer singles anybody out"
