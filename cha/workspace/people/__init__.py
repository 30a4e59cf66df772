"""People: who they are and everything that happened, put together for the members' screens."""
