"""The screens of scheduling, by name, path and arguments."""

import datetime as dt

from kalenner.route import route


@route("services.list", "/services")
def services_list() -> None: ...


@route("services.page", "/services/page/{page}")
def services_page(*, page: int) -> None: ...


@route("services.card", "/service/{service}")
def services_card(*, service: int) -> None: ...


@route("services.up", "/service/{service}/up", effect=True)
def services_up(*, service: int) -> None: ...


@route("services.down", "/service/{service}/down", effect=True)
def services_down(*, service: int) -> None: ...


@route("services.delete", "/service/{service}/delete")
def services_delete(*, service: int) -> None: ...


@route("services.deleted", "/service/{service}/deleted", effect=True, step=True)
def services_deleted(*, service: int) -> None: ...


@route("rules", "/rules/{service}")
def rules(*, service: int) -> None: ...


@route("rules.change", "/rules/{service}/number/{rule}")
def rules_change(*, service: int, rule: int) -> None: ...


@route("rules.acceptance", "/rules/{service}/acceptance")
def rules_acceptance(*, service: int) -> None: ...


@route("explain.ask", "/explain/{day}")
def explain_ask(*, day: dt.date) -> None: ...


@route("explain", "/explain/{service}/{starts_at}/{client}")
def explain(*, service: int, starts_at: dt.datetime, client: int) -> None: ...


@route("explain.clients", "/explain/{service}/{starts_at}/{client}/{page}")
def explain_clients(*, service: int, starts_at: dt.datetime, client: int, page: int) -> None: ...


@route("services.add", "/services/add")
def services_add() -> None: ...


@route("services.edit", "/service/{service}/edit")
def services_edit(*, service: int) -> None: ...


@route("services.name", "/service/{service}/name")
def services_name(*, service: int) -> None: ...


@route("services.minutes", "/service/{service}/minutes")
def services_minutes(*, service: int) -> None: ...


@route("services.description", "/service/{service}/description")
def services_description(*, service: int) -> None: ...


@route("services.price", "/service/{service}/price")
def services_price(*, service: int) -> None: ...


@route("calendar.step", "/calendar/step")
def calendar_step() -> None: ...


@route("calendar.currency", "/calendar/currency")
def calendar_currency() -> None: ...


@route("calendar.prices.show", "/calendar/prices/show", effect=True)
def calendar_prices_show() -> None: ...


@route("calendar.prices.hide", "/calendar/prices/hide", effect=True)
def calendar_prices_hide() -> None: ...


@route("calendar.currency.choose", "/calendar/currency/{number}", effect=True)
def calendar_currency_choose(*, number: int) -> None: ...


@route("hours.week", "/hours")
def hours_week() -> None: ...


@route("hours.day", "/hours/{weekday}")
def hours_day(*, weekday: int) -> None: ...


@route("hours.add", "/hours/{weekday}/add")
def hours_add(*, weekday: int) -> None: ...


@route("hours.copy", "/hours/{weekday}/copy")
def hours_copy(*, weekday: int) -> None: ...


@route("hours.copied", "/hours/{weekday}/copied", effect=True, step=True)
def hours_copied(*, weekday: int) -> None: ...


@route("hours.off", "/hours/{weekday}/off")
def hours_off(*, weekday: int) -> None: ...


@route("hours.cleared", "/hours/{weekday}/cleared", effect=True, step=True)
def hours_cleared(*, weekday: int) -> None: ...


@route("hours.remove", "/hours/periods/{period}/remove")
def hours_remove(*, period: int) -> None: ...


@route("hours.removed", "/hours/periods/{period}/removed", effect=True, step=True)
def hours_removed(*, period: int) -> None: ...


@route("blocks.hit", "/blocks/hit/{kind}/{starts_at}/{ends_at}/{page}")
def blocks_hit(*, kind: int, starts_at: dt.datetime, ends_at: dt.datetime, page: int) -> None: ...


@route("blocks.no_day", "/blocks/no_day", effect=True)
def blocks_no_day() -> None: ...


@route("closures.list", "/closures/{kind}/list/{page}")
def closures_list(*, kind: int, page: int) -> None: ...


@route("closures.month", "/closures/{kind}/month/{month}")
def closures_month(*, kind: int, month: dt.date) -> None: ...


@route("closures.type", "/closures/{kind}/type")
def closures_type(*, kind: int) -> None: ...


@route("closures.until", "/closures/{kind}/from/{first_day}/month/{month}")
def closures_until(*, kind: int, first_day: dt.date, month: dt.date) -> None: ...


@route("closures.type_last", "/closures/{kind}/from/{first_day}/type")
def closures_type_last(*, kind: int, first_day: dt.date) -> None: ...


@route("closures.days", "/closures/{kind}/from/{first_day}/to/{last_day}")
def closures_days(*, kind: int, first_day: dt.date, last_day: dt.date) -> None: ...


@route("closures.save", "/closures/{kind}/from/{first_day}/to/{last_day}/save", effect=True, step=True)
def closures_save(*, kind: int, first_day: dt.date, last_day: dt.date) -> None: ...


@route("closures.remove", "/closure/{closure}/remove")
def closures_remove(*, closure: int) -> None: ...


@route("closures.removed", "/closure/{closure}/removed", effect=True, step=True)
def closures_removed(*, closure: int) -> None: ...


@route("away.list", "/away/list/{page}")
def away_list(*, page: int) -> None: ...


@route("away.month", "/away/month/{month}")
def away_month(*, month: dt.date) -> None: ...


@route("away.type", "/away/type")
def away_type() -> None: ...


@route("away.start", "/away/start/{day}")
def away_start(*, day: dt.date) -> None: ...


@route("away.until", "/away/from/{starts_at}/month/{month}")
def away_until(*, starts_at: dt.datetime, month: dt.date) -> None: ...


@route("away.type_last", "/away/from/{starts_at}/type")
def away_type_last(*, starts_at: dt.datetime) -> None: ...


@route("away.end", "/away/from/{starts_at}/end/{day}")
def away_end(*, starts_at: dt.datetime, day: dt.date) -> None: ...


@route("away.times", "/away/from/{starts_at}/to/{ends_at}")
def away_times(*, starts_at: dt.datetime, ends_at: dt.datetime) -> None: ...


@route("away.save", "/away/from/{starts_at}/to/{ends_at}/save", effect=True, step=True)
def away_save(*, starts_at: dt.datetime, ends_at: dt.datetime) -> None: ...


@route("away.remove", "/away/{away}/remove")
def away_remove(*, away: int) -> None: ...


@route("away.removed", "/away/{away}/removed", effect=True, step=True)
def away_removed(*, away: int) -> None: ...


@route("book", "/book")
def book() -> None: ...


@route("book.page", "/book/page/{page}")
def book_page(*, page: int) -> None: ...


@route("book.services", "/book/with/{provider}")
def book_services(*, provider: int) -> None: ...


@route("book.services.page", "/book/with/{provider}/{page}")
def book_services_page(*, provider: int, page: int) -> None: ...


@route("book.confirm", "/book/{service}/at/{starts_at}")
def book_confirm(*, service: int, starts_at: dt.datetime) -> None: ...


@route("book.send", "/book/{service}/send/{starts_at}", effect=True, step=True)
def book_send(*, service: int, starts_at: dt.datetime) -> None: ...


@route("book.note", "/book/{service}/note/{starts_at}")
def book_note(*, service: int, starts_at: dt.datetime) -> None: ...


@route("book.sent", "/book/sent/{appointment}")
def book_sent(*, appointment: int) -> None: ...


@route("book.days", "/book/{service}/days/{month}")
def book_days(*, service: int, month: dt.date) -> None: ...


@route("book.times", "/book/{service}/times/{day}/{page}")
def book_times(*, service: int, day: dt.date, page: int) -> None: ...


@route("today", "/today")
def today() -> None: ...


@route("today.page", "/today/page/{page}")
def today_page(*, page: int) -> None: ...


@route("calendar.month", "/calendar/month/{month}")
def calendar_month(*, month: dt.date) -> None: ...


@route("calendar.day", "/calendar/day/{day}")
def calendar_day(*, day: dt.date) -> None: ...


@route("calendar.day_page", "/calendar/day/{day}/{page}")
def calendar_day_page(*, day: dt.date, page: int) -> None: ...


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


@route("slot.away", "/slot/{starts_at}/away")
def slot_away(*, starts_at: dt.datetime) -> None: ...


@route("slot.away_until", "/slot/{starts_at}/until")
def slot_away_until(*, starts_at: dt.datetime) -> None: ...


@route("slot.away_over", "/slot/{starts_at}/over/{ends_at}")
def slot_away_over(*, starts_at: dt.datetime, ends_at: dt.datetime) -> None: ...


@route("slot.block", "/slot/{starts_at}/block/{ends_at}", effect=True, step=True)
def slot_block(*, starts_at: dt.datetime, ends_at: dt.datetime) -> None: ...


@route("appointments.past", "/appointments/past/{page}")
def appointments_past(*, page: int) -> None: ...


@route("appointments.correct", "/appointments/past/correct/{number}", effect=True, step=True)
def appointments_correct(*, number: int) -> None: ...


@route("appointments", "/appointments")
def appointments() -> None: ...


@route("appointments.list", "/appointments/list/{only}/{page}")
def appointments_list(*, only: int, page: int) -> None: ...


@route("appointments.mixed", "/appointments/mixed", effect=True)
def appointments_mixed() -> None: ...


@route("appointments.accept_ticked", "/appointments/accept", effect=True, step=True)
def appointments_accept_ticked() -> None: ...


@route("appointments.decline_ticked", "/appointments/decline")
def appointments_decline_ticked() -> None: ...


@route("appointments.cancel_ticked", "/appointments/cancel")
def appointments_cancel_ticked() -> None: ...


@route("appointments.card", "/appointments/{appointment}")
def appointments_card(*, appointment: int) -> None: ...


@route("appointments.info", "/appointments/{appointment}/info")
def appointments_info(*, appointment: int) -> None: ...


@route("appointments.accept", "/appointments/{appointment}/accept", effect=True)
def appointments_accept(*, appointment: int) -> None: ...


@route("appointments.decline", "/appointments/{appointment}/decline")
def appointments_decline(*, appointment: int) -> None: ...


@route("appointments.cancel", "/appointments/{appointment}/cancel")
def appointments_cancel(*, appointment: int) -> None: ...


@route("appointments.change_service", "/appointments/{appointment}/services/{page}")
def appointments_change_service(*, appointment: int, page: int) -> None: ...


@route("appointments.confirm_service", "/appointments/{appointment}/service/{service}")
def appointments_confirm_service(*, appointment: int, service: int) -> None: ...


@route(
    "appointments.service_changed",
    "/appointments/{appointment}/service/{service}/changed",
    effect=True,
    step=True,
)
def appointments_service_changed(*, appointment: int, service: int) -> None: ...


@route("appointments.change_minutes", "/appointments/{appointment}/minutes")
def appointments_change_minutes(*, appointment: int) -> None: ...


@route("appointments.confirm_minutes", "/appointments/{appointment}/minutes/{minutes}")
def appointments_confirm_minutes(*, appointment: int, minutes: int) -> None: ...


@route(
    "appointments.minutes_changed",
    "/appointments/{appointment}/minutes/{minutes}/changed",
    effect=True,
    step=True,
)
def appointments_minutes_changed(*, appointment: int, minutes: int) -> None: ...


@route("appointments.move", "/appointments/{appointment}/move")
def appointments_move(*, appointment: int) -> None: ...


@route("appointments.move.days", "/appointments/{appointment}/move/days/{month}")
def appointments_move_days(*, appointment: int, month: dt.date) -> None: ...


@route("appointments.move.times", "/appointments/{appointment}/move/times/{day}/{page}")
def appointments_move_times(*, appointment: int, day: dt.date, page: int) -> None: ...


@route("appointments.confirm_move", "/appointments/{appointment}/move/at/{starts_at}")
def appointments_confirm_move(*, appointment: int, starts_at: dt.datetime) -> None: ...


@route("appointments.moved", "/appointments/{appointment}/move/to/{starts_at}", effect=True, step=True)
def appointments_moved(*, appointment: int, starts_at: dt.datetime) -> None: ...


@route("appointments.locate", "/appointments/{appointment}/locate")
def appointments_locate(*, appointment: int) -> None: ...


@route("clients.appointments", "/clients/{client}/appointments/{page}")
def clients_appointments(*, client: int, page: int) -> None: ...


@route("mine", "/mine")
def mine() -> None: ...


@route("mine.list", "/mine/list/{provider}/{page}")
def mine_list(*, provider: int, page: int) -> None: ...


@route("mine.past", "/mine/past/{provider}/{page}")
def mine_past(*, provider: int, page: int) -> None: ...


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


@route("mine.file", "/mine/{appointment}/file")
def mine_file(*, appointment: int) -> None: ...


@route("appointments.file", "/appointments/{appointment}/file")
def appointments_file(*, appointment: int) -> None: ...


@route("appointments.requested", "/changes/{change}/requested")
def appointments_requested(*, change: int) -> None: ...


@route("appointments.move_asked", "/changes/{change}/move-asked")
def appointments_move_asked(*, change: int) -> None: ...


@route("appointments.booked", "/changes/{change}/booked")
def appointments_booked(*, change: int) -> None: ...


@route("appointments.called_off", "/changes/{change}/called-off")
def appointments_called_off(*, change: int) -> None: ...


@route("appointments.nudge", "/requests/{appointment}/nudge")
def appointments_nudge(*, appointment: int) -> None: ...


@route("requests.accept", "/requests/{appointment}/accept", effect=True)
def requests_accept(*, appointment: int) -> None: ...


@route("requests.decline", "/requests/{appointment}/decline", effect=True)
def requests_decline(*, appointment: int) -> None: ...


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


@route("mine.located", "/located/{appointment}")
def mine_located(*, appointment: int) -> None: ...
