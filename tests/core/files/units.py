"""What units of work do in the tests of files."""

from pyramid.request import Request

from kalenner.delivery import note_files
from kalenner.files import FileStore


def is_there(store: FileStore, key: str) -> bool:
    """Tell whether the store has a file."""
    try:
        store.get(key)
    except KeyError:
        return False
    return True


def change(request: Request) -> None:
    """Write anything, so that there is something to commit."""
    note_files(request, ["0" * 32])
    request.dbsession.flush()
