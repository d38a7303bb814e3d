"""The request: what screens, views, tasks, commands and hooks are given."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from markupsafe import Markup
from pyramid import request as pyramid_request
from pyramid.request import apply_request_extensions

from kalenner.clock import CLOCK, Clock
from kalenner.database import SESSIONS, SessionFence, UnitSession, make_session
from kalenner.hooks.calls import HookCalls
from kalenner.i18n import DEFAULT_LANGUAGE, LANGUAGES, Reader, Translatable, reader_for, territory_of
from kalenner.people.models import Account, Provider
from kalenner.plugins import HOOKS, Hooks
from kalenner.route import Press
from kalenner.services import SERVICES

T = TypeVar("T")


class Request(pyramid_request.Request):
    """A request, of which ``text`` is a message in the reader's language instead of WebOb's body."""

    if TYPE_CHECKING:  # added by kalenner.delivery

        def notify(
            self,
            account_id: int,
            press: Press,
            /,
            *,
            origin_id: int | None = None,
            dedupe: str | None = None,
            edits: str | None = None,
            is_editable: bool = False,
            trace: str | None = None,
        ) -> None:
            """Promise a notification: a screen that its reader gets as a message of its own."""

        def notify_provider(
            self,
            provider: Provider,
            press: Press,
            /,
            *,
            origin_id: int | None = None,
            dedupe: str | None = None,
            edits: str | None = None,
            is_editable: bool = False,
        ) -> None:
            """Promise a notification to whoever acts for a provider: the professional, or all owners."""

    visit: Any = None
    """The :class:`~kalenner.screens.visit.Visit` it answers; only the dispatcher sets it."""
    outer: "Request | None" = None
    """The request within which that of a screen runs, whose transaction and session it shares."""

    @cached_property
    def dbsession(self) -> UnitSession:
        """The session of the unit of work; a GET cannot write."""
        if self.outer is not None:
            return self.outer.dbsession
        only_reads = self.method in {"GET", "HEAD"}
        dbsession = make_session(SESSIONS.of(self.registry), self.tm, readonly=only_reads)
        self.add_finished_callback(_close)
        return dbsession

    @cached_property
    def _services(self) -> dict[type, Any]:
        return {}

    def find_service(self, service: type[T], /) -> T:
        """Return the service of a class, one for the whole request; raises KeyError for an unknown class."""
        made: T | None = self._services.get(service)
        if made is None:
            made = self._services[service] = SERVICES.of(self.registry)[service](self)
        return made

    @cached_property
    def hooks(self) -> HookCalls:
        """The hooks, called with this request."""
        hooks: Hooks = HOOKS.of(self.registry)

        def dispatch(hook: str, arguments: Mapping[str, object]) -> object:
            return hooks.call(hook, SessionFence(self.dbsession), request=self, **arguments)

        return HookCalls(dispatch)

    @property
    def clock(self) -> Clock:
        """The clock; nothing else reads the time."""
        clock: Clock = CLOCK.of(self.registry)
        return clock

    @property
    def account(self) -> Account:
        """The person behind the request; None where there is nobody, as in tasks and commands."""
        account: Account = self.identity
        return account

    @property
    def provider(self) -> Provider | None:
        """The provider that the person acts for now: that of the object on show, else that of the role."""
        if self.visit is None:
            return None
        provider: Provider | None = self.visit.provider
        return provider

    @property
    def reader(self) -> Reader:
        """Language and time zone of the person; on the web the browser's language."""
        account: Account | None = self.identity
        if account is None:
            language = self.accept_language.lookup([*LANGUAGES], default=DEFAULT_LANGUAGE)
            return reader_for(self.registry, language, None)
        territory = territory_of(account.channel_language)
        return reader_for(self.registry, account.reading_language, account.timezone, territory)

    def text(self, message: Translatable, /, **values: object) -> Markup:
        """Return a message as markup, its values escaped."""
        return self.reader.text(message, **values)

    def label(self, message: Translatable, /, **values: object) -> str:
        """Return a message as plain text."""
        return self.reader.label(message, **values)


def make_inner(request: Request, path: str, method: str = "POST") -> Request:
    """Return a request for the router within another one, on its transaction, with an identity of its own."""
    inner = type(request).blank(path, method=method)
    inner.registry, inner.outer = request.registry, request
    shared = ("wsgi.url_scheme", "HTTP_HOST")
    inner.environ.update({key: request.environ[key] for key in shared if key in request.environ})
    return inner


def make_companion(request: Request, path: str) -> Request:
    """Return an inner request that is used as it is, as one that the router has begun to handle."""
    companion = make_inner(request, path)
    companion.invoke_subrequest = request.invoke_subrequest
    apply_request_extensions(companion)
    return companion


def _close(request: Request) -> None:
    request.dbsession.close()
