"""What files are wanted for."""

import enum


class FileUse(enum.StrEnum):
    """What a file that a person sends is wanted for; it is made into that before it is handed over."""

    FILE = "file"
    """Kept as it came."""
    PRIVATE = "private"
    """Kept as it came, encrypted: a private file, whose token is the key of the upload."""
    PRIVATE_ALBUM = "private album"
    """The same, by what takes several at once: the files of an album are collected, and come together."""
    PICTURE = "picture"
    """A picture in the sizes of web pages."""
    LOGO = "logo"
    """A picture as one small file, and in sizes that take a part of a page's width."""

    @property
    def is_private(self) -> bool:
        """Whether it is kept as it came, encrypted."""
        return self in {FileUse.PRIVATE, FileUse.PRIVATE_ALBUM}
