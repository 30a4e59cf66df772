"""Real mail as files, with what a reader must find: judging a reading, and the table in docs/mail-corpus.md."""
