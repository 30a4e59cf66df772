"""To decide: what is asked of whoever may say yes, on the page, in a mail and without signing in."""
