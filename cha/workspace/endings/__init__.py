"""Endings on the members' screens: hard words, complaints, noes, what leads should see before money goes out."""
