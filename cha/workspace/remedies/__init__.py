"""What is given: the dialog that decides it, the cards beside the conversation, the page of all of it."""
