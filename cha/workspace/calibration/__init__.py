"""The page of what we say and what happens."""
