"""The professional information: marked as the prompt shows, previewed as it will be read, never lost."""

import pytest
from pyramid.request import Request
from tests.core.home.people import professional, provider_of

from kalenner.testing import Person, Stage
from kalenner_profiles.content import ContentService

pytestmark = pytest.mark.slow_on_postgresql

PROMPT = """Send the text about you and your work, at most 3,000 characters.

You can mark words like this:
<code>&lt;b&gt;bold&lt;/b&gt;</code> – <b>bold</b>
<code>&lt;i&gt;italic&lt;/i&gt;</code> – <i>italic</i>
<code>&lt;u&gt;underlined&lt;/u&gt;</code> – <u>underlined</u>
<code>&lt;a href="https://example.com"&gt;a link&lt;/a&gt;</code>

One within another works too:
<code>&lt;a href="https://example.com"&gt;&lt;b&gt;a bold link&lt;/b&gt;&lt;/a&gt;</code>

Bold, italic, underline and links that you set in the app are taken as well."""
NOW = "Your text now. Tap it to copy:\n"
HEADING = "<b>Professional information</b>"


@pytest.fixture
def olga(stage: Stage) -> Person:
    """A professional who is asked for the text."""
    person = professional(stage)
    open_about(person)
    return person


def open_about(person: Person) -> None:
    person.send("/settings")
    person.press("General settings")
    person.press("About me")
    person.press("Professional information")


def about_of(person: Person) -> str:
    def read(request: Request) -> str:
        content = request.find_service(ContentService).gather(provider_of(request, person))
        return str(content.about)

    return person.stage.run(read, only_reads=True)


def test_prompt_shows_every_tag_and_one_within_another(olga: Person) -> None:
    assert (olga.screen.text, olga.labels) == (PROMPT, [["Cancel"]])


def test_text_that_was_formatted_in_the_app_is_kept_as_it_looks(olga: Person) -> None:
    olga.send("Massage & rest, <i>slow</i>", formatted="<b>Massage</b> & rest, <i>slow</i>")

    assert about_of(olga) == "<b>Massage</b> &amp; rest, <i>slow</i>"


def test_text_is_shown_as_telegram_will_show_it(olga: Person) -> None:
    olga.send(
        '<B>Massage</B> &amp; <i>rest</i>, 2 < 3\n<a href="https://example.com?a=1&b=2"><b>more</b></a>'
    )

    shown = (
        "<b>Massage</b> &amp; <i>rest</i>, 2 &lt; 3\n"
        '<a href="https://example.com/?a=1&amp;b=2"><b>more</b></a>'
    )
    assert olga.screen.text == f"Saved\n\n{HEADING}\n\n{shown}"
    assert olga.labels[0] == ["✏️ Change", "Remove"]
    assert about_of(olga) == shown


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ("<h1>Massage</h1>", "&lt;h1&gt; is not allowed. Use b, i, u and a."),
        ('<b onclick="x">Massage</b>', "onclick is not allowed in &lt;b&gt;."),
        ("<b>Massage", "&lt;b&gt; is never closed."),
        ("<b><i>Massage</b></i>", "&lt;/b&gt; comes too early. Close &lt;i&gt; first."),
        (
            '<a href="javascript:alert(1)">Massage</a>',
            "That is not a web address. It must start with https://.",
        ),
        ("x" * 3001, "Please keep it under 3000 characters."),
        (" \u200b ", "Please send a text."),
    ],
)
def test_refused_text_says_why_and_loses_nothing(olga: Person, sent: str, reason: str) -> None:
    olga.send("What was there before")
    olga.press("Change")

    olga.send(sent)

    assert olga.screen.text == f"❗ {reason}\n\n{PROMPT}\n\n{NOW}<code>What was there before</code>"
    assert olga.labels == [["Cancel", "Keep"]]
    assert about_of(olga) == "What was there before"
    assert olga.press("Keep").text == f"{HEADING}\n\nWhat was there before"


def test_present_text_is_shown_as_it_was_typed(olga: Person) -> None:
    olga.send("<b>Massage</b>")

    olga.press("Change")

    assert olga.screen.text.endswith(f"{NOW}<code>&lt;b&gt;Massage&lt;/b&gt;</code>")
    assert olga.press("Cancel").text == f"{HEADING}\n\n<b>Massage</b>"


def test_longest_text_is_taken_and_its_prompt_still_fits(olga: Person) -> None:
    olga.send("<b>" + "x" * 2999 + "</b>&")

    assert about_of(olga) == "<b>" + "x" * 2999 + "</b>&amp;"
    assert olga.press("Change").text == PROMPT


def test_text_is_removed(olga: Person) -> None:
    olga.send("Massage")

    olga.press("Remove")

    assert olga.screen.notice is not None
    assert (olga.screen.notice.text, olga.screen.text.splitlines()[0]) == ("Removed", "<b>About me</b>")
    assert about_of(olga) == ""
    open_about(olga)
    assert olga.screen.text == PROMPT
