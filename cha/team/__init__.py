"""Members, their roles and teams, what they may see, and how they sign in."""
