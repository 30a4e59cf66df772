"""Mail as a channel: read, compose, receive over SMTP, hand to a relay."""
