"""The pages of the demo's mailbox."""
