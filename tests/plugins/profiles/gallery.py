"""Photos for the tests, and what a professional's gallery holds."""

import io

from PIL import Image
from pyramid.request import Request
from tests.core.home.people import provider_of

from kalenner.files import FILES, FileStore, StoredPicture
from kalenner.testing import Person, Stage
from kalenner_profiles.content import ContentService


def photo(number: int = 0, size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG in a colour of its own."""
    file = io.BytesIO()
    Image.new("RGB", size, (10 * number, 90, 160)).save(file, "JPEG", comment=b"taken at home")
    return file.getvalue()


def store_of(stage: Stage) -> FileStore:
    """The files of the application."""
    store: FileStore = FILES.of(stage.app.registry)
    return store


def put(stage: Stage, *contents: bytes) -> list[tuple[str, int]]:
    """What a channel says of files that were sent: key and size of each."""
    return [(store_of(stage).put(content), len(content)) for content in contents]


def open_gallery(person: Person) -> None:
    """Go to the gallery."""
    person.send("/settings")
    person.press("General settings")
    person.press("Profile")
    person.press("Photo gallery")


def add_photos(person: Person, *contents: bytes) -> None:
    """Send photos as one album, and go to the gallery."""
    open_gallery(person)
    person.press("Add photos")
    person.upload_album(*put(person.stage, *contents))
    person.press("Done")


def photos_of(person: Person) -> list[StoredPicture]:
    """The gallery in its order."""

    def read(request: Request) -> list[StoredPicture]:
        provider_id = provider_of(request, person).id
        found = request.find_service(ContentService).list_photos(provider_id)
        return [StoredPicture.from_json(one.picture) for one in found]

    return person.stage.run(read, only_reads=True)


def colours_of(person: Person) -> list[int]:
    """By which numbers the photos of the gallery were made."""
    return [round(int(one.colour[1:3], 16) / 10) for one in photos_of(person)]


def keys_of(picture: StoredPicture) -> list[str]:
    """The files of a picture."""
    return [variant.key for variant in picture.variants]


def is_there(stage: Stage, key: str) -> bool:
    """Tell whether the store has a file."""
    try:
        store_of(stage).get(key)
    except KeyError:
        return False
    return True
