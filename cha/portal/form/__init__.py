"""The contact form: a hosted page, the same page in a frame of another site, and what it says when it was sent."""
