"""A throw-away plugin: a screen with a file, and questions that take a place or do not."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.delivery import claim
from kalenner.file_use import FileUse
from kalenner.people.policy import PersonContext
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.route import Route
from kalenner.screens import (
    DONE,
    AnswerRefused,
    Ask,
    Attachment,
    Button,
    Notice,
    Place,
    Screen,
    Upload,
    answer_form,
    form_of,
    keep_asking,
    question,
    saved,
)
from kalenner.screens.answers import PictureFile, Text, Whereabouts, WholeNumber
from kalenner.testing import act, go

HERE = Place(48.8584, 2.2945)
ATTACHMENT = Attachment("Week.ics", b"BEGIN:VCALENDAR", "text/calendar")
KINDS = {1: Text(1, 20), 2: WholeNumber(1, 9, 5), 3: PictureFile(), 4: Whereabouts(2, 12)}


def show_desk(context: PersonContext, request: Request) -> Screen:
    """The screen that the others are reached from."""
    del context
    return Screen(
        request.text("Desk"),
        rows=(
            (Button("Paper", go("papers.paper")), Button("Made paper", act("papers.make"))),
            (Button("Pin up", go("papers.pin", board=1)),),
            tuple(Button(f"Ask {kind}", go("papers.ask", number=kind)) for kind in KINDS),
        ),
        back=go("menu"),
    )


def show_paper(context: PersonContext, request: Request) -> Screen:
    """A file."""
    del context
    return Screen(
        request.text("Your week"), rows=((Button("Desk", go("papers.desk")),),), attachment=ATTACHMENT
    )


def make_paper(context: PersonContext, request: Request) -> Screen:
    """A file that is made by an effect, with a word about it."""
    del context
    return request.show(go("papers.paper"), notice=Notice("Made"))


def ask_form(context: PersonContext, request: Request) -> Any:
    """One question, of the kind that the press names; what it has is a place."""
    del context
    kind = KINDS[request.args["number"]]
    current = {"current": HERE} if isinstance(kind, Whereabouts) else {}
    return form_of(question("answer", kind, Ask("Well?"), **current))  # type: ignore[arg-type]


def take_answer(context: PersonContext, request: Request) -> Screen:
    """Show what was answered."""
    del context
    answer = request.values["answer"]
    said = answer.key if isinstance(answer, Upload) else repr(answer)
    return Screen(said, notice=saved(request))  # type: ignore[arg-type]


class Board:
    """What is pinned up, as the keys of files; four fit."""

    MOST = 4

    def __init__(self) -> None:
        self.pinned: list[str] = []

    def renew(self) -> None:
        """Be as new, for the next test that uses the same application."""
        self.pinned = []


def pin_form(context: PersonContext, request: Request) -> Any:
    """Ask for pictures, one after the other."""
    board: Board = request.registry["papers.board"]
    prompt = f"Pinned {len(board.pinned)}"
    return form_of(question("paper", PictureFile(), Ask(prompt, leave=DONE)))  # type: ignore[arg-type]


def pin_up(context: PersonContext, request: Request) -> Screen:
    """Keep one picture and wait for the next."""
    del context
    board: Board = request.registry["papers.board"]
    if len(board.pinned) == Board.MOST:
        raise AnswerRefused("paper", "The board is full")  # type: ignore[arg-type]
    if request.values["paper"].key == "torn":
        raise ValueError("made to fail")
    board.pinned.append(request.values["paper"].key)
    return keep_asking(request, saved(request))


def show_wall(context: PersonContext, request: Request) -> Screen:
    """What is pinned up; files may be sent here."""
    del context
    board: Board = request.registry["papers.board"]
    return Screen(f"Wall {request.args['wall']}: {len(board.pinned)}")  # type: ignore[arg-type]


def pin_to_wall(context: PersonContext, request: Request) -> Screen:
    """Keep a file that was sent here."""
    del context
    board: Board = request.registry["papers.board"]
    if len(board.pinned) == Board.MOST:
        raise AnswerRefused("", "The wall is full")  # type: ignore[arg-type]
    board.pinned += claim(request, request.upload)
    return request.show(go("papers.wall", wall=request.args["wall"]), notice=saved(request))


def show_safe(context: PersonContext, request: Request) -> Screen:
    """A screen that takes private files; every time some come is a line."""
    del context
    board: Board = request.registry["papers.board"]
    return Screen("\n".join(["Safe", *board.pinned]))  # type: ignore[arg-type]


def put_into_safe(context: PersonContext, request: Request) -> Screen:
    """Note which files came together."""
    del context
    board: Board = request.registry["papers.board"]
    board.pinned.append(" ".join(upload.caption or upload.refusal or "?" for upload in request.uploads))
    return request.show(go("papers.safe"))


def put_into_box(context: PersonContext, request: Request) -> Screen:
    """Note one private file."""
    del context
    board: Board = request.registry["papers.board"]
    board.pinned.append(request.upload.caption)
    return request.show(go("papers.box"))


def show_frame(context: PersonContext, request: Request) -> Screen:
    """A screen that hands pictures to the question of another."""
    del context, request
    return Screen("A frame")  # type: ignore[arg-type]


def frame(context: PersonContext, request: Request) -> Screen:
    """Answer that question."""
    del context
    return answer_form(request, go("papers.pin", board=1))


def includeme(config: Configurator) -> None:
    """Register the screens."""
    config.add_screen(show_desk, Route("papers.desk", "/papers/desk", {}))
    config.add_screen(show_paper, Route("papers.paper", "/papers/paper", {}))
    config.add_screen(make_paper, Route("papers.make", "/papers/make", {}, is_effect=True))
    config.add_screen(
        take_answer, Route("papers.ask", "/papers/ask/{number}", {"number": int}), form=ask_form
    )
    config.registry["papers.board"] = Board()
    config.add_screen(pin_up, Route("papers.pin", "/papers/board/{board}", {"board": int}), form=pin_form)
    wall = Route("papers.wall", "/papers/wall/{wall}", {"wall": int}, accepts_files=FileUse.FILE)
    config.add_screen(show_wall, wall, receive=pin_to_wall)
    safe = Route("papers.safe", "/papers/safe", {}, accepts_files=FileUse.PRIVATE_ALBUM)
    config.add_screen(show_safe, safe, receive=put_into_safe)
    box = Route("papers.box", "/papers/box", {}, accepts_files=FileUse.PRIVATE)
    config.add_screen(show_safe, box, receive=put_into_box)
    picture_frame = Route("papers.frame", "/papers/frame", {}, accepts_files=FileUse.PICTURE)
    config.add_screen(show_frame, picture_frame, receive=frame)
    config.add_command("desk", press=go("papers.desk"), label="The desk")
    config.add_command("paper", press=go("papers.paper"), label="A paper")


UPLOAD_PLUGIN = LoadedPlugin(
    Plugin("papers", "Papers", __name__, has_texts=False, prefixes=("desk", "paper")), object()
)
