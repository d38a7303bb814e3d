"""What implementations are given of the platform's own objects: the part that the contract promises.

The tables and screens behind these are in higher rooms (`kalenner.people`, `kalenner.screens`), which an
implementation may name in its own annotations.
"""

from collections.abc import Sequence
from typing import Protocol, Self, runtime_checkable
from zoneinfo import ZoneInfo

from markupsafe import Markup


class AccountLike(Protocol):
    """One person; in fact a :class:`kalenner.people.Account`."""

    @property
    def id(self) -> int:
        """The row's id."""
        ...

    @property
    def client_name(self) -> str | None:
        """The name that specialists see; None until it was asked."""
        ...

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone; UTC until it is known."""
        ...

    @property
    def reading_language(self) -> str | None:
        """The language tag that texts for this person follow."""
        ...


class ProviderLike(Protocol):
    """A professional's practice or an organization; in fact a :class:`kalenner.people.Provider`."""

    @property
    def id(self) -> int:
        """The row's id."""
        ...

    @property
    def account_id(self) -> int | None:
        """The id of the professional's account; None of an organization, which belongs to its owners."""
        ...

    @property
    def account(self) -> AccountLike | None:
        """The professional's account; None of an organization."""
        ...

    @property
    def is_organization(self) -> bool:
        """Whether it is an organization, and not one professional's practice."""
        ...

    @property
    def reading_language(self) -> str | None:
        """The language tag that the provider's own texts follow."""
        ...

    @property
    def nickname(self) -> str:
        """The name that clients see."""
        ...

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the practice."""
        ...


class ClientLike(Protocol):
    """The link between a client and a practice; in fact a :class:`kalenner.people.Client`."""

    @property
    def id(self) -> int:
        """The row's id."""
        ...

    @property
    def provider_id(self) -> int:
        """The id of the practice."""
        ...

    @property
    def account_id(self) -> int:
        """The id of the client's account."""
        ...

    @property
    def name(self) -> str:
        """The name by which the professional sees the client."""
        ...


@runtime_checkable
class PlaceLike(Protocol):
    """A point on the earth in degrees; in fact a :class:`kalenner.screens.Place`."""

    @property
    def latitude(self) -> float:
        """Degrees north of the equator."""
        ...

    @property
    def longitude(self) -> float:
        """Degrees east of Greenwich."""
        ...


@runtime_checkable
class PictureLike(Protocol):
    """A picture in the file store; in fact a :class:`kalenner.files.variants.StoredPicture`."""

    @property
    def width(self) -> int:
        """Pixels of the original."""
        ...

    @property
    def height(self) -> int:
        """Pixels of the original."""
        ...

    def keys(self) -> Sequence[str]:
        """Return the keys of its files."""
        ...


@runtime_checkable
class ScreenLike(Protocol):
    """What a person is shown; in fact a :class:`kalenner.screens.Screen`."""

    @property
    def text(self) -> Markup:
        """The text above the buttons."""
        ...

    def replace(self, **changes: object) -> Self:
        """Return the same screen with other fields."""
        ...
