"""How many people does it take: the cheapest desk that keeps its promises."""
