"""Files: where they are kept, and what is done to a picture before it is."""

from kalenner.files.pictures import PictureFault, PictureRefused, clean_picture
from kalenner.files.stores import FileStore, FolderStore

__all__ = ["FileStore", "FolderStore", "PictureFault", "PictureRefused", "clean_picture"]
