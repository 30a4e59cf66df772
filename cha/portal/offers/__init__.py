"""Offers as their person sees them: what there is to choose from, what was chosen, and what was given."""
