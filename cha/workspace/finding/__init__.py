"""Finding: people, words, notes and files that a member may see, with what was looked for marked."""
