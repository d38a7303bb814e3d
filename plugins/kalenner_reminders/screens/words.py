"""How leads and quiet hours are put into words."""

from pyramid.request import Request

from kalenner.screens import Button, Press
from kalenner_reminders import _
from kalenner_reminders.due_times import QuietHours
from kalenner_scheduling.api import span_text

CHOSEN = "✔"


def lead_text(request: Request, minutes: int) -> str:
    """Return "24 h" or "90 min"."""
    hours, minutes_left = divmod(minutes, 60)
    message, number = (_("lead-minutes"), minutes) if minutes_left else (_("lead-hours"), hours)
    text: str = request.label(message, number=request.reader.number(number))
    return text


def leads_text(request: Request, leads: tuple[int, ...]) -> str:
    """Return "24 h and 2 h"; there is at least one."""
    texts = [lead_text(request, lead) for lead in leads]
    if len(texts) == 1:
        return texts[0]
    text: str = request.label(_("two-leads"), first=texts[0], second=texts[1])
    return text


def quiet_text(quiet: QuietHours) -> str:
    """Return "22:00-8:00"."""
    return span_text(quiet.start, quiet.end)


def choice_button(label: str, press: Press, is_chosen: bool) -> Button:  # noqa: FBT001 -- a mark
    """Return a button that is marked where it is what holds now."""
    return Button(f"{CHOSEN} {label}" if is_chosen else label, press)
