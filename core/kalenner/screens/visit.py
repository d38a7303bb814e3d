"""One person being served: what they did, where they stand, and which press is being answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pyramid.request import Request

from kalenner.i18n import Translatable
from kalenner.people import Account, Provider
from kalenner.route import ArgValue, Press
from kalenner.screens.dialog import Dialog
from kalenner.screens.model import Arrival


class AnswerRefused(Exception):
    """A view refuses what was sent: the question `node` is asked again, with the reason.

    Of what was sent while a screen was on show, `node` is "" and the screen is shown again.
    """

    def __init__(self, node: str, reason: Translatable, **values: object) -> None:
        super().__init__(str(reason))
        self.node = node
        self.reason = reason
        self.values = values


@dataclass(frozen=True)
class SentAnswer:
    """The answer to the open question is what arrived: a text, a file, a place or a contact."""


@dataclass(frozen=True)
class ChosenAnswer:
    """The answer is one of the question's ready choices, counted from 0."""

    number: int


@dataclass(frozen=True)
class SkippedAnswer:
    """The question is left without an answer."""


@dataclass(frozen=True)
class KeptAnswer:
    """The answer is the present value."""


@dataclass(frozen=True)
class FormRestart:
    """The questions begin once more, after the view has kept the answers; what was refused is still told."""


Answer = SentAnswer | ChosenAnswer | SkippedAnswer | KeptAnswer | FormRestart


@dataclass
class Acting:
    """For which provider a screen goes on; None while the role decides."""

    provider: Provider | None = None


@dataclass
class Visit:
    """One person being served: the mark of every request for a screen, which HTTP cannot set.

    A notification is written without an arrival and without a dialog. `press` is the one being answered,
    `answer` what it says to the open question: None shows the question as it stands.
    """

    account: Account
    channel: str
    arrival: Arrival
    dialog: Dialog | None = None
    press: Press | None = None
    answer: Answer | None = None
    acting: Acting = field(default_factory=Acting)
    """One for all the screens of a visit, of which the last one is shown."""

    @classmethod
    def of(cls, request: Request) -> "Visit":
        """Return the visit of a request; raises TypeError where nobody is being served."""
        visit = request.visit
        if not isinstance(visit, cls):
            raise TypeError("nobody is being served by this request")
        return visit

    @property
    def provider(self) -> Provider | None:
        """The provider that the person acts for: that of the object on show, else that of the role."""
        return self.acting.provider or self.account.provider

    def act_for(self, provider: Provider) -> None:
        """Go on for a provider, which the caller knows to be the person's, until the visit ends."""
        self.acting.provider = provider

    def forget_provider(self) -> None:
        """Let the role decide again."""
        self.acting.provider = None

    @property
    def args(self) -> Mapping[str, ArgValue]:
        """The arguments of the press."""
        return {} if self.press is None else self.press.args

    def answering(self, press: Press, answer: Answer | None) -> "Visit":
        """Return the same visit for a press."""
        return replace(self, press=press, answer=answer)

    def get_dialog(self) -> Dialog:
        """Return the dialog; raises TypeError for a notification, which has none."""
        if self.dialog is None:
            raise TypeError("a notification has no dialog")
        return self.dialog
