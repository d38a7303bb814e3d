"""What both sides see of documents, a module a topic."""
