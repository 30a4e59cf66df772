"""The portal's pages: a resource per file."""
