"""The working screen: who needs us now, the conversation, the person. Values in, pieces of pages out."""
