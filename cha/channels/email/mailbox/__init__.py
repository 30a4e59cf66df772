"""Mail fetched from a mailbox by IMAP (RFC 3501, 2177, 6154, 6851): a mailbox is watched, its mail taken in, once."""
