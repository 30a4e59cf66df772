"""What the page "For you" shows: the inbox as values, and the choices as a table."""
