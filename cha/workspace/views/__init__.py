"""What a member asks for, and what they see: a resource per file."""
