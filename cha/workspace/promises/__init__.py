"""The board: what we said we would do, by when, who said it; and how it went this month."""
