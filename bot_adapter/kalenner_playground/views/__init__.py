"""The web side: the Bot API for the bot, the page and its calls for the person who plays."""
