"""The server side of the chat in a browser: docs/channels/chat-protocol.md says what it speaks."""
