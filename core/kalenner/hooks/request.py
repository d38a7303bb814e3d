"""The request as implementations of hooks are given it."""

from typing import TYPE_CHECKING, Protocol, TypeVar

from markupsafe import Markup
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.hooks.objects import AccountLike, ProviderLike
from kalenner.i18n import Reader, Translatable
from kalenner.route import Press

if TYPE_CHECKING:  # a request has hooks, and hooks are given a request
    from kalenner.hooks.calls import HookCalls

T = TypeVar("T")


class HookRequest(Protocol):
    """What a request offers for certain; in fact a :class:`kalenner.requests.Request`."""

    @property
    def dbsession(self) -> Session:
        """The session of the unit of work; it is committed by whoever began it, never in a hook."""
        ...

    @property
    def hooks(self) -> "HookCalls":
        """The hooks, to ask the other plugins."""
        ...

    @property
    def clock(self) -> Clock:
        """The only now there is."""
        ...

    @property
    def account(self) -> AccountLike:
        """The person behind the request; None in tasks and commands."""
        ...

    @property
    def reader(self) -> Reader:
        """Language and time zone of whom texts are written for."""
        ...

    def text(self, message: Translatable, /, **values: object) -> Markup:
        """Return a message as markup, its values escaped: for the text of a screen."""
        ...

    def label(self, message: Translatable, /, **values: object) -> str:
        """Return a message as plain text: for buttons, lines and titles."""
        ...

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
        ...

    def notify_provider(
        self,
        provider: ProviderLike,
        press: Press,
        /,
        *,
        origin_id: int | None = None,
        dedupe: str | None = None,
        edits: str | None = None,
        is_editable: bool = False,
    ) -> None:
        """Promise a notification to whoever acts for a provider: the professional, or all owners."""
        ...

    def find_service(self, iface: type[T], /) -> T:
        """Return the service of a class."""
        ...
