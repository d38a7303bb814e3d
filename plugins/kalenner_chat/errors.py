"""What the chat refuses, in the words of the field; screens say it in the reader's language."""


class NotWritable(Exception):
    """One side has blocked or removed the other, so nobody can write in the thread."""


class TooManyMessages(Exception):
    """A person has sent more messages than anybody may, in a thread or altogether."""


class EditTooLate(Exception):
    """A message is older than the time in which what was sent to chats can still be changed."""


class NameTaken(Exception):
    """There is a quick answer of this name already."""


class TooManyAnswers(Exception):
    """There are as many quick answers as there may be."""
