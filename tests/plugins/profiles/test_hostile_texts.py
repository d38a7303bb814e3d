"""Hostile texts in every field, through the whole product: each is refused by name or kept as text, and shown."""

from collections.abc import Iterator

import pytest
from pyramid.request import Request
from tests import servers
from tests.bot_adapter.telegram.product import RunningProduct
from tests.figures import RecordFigure
from tests.hostile_strings import BY_KIND, HOSTILE
from tests.live import running
from tests.templates import migrate

from kalenner import richtext
from kalenner.people import AccountService, ProviderService
from kalenner.themes.content import Content
from kalenner_playground.errors import NotPossible
from kalenner_playground.phone import Phone
from kalenner_profiles.content import ContentService

CHOSEN = {**{kind: texts[0] for kind, texts in BY_KIND.items()}, "another element": BY_KIND["html"][1]}
TEXTS = {**CHOSEN, **{f"text {number}": text for number, text in enumerate(HOSTILE)}}
SENT = [kind for kind, text in TEXTS.items() if text.strip()]
"""Of which texts a phone makes a message."""
PHONES = {"@durov /start #PWNED $EUR t.me/PWNED +49 30 123456": "+4930123456"}
"""Texts with a telephone number in them, which is what is kept of them."""
CONTACT = ("Website", "E-mail", "Phone", "Address")
LONGEST_MESSAGE = 4096
OFTEN = ("characters", "controls", "long", "html", "telegram")
# What a database may care about is tried on both.
PAIRS = [
    *(pytest.param("sqlite", kind, marks=() if kind in OFTEN else pytest.mark.slow) for kind in CHOSEN),
    *(("postgresql", kind) for kind in OFTEN[:2]),
    *(pytest.param("sqlite", kind, marks=pytest.mark.slow) for kind in SENT if kind not in CHOSEN),
]


@pytest.fixture(scope="module")
def hosted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningProduct]:
    """The product on a database, with a Telegram that is as strict as the real one."""
    folder = tmp_path_factory.mktemp("live")
    if request.param == "sqlite":
        with running(folder) as live:
            yield RunningProduct(live)
        return
    url = servers.create_database(servers.template("kalenner", migrate))
    with running(folder, **{"database.url": url}) as live:
        yield RunningProduct(live)
    servers.drop_database(url)


@pytest.fixture(scope="module")
def olga(hosted: RunningProduct) -> Phone:
    """A professional."""
    phone = hosted.live.phone("Olga")
    phone.send("/start")
    phone.sees("Welcome", 20)

    def open_practice(request: Request) -> None:
        account = request.find_service(AccountService).find("telegram", str(phone.id))
        account.timezone = "Europe/Berlin"
        request.find_service(ProviderService).open_practice(account, "Olga")

    hosted.run(open_practice)
    return phone


def gathered(hosted: RunningProduct, phone: Phone) -> Content:
    def read(request: Request) -> Content:
        account = request.find_service(AccountService).find("telegram", str(phone.id))
        content = request.find_service(ContentService).gather(account.provider)
        assert isinstance(content, Content)
        return content

    return hosted.run(read, only_reads=True)


def empty_contact(request: Request, phone: Phone) -> None:
    """Take back what the text before has left: the product is one for all of them."""
    account = request.find_service(AccountService).find("telegram", str(phone.id))
    content: ContentService = request.find_service(ContentService)
    content.set_contact(account.provider, website="", email="", phone="", address="")


def open_screen(hosted: RunningProduct, phone: Phone, *buttons: str) -> None:
    """Go to a screen of the general settings."""
    phone.send("/settings")
    hosted.settle(phone)
    for button in ("General settings", *buttons):
        hosted.answer(phone, phone.press(button, on=phone.screen))


def enter(hosted: RunningProduct, phone: Phone, text: str) -> str:
    """Answer a question with the text; return what is said, and leave the question where it was refused."""
    phone.send(text[:LONGEST_MESSAGE])
    hosted.settle(phone)
    said = phone.screen.text
    if said.startswith("❗"):
        hosted.answer(phone, phone.press("Cancel", on=phone.screen))
    else:
        assert said.startswith("Saved\n"), said
    return said


@pytest.mark.figure("F11")
@pytest.mark.parametrize(("hosted", "kind"), PAIRS, indirect=["hosted"])
def test_hostile_text_is_refused_or_kept_and_every_message_accepted(
    hosted: RunningProduct, olga: Phone, kind: str, record_figure: RecordFigure
) -> None:
    text = TEXTS[kind]
    hosted.run(lambda request: empty_contact(request, olga))
    open_screen(hosted, olga, "About me", "Professional information")
    if "✏️ Change" in olga.screen.labels:
        hosted.answer(olga, olga.press("Change", on=olga.screen))
    enter(hosted, olga, text)
    said = {}
    open_screen(hosted, olga, "Profile", "Contact information")
    for field in CONTACT:
        hosted.answer(olga, olga.press(field, on=olga.screen))
        said[field] = enter(hosted, olga, text)

    failed = [call for call in hosted.telegram.journal.calls() if not call["ok"]]
    what = "texts in every field, from the chat into a page"
    record_figure("F11", 1, what, messages_refused=len(failed))
    assert failed == []
    content = gathered(hosted, olga)
    assert richtext.parse(content.about).source == content.about
    phone = PHONES.get(text, "")
    assert (content.contact.website, content.contact.email, content.contact.phone) == ("", "", phone)
    assert content.contact.address in olga.screen.text
    refused = {field for field in CONTACT[:3] if said[field].startswith("❗")}
    assert refused == {"Website", "E-mail", *(() if phone else ("Phone",))}


@pytest.mark.parametrize(
    ("hosted", "kind"),
    [pytest.param("sqlite", kind, marks=pytest.mark.slow) for kind in TEXTS if kind not in SENT],
    indirect=["hosted"],
)
def test_a_text_of_blanks_is_no_message(hosted: RunningProduct, olga: Phone, kind: str) -> None:
    with pytest.raises(NotPossible, match="an empty message cannot be sent"):
        olga.send(TEXTS[kind])
