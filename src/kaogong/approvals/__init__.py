"""行政审批电子监察: items, cases and their clocks, cards, the month."""
