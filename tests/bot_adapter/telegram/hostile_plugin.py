"""A throw-away plugin with a screen for each kind of trouble, and a table that shows what was written."""

import io
import threading
from typing import Any

from markupsafe import Markup
from PIL import Image
from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kalenner.file_use import FileUse
from kalenner.files import FILES, PrivateFileService, account_tenant
from kalenner.home.chat_copies import with_removal
from kalenner.home.pictures import take_picture as take_sent_picture
from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.route import Route
from kalenner.screens import (
    DONE,
    Ask,
    Attachment,
    Button,
    CopyText,
    Link,
    Notice,
    Screen,
    Style,
    form_of,
    keep_asking,
    question,
)
from kalenner.screens.answers import PictureFile, SentFiles, Text, Whereabouts
from kalenner.testing import act, go


class OwnBase(DeclarativeBase):
    """Apart from the product's tables, which other tests compare with the migrations."""


class Written(OwnBase):
    """One effect that was committed."""

    __tablename__ = "hostile_written"

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str]
    account_id: Mapped[int]


class ScreenControls:
    """What tests control while screens run: `entered` counts slow screens, which wait for `is_open`."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Let no screen wait or fail."""
        self.entered = threading.Semaphore(0)
        self.is_open = threading.Event()
        self.is_open.set()
        self.is_broken = False


controls = ScreenControls()


def _write(request: Request, what: str) -> None:
    request.dbsession.add(Written(what=what, account_id=request.account.id))
    request.dbsession.flush()


def show_desk(context: PersonContext, request: Request) -> Screen:
    """The menu of this plugin."""
    del context, request
    return Screen(
        "Desk",  # type: ignore[arg-type]
        rows=(
            (Button("Write", act("hostile.write")), Button("Slow", act("hostile.slow"))),
            (Button("Boom", act("hostile.boom")), Button("Unshowable", go("hostile.unshowable"))),
            (Button("Ask", go("hostile.ask")), Button("Step", act("hostile.step"), Style.DANGER)),
            (Button("Mine", go("hostile.item", item=7)), Button("Look", go("hostile.look"))),
            (Button("Site", Link("https://example.org/")), Button("Code", CopyText("A1"))),
            (Button("File", go("hostile.file")), Button("Where", go("hostile.where"))),
        ),
        back=go("menu"),
    )


def write(context: PersonContext, request: Request) -> Screen:
    """An effect."""
    del context
    _write(request, "write")
    return request.show(go("hostile.desk"), notice=Notice("Written"))


def slow(context: PersonContext, request: Request) -> Screen:
    """An effect that takes as long as the test wants."""
    del context
    controls.entered.release()
    controls.is_open.wait(30)
    _write(request, "slow")
    return request.show(go("hostile.desk"), notice=Notice("Slowly written"))


def boom(context: PersonContext, request: Request) -> Screen:
    """An effect that raises after it has written."""
    del context
    _write(request, "boom")
    if controls.is_broken:
        raise ZeroDivisionError("made to fail")
    return request.show(go("hostile.desk"), notice=Notice("No boom"))


def look(context: PersonContext, request: Request) -> Screen:
    """A screen that raises when it is shown."""
    del context, request
    if controls.is_broken:
        raise ZeroDivisionError("made to fail")
    return Screen("Looked", back=go("hostile.desk"))  # type: ignore[arg-type]


def unshowable(context: PersonContext, request: Request) -> Screen:
    """A screen whose button leads to a screen that is not registered."""
    del context
    _write(request, "unshowable") if request.method == "POST" else None
    target = go("hostile.nowhere") if controls.is_broken else go("hostile.desk")
    return Screen("Shown after all", rows=((Button("Nowhere", target),),))  # type: ignore[arg-type]


def step(context: PersonContext, request: Request) -> Screen:
    """An effect of this showing of the dialog only."""
    del context
    _write(request, "step")
    return request.show(go("hostile.desk"))


insert_nowhere = text("INSERT INTO nowhere (name) VALUES (:name)")


def name_form(context: PersonContext, request: Request) -> Any:
    """One question."""
    del context, request
    return form_of(question("name", Text(1, 20), Ask("Which name?")))


def take_name(context: PersonContext, request: Request) -> Screen:
    """The end of the form."""
    del context
    if controls.is_broken:
        request.dbsession.execute(insert_nowhere, {"name": request.values["name"]})
    _write(request, f"name {request.values['name']}")
    return request.show(go("hostile.desk"), notice=Notice("Noted"))


def picture_form(context: PersonContext, request: Request) -> Any:
    """A question for a picture."""
    del context, request
    return form_of(question("picture", PictureFile(), Ask("Which picture?")))


def take_picture(context: PersonContext, request: Request) -> Screen:
    """The end of that form."""
    del context
    _write_picture(request)
    return request.show(go("hostile.desk"), notice=Notice("Taken"))


def _write_picture(request: Request) -> None:
    """Write down how large the picture is that stands in the file store."""
    picture = take_sent_picture(request, "picture", request.values["picture"])
    with Image.open(io.BytesIO(FILES.of(request.registry).get(picture.fallbacks[-1].key))) as image:
        _write(request, f"picture of {image.width} x {image.height}")


def pictures_form(context: PersonContext, request: Request) -> Any:
    """A question for one picture after the other."""
    del context, request
    return form_of(question("picture", PictureFile(), Ask("Which pictures?", leave=DONE)))


def take_pictures(context: PersonContext, request: Request) -> Screen:
    """Write each down and wait for the next."""
    del context
    _write_picture(request)
    return keep_asking(request, Notice("Taken"))


def show_wall(context: PersonContext, request: Request) -> Screen:
    """A screen that accepts files while it is on show."""
    del context, request
    return Screen("Wall", back=go("hostile.desk"))  # type: ignore[arg-type]


def pin_up(context: PersonContext, request: Request) -> Screen:
    """Write down how large the file is that was sent there."""
    del context
    _write(request, f"file of {len(FILES.of(request.registry).get(request.upload.key))} bytes")
    return request.show(go("hostile.wall"), notice=Notice("Pinned up"))


FILE = Attachment("Über Ada; 2026.ics", b"BEGIN:VCALENDAR\xff", "text/calendar")


def show_file(context: PersonContext, request: Request) -> Screen:
    """A screen with a file."""
    del context, request
    look = Button("Look", go("hostile.look"))
    return Screen("All of <it>", rows=((look,),), attachment=FILE)  # type: ignore[arg-type]


def where_form(context: PersonContext, request: Request) -> Any:
    """A question for a text or a place."""
    del context, request
    return form_of(question("where", Whereabouts(1, 20), Ask("Where?")))


def take_where(context: PersonContext, request: Request) -> Screen:
    """The end of that form."""
    del context
    _write(request, f"{request.values['where']}")
    return request.show(go("hostile.desk"), notice=Notice("Found"))


def safe_form(context: PersonContext, request: Request) -> Any:
    """A question for files of any kind."""
    del context, request
    return form_of(question("files", SentFiles(), Ask("Which file?")))


def take_safe(context: PersonContext, request: Request) -> Screen:
    """Keep private files."""
    uploads, mine = request.values["files"], account_tenant(context.account.id)
    for upload in uploads:
        file = request.find_service(PrivateFileService).keep(upload.key, "safe", received_as=mine)
        _write(request, f"{file.size} bytes, {upload.name}, {upload.caption}")
    return with_removal(request, request.show(go("hostile.desk"), notice=Notice("Kept")), uploads)


class ItemContext(PersonContext):
    """The item 7 of whoever asks, and no other."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if request.args["item"] != 7:
            raise NotAvailable


def show_item(context: ItemContext, request: Request) -> Screen:
    """One item."""
    del context
    return Screen(f"Item {request.args['item']}", back=go("hostile.desk"))  # type: ignore[arg-type]


def hello(context: PersonContext, request: Request) -> Screen:
    """A notification."""
    del context
    if controls.is_broken:
        raise KeyError("made to fail")
    return Screen(f"Hello {request.args['number']}", is_card=True)  # type: ignore[arg-type]


def markup(context: PersonContext, request: Request) -> Screen:
    """A notification whose markup Telegram cannot read."""
    del context, request
    return Screen(Markup("<b>bold & <i>crossed</b></i> &lt;3"), is_card=True)


def includeme(config: Configurator) -> None:
    """Register the screens."""
    for name, view, is_effect, is_step in (
        ("desk", show_desk, False, False),
        ("write", write, True, False),
        ("slow", slow, True, False),
        ("boom", boom, True, False),
        ("look", look, False, False),
        ("unshowable", unshowable, False, False),
        ("step", step, True, True),
        ("markup", markup, False, False),
        ("file", show_file, False, False),
    ):
        config.add_screen(
            view, Route(f"hostile.{name}", f"/hostile/{name}", {}, is_effect=is_effect, is_step=is_step)
        )
    config.add_screen(take_name, Route("hostile.ask", "/hostile/ask", {}), form=name_form)
    config.add_screen(take_picture, Route("hostile.picture", "/hostile/picture", {}), form=picture_form)
    config.add_screen(take_pictures, Route("hostile.pictures", "/hostile/pictures", {}), form=pictures_form)
    config.add_screen(take_safe, Route("hostile.safe", "/hostile/safe", {}), form=safe_form)
    config.add_command("safe", press=go("hostile.safe"), label="A safe")
    config.add_command("pictures", press=go("hostile.pictures"), label="Pictures")
    config.add_screen(take_where, Route("hostile.where", "/hostile/where", {}), form=where_form)
    config.add_command("file", press=go("hostile.file"), label="A file")
    wall = Route("hostile.wall", "/hostile/wall", {}, accepts_files=FileUse.FILE)
    config.add_screen(show_wall, wall, receive=pin_up)
    config.add_command("wall", press=go("hostile.wall"), label="A wall")
    config.add_command("picture", press=go("hostile.picture"), label="A picture")
    item = Route("hostile.item", "/hostile/item/{item}", {"item": int})
    config.add_screen(show_item, item, context=ItemContext)
    config.add_screen(hello, Route("hostile.hello", "/hostile/hello/{number}", {"number": int}))
    config.add_command("desk", press=go("hostile.desk"), label="The desk")


HOSTILE = LoadedPlugin(
    Plugin(
        "hostile",
        "Hostile",
        __name__,
        has_texts=False,
        prefixes=("pictures", "file", "picture", "desk", "wall", "safe"),
    ),
    object(),
)
