"""Appointments as the professional sees them: the list with ticks, one appointment, Meeting info."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.home.menus import menu_entries, role_of
from kalenner.hooks.scheduling import Status
from kalenner.people import Account
from kalenner.people.models import Role
from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext
from kalenner.screens import (
    BACK,
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    act,
    current,
    form_of,
    go,
    lines,
    question,
    show,
)
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner.screens.widgets import page_of, pager, tick_rows, ticked
from kalenner_scheduling import _
from kalenner_scheduling.appointments import AppointmentService
from kalenner_scheduling.errors import ChangeRefused, MixedStatuses
from kalenner_scheduling.models import Appointment
from kalenner_scheduling.queries import (
    Line,
    find_last_reason,
    has_appointments,
    list_appointments,
    list_coming,
)
from kalenner_scheduling.screens.contexts import AppointmentContext
from kalenner_scheduling.screens.words import (
    alert,
    booked,
    line_label,
    meeting_info,
    price_line,
    refusal,
    status_text,
    when,
)

FILTERS: tuple[Status | None, ...] = (None, Status.PENDING, Status.ACCEPTED)
CHOSEN = "✔"
REASON_LENGTH = (1, 500)


def open_appointments(context: PersonContext, request: Request) -> Screen:
    """Show the appointments of the role used last."""
    if role_of(request, context.account) is Role.PROFESSIONAL:
        return show(request, "appointments.list", only=0, page=0)
    return show(request, "mine")


def show_list(context: ProfessionalContext, request: Request) -> Screen:
    """Show the coming appointments; what is ticked can be changed together."""
    only, page = request.args["only"], request.args["page"]
    if not 0 <= only < len(FILTERS):
        raise NotAvailable
    coming = list_coming(request.dbsession, context.provider.id, request.clock.now())
    listed = [one for one in coming if FILTERS[only] in {None, one.status}]
    shown, page, pages = page_of(listed, page)
    rows = [
        *tick_rows(request, [(one.id, line_label(request, one)) for one in shown]),
        *pager(page, pages, lambda there: go("appointments.list", only=only, page=there)),
        *(_filter_rows(request, only) if coming else _empty_rows(request)),
        *_ticked_rows(request, listed),
    ]
    return Screen(_list_text(request, coming, listed), rows=tuple(rows), back=go("office"))


def _list_text(request: Request, coming: list[Line], listed: list[Line]) -> Any:
    if not coming:
        has_past = has_appointments(request.dbsession, request.account.provider.id)
        return request.text(_("no-coming-appointments") if has_past else _("no-appointments"))
    if not listed:
        return request.text(_("no-appointments-like-that"))
    return request.text(_("appointments-title"))


def _empty_rows(request: Request) -> list[Row]:
    """Offer what brings appointments: the invitation links, where that plugin is there."""
    entries = menu_entries(request, "settings.general")
    return [(Button(one.label, go(one.screen, **one.args)),) for one in entries if one.key == "invitations"]


def _filter_rows(request: Request, only: int) -> list[Row]:
    labels = [one.symbol if one else request.label(_("button-all")) for one in FILTERS]
    return [
        tuple(
            Button(
                f"{CHOSEN} {label}" if number == only else label, go("appointments.list", only=number, page=0)
            )
            for number, label in enumerate(labels)
        )
    ]


def _ticked_rows(request: Request, listed: list[Line]) -> list[Row]:
    """Return what can be done with the ticked ones, and with exactly one."""
    keys = set(ticked(request, [one.id for one in listed]))
    chosen = [one for one in listed if one.id in keys]
    if not chosen:
        return []
    statuses, count = {one.status for one in chosen}, len(chosen)
    is_mixed = len(statuses) > 1

    def button(label: Any, screen: str, *, asks: bool) -> Button:
        press = act("appointments.mixed") if is_mixed else go(screen) if asks else act(screen)
        return Button(request.label(label, number=count), press)

    rows: list[Row] = []
    if Status.PENDING in statuses:
        accept = button(_("button-accept-many"), "appointments.accept_ticked", asks=False)
        rows.append((accept, button(_("button-decline-many"), "appointments.decline_ticked", asks=True)))
    if Status.ACCEPTED in statuses:
        rows.append((button(_("button-cancel-many"), "appointments.cancel_ticked", asks=True),))
    if count == 1:
        one = chosen[0].id
        rows.append(
            (
                Button(request.label(_("button-open")), go("appointments.card", appointment=one)),
                Button(request.label(_("button-meeting-info")), go("appointments.info", appointment=one)),
            )
        )
    return rows


def say_mixed(context: ProfessionalContext, request: Request) -> Screen:
    """Say why appointments of different statuses cannot be changed together."""
    del context
    return current(request, alert(request, _("only-same-status")))


def accept_ticked(context: ProfessionalContext, request: Request) -> Screen:
    """Accept the ticked requests."""
    return _change_ticked(context, request, Status.ACCEPTED)


def decline_ticked(context: ProfessionalContext, request: Request) -> Screen:
    """Decline the ticked requests."""
    return _change_ticked(context, request, Status.DECLINED, request.values["reason"])


def cancel_ticked(context: ProfessionalContext, request: Request) -> Screen:
    """Cancel the ticked appointments."""
    return _change_ticked(context, request, Status.CANCELLED, request.values["reason"])


def _change_ticked(
    context: ProfessionalContext, request: Request, after: Status, reason: str | None = None
) -> Screen:
    ids = request.dialog.ticks
    chosen = list_appointments(request.dbsession, context.provider.id, ids)
    notice = Notice(status_text(request, after))
    try:
        request.find_service(AppointmentService).change_many(chosen, after, by=context.account, reason=reason)
    except MixedStatuses:
        notice = alert(request, _("only-same-status"))
    except ChangeRefused as error:
        notice = refusal(request, error, after)
    else:
        request.dialog.ticks = []
    return show(request, "appointments.list", only=0, page=0, notice=notice)


def show_card(context: AppointmentContext, request: Request) -> Screen:
    """Show one appointment and what can be done with it."""
    appointment = context.appointment
    one = {"appointment": appointment.id}
    rows: list[Row] = []
    if appointment.state is Status.PENDING:
        rows.append(
            (
                Button(request.label(_("button-accept")), act("appointments.accept", **one), Style.SUCCESS),
                Button(request.label(_("button-decline")), go("appointments.decline", **one), Style.DANGER),
            )
        )
    elif appointment.state is Status.ACCEPTED:
        rows.append(
            (Button(request.label(_("button-cancel-appointment")), go("appointments.cancel", **one)),)
        )
    rows.append((Button(request.label(_("button-meeting-info")), go("appointments.info", **one)),))
    return Screen(
        lines(
            status_text(request, appointment.state),
            request.reader.joined((appointment.client.name, booked(request, appointment))),
            when(request, appointment.starts_at, appointment.client.account.zone),
            price_line(request, appointment.price_minor, appointment.currency),
        ),
        rows=tuple(rows),
        back=go("appointments.list", only=0, page=0),
    )


def show_info(context: AppointmentContext, request: Request) -> Screen:
    """Show Meeting info."""
    appointment = context.appointment
    client = appointment.client
    reason = find_last_reason(request.dbsession, appointment.id)
    return Screen(
        meeting_info(request, appointment, client.name, client.account.zone, reason),
        back=go("appointments.card", appointment=appointment.id),
    )


def reason_form(context: ProfessionalContext, request: Request) -> Any:
    """Ask why, which may be skipped."""
    del context, request
    ask = Ask(_("ask-reason"), leave=BACK)
    return form_of(question("reason", Text(*REASON_LENGTH, multiline=True), ask, optional=True))


def accept(context: AppointmentContext, request: Request) -> Screen:
    """Accept one request."""
    notice = change_one(request, context.appointment, Status.ACCEPTED, context.account)
    return show(request, "appointments.card", appointment=context.appointment.id, notice=notice)


def decline(context: AppointmentContext, request: Request) -> Screen:
    """Decline one request."""
    return _changed_with_reason(context, request, Status.DECLINED)


def cancel(context: AppointmentContext, request: Request) -> Screen:
    """Cancel one accepted appointment."""
    return _changed_with_reason(context, request, Status.CANCELLED)


def _changed_with_reason(context: AppointmentContext, request: Request, after: Status) -> Screen:
    reason = request.values["reason"]
    notice = change_one(request, context.appointment, after, context.account, reason)
    # The card begins with the new status; after a typed reason a notice would say it just above.
    said = notice if notice.is_alert else None
    return show(request, "appointments.card", appointment=context.appointment.id, notice=said)


def change_one(
    request: Request, appointment: Appointment, after: Status, by: Account, reason: str | None = None
) -> Notice:
    """Change the status of one appointment; return what is said of it, a refusal included."""
    try:
        request.find_service(AppointmentService).change_many([appointment], after, by=by, reason=reason)
    except ChangeRefused as error:
        return refusal(request, error, after)
    return Notice(status_text(request, after))


def includeme(config: Configurator) -> None:
    """Add the screens and the command."""
    config.add_screen(open_appointments, name="appointments", path="/appointments", permission="use")
    config.add_command("appointments", screen="appointments", label=_("command-appointments"))
    mine: dict[str, Any] = {"permission": "use", "factory": ProfessionalContext}
    path = "/appointments"
    config.add_screen(
        show_list,
        name="appointments.list",
        path=f"{path}/list/{{only}}/{{page}}",
        args={"only": int, "page": int},
        **mine,
    )
    config.add_screen(say_mixed, name="appointments.mixed", path=f"{path}/mixed", effect=True, **mine)
    config.add_screen(
        accept_ticked,
        name="appointments.accept_ticked",
        path=f"{path}/accept",
        effect=True,
        step=True,
        **mine,
    )
    for name, view in (("decline", decline_ticked), ("cancel", cancel_ticked)):
        config.add_screen(
            view, name=f"appointments.{name}_ticked", path=f"{path}/{name}", form=reason_form, **mine
        )
    one: dict[str, Any] = {"permission": "use", "factory": AppointmentContext, "args": {"appointment": int}}
    path = "/appointments/{appointment}"
    config.add_screen(show_card, name="appointments.card", path=path, **one)
    config.add_screen(show_info, name="appointments.info", path=f"{path}/info", **one)
    config.add_screen(accept, name="appointments.accept", path=f"{path}/accept", effect=True, **one)
    config.add_screen(decline, name="appointments.decline", path=f"{path}/decline", form=reason_form, **one)
    config.add_screen(cancel, name="appointments.cancel", path=f"{path}/cancel", form=reason_form, **one)
