"""The page of the hours, and the plan of the shifts: what was typed, and what is shown."""
