"""One view per address of docs/channels/chat-protocol.md."""
