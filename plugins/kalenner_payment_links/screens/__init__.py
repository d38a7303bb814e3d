"""What professionals and clients see of payment links, a module a topic."""
