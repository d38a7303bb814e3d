"""What people do on purpose: ways through the bot, as the labels they look for, one after the other."""

from collections.abc import Callable
from dataclasses import dataclass

Look = Callable[[str], bool]


@dataclass(frozen=True)
class Press:
    """Press a button whose label is looked for; where there is none, the way ends."""

    is_wanted: Look


@dataclass(frozen=True)
class Send:
    """Write a text."""

    text: str


@dataclass(frozen=True)
class SendPhoto:
    """Send a photo."""


Step = Press | Send | SendPhoto


def button(words: str) -> Press:
    """Press a button that says these words."""
    return Press(lambda label: words in label)


A_DAY = Press(str.isdigit)
A_TIME = Press(lambda label: ":" in label and label[:1].isdigit())
AN_APPOINTMENT = Press(lambda label: label[:1] in {"🟢", "🟡"})
MENU = Send("/menu")
GENERAL_SETTINGS = (MENU, button("Settings"), button("General settings"))

CLIENT: tuple[tuple[Step, ...], ...] = (
    (MENU, button("Book"), button("Massage"), A_DAY, A_TIME, button("Send request")),
    (MENU, button("Book"), A_DAY, A_TIME, button("Send request")),
    (MENU, button("Book"), button("›"), A_DAY, A_TIME, button("Send request")),
    (
        MENU,
        button("My appointments"),
        AN_APPOINTMENT,
        button("Reschedule"),
        A_DAY,
        A_TIME,
        button("Send request"),
    ),
    (MENU, button("My appointments"), AN_APPOINTMENT, button("Cancel"), button("Yes, cancel")),
    (MENU, button("My appointments"), AN_APPOINTMENT, button("Add to calendar")),
)
PROFESSIONAL: tuple[tuple[Step, ...], ...] = (
    (MENU, button("Office"), button("Appointments"), AN_APPOINTMENT, button("Accept")),
    (MENU, button("Office"), button("Appointments"), AN_APPOINTMENT, button("Send reminder")),
    (
        MENU,
        button("Office"),
        button("Appointments"),
        AN_APPOINTMENT,
        button("Reschedule"),
        A_DAY,
        A_TIME,
        button("Save"),
    ),
    (
        MENU,
        button("Office"),
        button("Appointments"),
        AN_APPOINTMENT,
        button("Enter location"),
        Send("Room 4"),
    ),
    (MENU, button("Office"), button("Appointments"), AN_APPOINTMENT, button("Cancel"), button("Skip")),
    (MENU, button("Office"), button("Calendar"), A_DAY),
    (*GENERAL_SETTINGS, button("Create profile page")),
    (
        *GENERAL_SETTINGS,
        button("About me"),
        button("Professional information"),
        button("Change"),
        Send("Always here."),
    ),
    (
        *GENERAL_SETTINGS,
        button("Profile"),
        button("Photo gallery"),
        button("Add photos"),
        SendPhoto(),
        button("Done"),
    ),
    (
        *GENERAL_SETTINGS,
        button("Profile"),
        button("Photo gallery"),
        button("1"),
        button("Delete"),
        button("Yes, delete"),
    ),
    (
        *GENERAL_SETTINGS,
        button("Invitation link"),
        button("Add new"),
        Send("Fair"),
        Send("30"),
        button("Multiple use"),
    ),
)
