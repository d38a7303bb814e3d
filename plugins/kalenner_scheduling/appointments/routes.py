"""The screens of appointments, by name, path and arguments."""

import datetime as dt

from kalenner.route import route


# A client books: specialist, service, day, time.
@route("book", "/book")
def book() -> None: ...


@route("book.page", "/book/page/{page}")
def book_page(*, page: int) -> None: ...


@route("book.services", "/book/with/{provider}")
def book_services(*, provider: int) -> None: ...


@route("book.services.page", "/book/with/{provider}/{page}")
def book_services_page(*, provider: int, page: int) -> None: ...


@route("book.days", "/book/{service}/days/{month}")
def book_days(*, service: int, month: dt.date) -> None: ...


@route("book.times", "/book/{service}/times/{day}/{page}")
def book_times(*, service: int, day: dt.date, page: int) -> None: ...


@route("book.confirm", "/book/{service}/at/{starts_at}", accepts_text=True)
def book_confirm(*, service: int, starts_at: dt.datetime) -> None: ...


@route("book.note", "/book/{service}/note/{starts_at}")
def book_note(*, service: int, starts_at: dt.datetime) -> None: ...


@route("book.forget_note", "/book/{service}/without_note/{starts_at}", effect=True)
def book_forget_note(*, service: int, starts_at: dt.datetime) -> None: ...


@route("book.send", "/book/{service}/send/{starts_at}", effect=True, step=True)
def book_send(*, service: int, starts_at: dt.datetime) -> None: ...


@route("book.sent", "/book/sent/{appointment}")
def book_sent(*, appointment: int) -> None: ...


# The professional books a free time for a client: service, client.
@route("slot", "/slot/{starts_at}")
def slot(*, starts_at: dt.datetime) -> None: ...


@route("slot.services", "/slot/{starts_at}/services/{page}")
def slot_services(*, starts_at: dt.datetime, page: int) -> None: ...


@route("slot.clients", "/slot/{starts_at}/{service}/clients/{page}")
def slot_clients(*, starts_at: dt.datetime, service: int, page: int) -> None: ...


@route("slot.search", "/slot/{starts_at}/{service}/search")
def slot_search(*, starts_at: dt.datetime, service: int) -> None: ...


@route("slot.found", "/slot/{starts_at}/{service}/found/{page}/{search}")
def slot_found(*, starts_at: dt.datetime, service: int, page: int, search: str) -> None: ...


@route("slot.confirm", "/slot/{starts_at}/{service}/confirm/{client}")
def slot_confirm(*, starts_at: dt.datetime, service: int, client: int) -> None: ...


@route("slot.book", "/slot/{starts_at}/{service}/book/{client}", effect=True, step=True)
def slot_book(*, starts_at: dt.datetime, service: int, client: int) -> None: ...


# The professional's calendar.
@route("calendar.month", "/calendar/month/{month}")
def calendar_month(*, month: dt.date) -> None: ...


@route("calendar.day", "/calendar/day/{day}")
def calendar_day(*, day: dt.date) -> None: ...


@route("calendar.day_page", "/calendar/day/{day}/{page}")
def calendar_day_page(*, day: dt.date, page: int) -> None: ...


@route("today", "/today")
def today() -> None: ...


@route("today.page", "/today/page/{page}")
def today_page(*, page: int) -> None: ...


# The professional's lists, and what is done with ticked appointments.
@route("appointments", "/appointments")
def appointments() -> None: ...


@route("appointments.list", "/appointments/list/{only}/{page}")
def appointments_list(*, only: int, page: int) -> None: ...


@route("appointments.select", "/appointments/select/{only}/{page}")
def appointments_select(*, only: int, page: int) -> None: ...


@route("appointments.mixed", "/appointments/mixed", effect=True)
def mixed() -> None: ...


@route("appointments.accept_ticked", "/appointments/accept", effect=True, step=True)
def accept_ticked() -> None: ...


@route("appointments.decline_ticked", "/appointments/decline", effect=True, step=True)
def decline_ticked() -> None: ...


@route("appointments.cancel_ticked", "/appointments/cancel")
def cancel_ticked() -> None: ...


@route("appointments.past", "/appointments/past/{page}")
def past(*, page: int) -> None: ...


@route("appointments.past_select", "/appointments/past/select/{page}")
def past_select(*, page: int) -> None: ...


@route("appointments.correct", "/appointments/past/correct/{number}", effect=True, step=True)
def correct(*, number: int) -> None: ...


@route("clients.appointments", "/clients/{client}/appointments/{page}")
def clients_appointments(*, client: int, page: int) -> None: ...


@route("clients.appointments.select", "/clients/{client}/appointments/select/{page}")
def clients_appointments_select(*, client: int, page: int) -> None: ...


@route("clients.book", "/clients/{client}/book/{page}")
def clients_book(*, client: int, page: int) -> None: ...


@route("clients.book.days", "/clients/{client}/book/{service}/days/{month}")
def clients_book_days(*, client: int, service: int, month: dt.date) -> None: ...


@route("clients.book.times", "/clients/{client}/book/{service}/times/{day}/{page}")
def clients_book_times(*, client: int, service: int, day: dt.date, page: int) -> None: ...


# The professional's card of one appointment.
@route("appointments.card", "/appointments/{appointment}")
def card(*, appointment: int) -> None: ...


@route("appointments.info", "/appointments/{appointment}/info")
def info(*, appointment: int) -> None: ...


@route("appointments.accept", "/appointments/{appointment}/accept", effect=True)
def accept(*, appointment: int) -> None: ...


@route("appointments.decline", "/appointments/{appointment}/decline", effect=True)
def decline(*, appointment: int) -> None: ...


@route("appointments.cancel", "/appointments/{appointment}/cancel")
def cancel(*, appointment: int) -> None: ...


@route("appointments.file", "/appointments/{appointment}/file")
def file(*, appointment: int) -> None: ...


@route("appointments.locate", "/appointments/{appointment}/locate")
def locate(*, appointment: int) -> None: ...


# What follows a decline: the reason, other times.
@route("appointments.declined", "/appointments/declined/{appointments}")
def declined(*, appointments: str) -> None: ...


@route("appointments.reasons", "/appointments/declined/{appointments}/reason")
def reasons(*, appointments: str) -> None: ...


@route("appointments.reason", "/appointments/{appointment}/reason")
def reason(*, appointment: int) -> None: ...


@route("appointments.offer", "/appointments/{appointment}/offer/{is_day}/{day}/{page}")
def offer(*, appointment: int, is_day: int, day: dt.date, page: int) -> None: ...


@route("appointments.offer_send", "/appointments/{appointment}/offer/send", effect=True, step=True)
def offer_send(*, appointment: int) -> None: ...


@route("appointments.offer_back", "/appointments/{appointment}/offer/back", effect=True)
def offer_back(*, appointment: int) -> None: ...


# The professional changes the service, the minutes or the time of one appointment.
@route("appointments.change_service", "/appointments/{appointment}/services/{page}")
def change_service(*, appointment: int, page: int) -> None: ...


@route("appointments.confirm_service", "/appointments/{appointment}/service/{service}")
def confirm_service(*, appointment: int, service: int) -> None: ...


@route(
    "appointments.service_changed",
    "/appointments/{appointment}/service/{service}/changed",
    effect=True,
    step=True,
)
def service_changed(*, appointment: int, service: int) -> None: ...


@route("appointments.change_minutes", "/appointments/{appointment}/minutes")
def change_minutes(*, appointment: int) -> None: ...


@route("appointments.confirm_minutes", "/appointments/{appointment}/minutes/{minutes}")
def confirm_minutes(*, appointment: int, minutes: int) -> None: ...


@route(
    "appointments.minutes_changed",
    "/appointments/{appointment}/minutes/{minutes}/changed",
    effect=True,
    step=True,
)
def minutes_changed(*, appointment: int, minutes: int) -> None: ...


@route("appointments.move", "/appointments/{appointment}/move")
def move(*, appointment: int) -> None: ...


@route("appointments.move.days", "/appointments/{appointment}/move/days/{month}")
def move_days(*, appointment: int, month: dt.date) -> None: ...


@route("appointments.move.times", "/appointments/{appointment}/move/times/{day}/{page}")
def move_times(*, appointment: int, day: dt.date, page: int) -> None: ...


@route("appointments.confirm_move", "/appointments/{appointment}/move/at/{starts_at}")
def confirm_move(*, appointment: int, starts_at: dt.datetime) -> None: ...


@route("appointments.moved", "/appointments/{appointment}/move/to/{starts_at}", effect=True, step=True)
def moved(*, appointment: int, starts_at: dt.datetime) -> None: ...


# Messages to the professional.
@route("appointments.requested", "/changes/{change}/requested")
def requested(*, change: int) -> None: ...


@route("appointments.move_asked", "/changes/{change}/move-asked")
def move_asked(*, change: int) -> None: ...


@route("appointments.booked", "/changes/{change}/booked")
def booked(*, change: int) -> None: ...


@route("appointments.called_off", "/changes/{change}/called-off")
def called_off(*, change: int) -> None: ...


@route("appointments.offer_taken", "/changes/{change}/offer-taken")
def offer_taken(*, change: int) -> None: ...


@route("appointments.nudge", "/requests/{appointment}/nudge")
def nudge(*, appointment: int) -> None: ...


@route("requests.accept", "/requests/{appointment}/accept", effect=True)
def requests_accept(*, appointment: int) -> None: ...


@route("requests.decline", "/requests/{appointment}/decline", effect=True)
def requests_decline(*, appointment: int) -> None: ...


# The professional's open requests, one after the other.
@route("requests.queue", "/requests/queue/{number}")
def requests_queue(*, number: int) -> None: ...


@route("requests.queue_accept", "/requests/queue/{number}/accept/{appointment}", effect=True)
def queue_accept(*, appointment: int, number: int) -> None: ...


@route("requests.queue_decline", "/requests/queue/{number}/decline/{appointment}", effect=True)
def queue_decline(*, appointment: int, number: int) -> None: ...


# The client's lists.
@route("mine", "/mine")
def mine() -> None: ...


@route("mine.list", "/mine/list/{provider}/{page}")
def mine_list(*, provider: int, page: int) -> None: ...


@route("mine.past", "/mine/past/{provider}/{page}")
def mine_past(*, provider: int, page: int) -> None: ...


# The client's card of one appointment.
@route("mine.card", "/mine/{appointment}")
def mine_card(*, appointment: int) -> None: ...


@route("mine.open", "/mine/{appointment}/from/{provider}/{page}")
def mine_open(*, appointment: int, provider: int, page: int) -> None: ...


@route("mine.cancel", "/mine/{appointment}/cancel")
def mine_cancel(*, appointment: int) -> None: ...


@route("mine.cancelled", "/mine/{appointment}/cancelled", effect=True, step=True)
def mine_cancelled(*, appointment: int) -> None: ...


@route("mine.withdraw", "/mine/{appointment}/withdraw", effect=True, step=True)
def mine_withdraw(*, appointment: int) -> None: ...


@route("mine.again", "/mine/{appointment}/again")
def mine_again(*, appointment: int) -> None: ...


@route("mine.file", "/mine/{appointment}/file")
def mine_file(*, appointment: int) -> None: ...


# The client asks for another time.
@route("mine.move", "/mine/{appointment}/move")
def mine_move(*, appointment: int) -> None: ...


@route("mine.move_days", "/mine/{appointment}/move/days/{month}")
def mine_move_days(*, appointment: int, month: dt.date) -> None: ...


@route("mine.move_times", "/mine/{appointment}/move/times/{day}/{page}")
def mine_move_times(*, appointment: int, day: dt.date, page: int) -> None: ...


@route("mine.move_confirm", "/mine/{appointment}/move/at/{starts_at}")
def mine_move_confirm(*, appointment: int, starts_at: dt.datetime) -> None: ...


@route("mine.move_send", "/mine/{appointment}/move/send/{starts_at}", effect=True, step=True)
def mine_move_send(*, appointment: int, starts_at: dt.datetime) -> None: ...


# Messages to the client.
@route("mine.confirmed", "/changes/{change}/mine/confirmed")
def mine_confirmed(*, change: int) -> None: ...


@route("mine.booked", "/changes/{change}/mine/booked")
def mine_booked(*, change: int) -> None: ...


@route("mine.moved", "/changes/{change}/mine/moved")
def mine_moved(*, change: int) -> None: ...


@route("mine.declined", "/changes/{change}/mine/declined")
def mine_declined(*, change: int) -> None: ...


@route("mine.move_declined", "/changes/{change}/mine/move_declined")
def mine_move_declined(*, change: int) -> None: ...


@route("mine.called_off", "/changes/{change}/mine/called_off")
def mine_called_off(*, change: int) -> None: ...


@route("mine.completed", "/changes/{change}/mine/completed")
def mine_completed(*, change: int) -> None: ...


@route("mine.moved_for_you", "/amendments/{amendment}/moved")
def mine_moved_for_you(*, amendment: int) -> None: ...


@route("mine.amended", "/amendments/{amendment}/amended")
def mine_amended(*, amendment: int) -> None: ...


@route("mine.offered", "/mine/{appointment}/offered")
def mine_offered(*, appointment: int) -> None: ...


@route("mine.take_offer", "/mine/{appointment}/offered/{starts_at}", effect=True)
def mine_take_offer(*, appointment: int, starts_at: dt.datetime) -> None: ...


@route("mine.located", "/located/{appointment}")
def mine_located(*, appointment: int) -> None: ...
