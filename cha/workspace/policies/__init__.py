"""The policy on the members' screens: sentences with blanks, what they would change, and what was before."""
