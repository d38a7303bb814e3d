"""Applying a design on the web: the form asks once, the design is set, and the bot says so."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from pyramid.request import Request
from sqlalchemy import func, select
from tests.plugins.design_templates.designer import Designer
from webtest import TestApp, Upload

from kalenner.clock import FixedClock
from kalenner.hooks.themes import Design
from kalenner_design_templates.gallery_access import PURPOSE, links_of
from kalenner_design_templates.models import DesignChoice

pytestmark = pytest.mark.slow_on_postgresql

BOT = "https://t.me/kalenner_test_bot?start="
IS_SET = "Design “Studio” is set. Not yet published."


def words(element) -> str:
    return " ".join(element.text.split())


def cards(designer: Designer) -> list[str]:
    designer.stage.settle()
    return [str(card.text) for card in designer.olga.cards]


def test_from_the_gallery_to_the_message_in_the_bot(designer: Designer) -> None:
    gallery = designer.web.get(f"/en/design?t={designer.token()}")
    asked = gallery.click(href="/studio/apply")

    assert words(asked.html.h1) == "Apply design “Studio”?"
    assert words(asked.html.select_one(".lead")) == (
        "It is for the page of Olga. Visitors see it once you publish the page in the bot."
    )
    assert designer.design == Design()

    done = asked.form.submit()

    assert words(done.html.h1) == "Your design is set"
    assert "Your page will have the design “Studio”. It is not yet published." in words(done.html.main)
    assert designer.design == Design("studio")
    assert cards(designer) == [IS_SET]
    card = designer.olga.cards[0]
    assert [[one.label for one in row] for row in card.rows] == [
        ["🌐 Create profile page"],
        ["🎛 Design configuration"],
    ]
    designer.olga.press("Design configuration", on=card)
    assert "Design: Studio" in designer.olga.screen.text


def test_what_was_only_tried_out_is_not_applied(designer: Designer) -> None:
    asked = designer.web.get(f"/en/design/studio/apply?t={designer.token()}&gallery=3x")
    assert "gallery=3x" not in asked.html.iframe["src"]

    asked.form.submit()

    assert designer.design == Design("studio")


def test_sending_the_form_twice_says_it_once(designer: Designer) -> None:
    form = designer.web.get(f"/en/design/studio/apply?t={designer.token()}").form
    form.submit()
    assert form.submit().status_int == 200

    assert cards(designer) == [IS_SET]


def test_each_change_of_mind_is_said(designer: Designer, clock: FixedClock) -> None:
    token = designer.token()
    for name in ("studio", "calm", "studio"):
        designer.web.post(f"/en/design/{name}/apply", {"t": token})
        clock.move(5)

    assert cards(designer) == [IS_SET, "Design “Calm” is set. Not yet published.", IS_SET]


def test_the_design_that_the_page_has_already_is_said_too(designer: Designer, clock: FixedClock) -> None:
    designer.work(lambda service, olga: service.choose(olga, "studio"))
    clock.move(60)
    designer.web.post("/en/design/studio/apply", {"t": designer.token()})

    assert cards(designer) == [IS_SET]


def test_a_link_is_good_for_ten_minutes(designer: Designer, clock: FixedClock) -> None:
    form = designer.web.get(f"/en/design/studio/apply?t={designer.token()}").form

    clock.move(599)
    form.submit()
    assert designer.design == Design("studio")

    clock.move(1)
    designer.work(lambda service, olga: service.choose(olga, "calm"))
    refused = form.submit(status=410)
    assert words(refused.html.h1) == "This link has expired."
    assert "Nothing is lost: open the bot and press Settings" in words(refused.html.main)
    assert designer.design == Design("calm")


def test_after_that_the_bot_asks_instead(designer: Designer, clock: FixedClock) -> None:
    token = designer.token()
    clock.move(600)
    refused = designer.web.get(f"/en/design/studio/apply?t={token}", status=410)
    link = next(one["href"] for one in refused.html.find_all("a") if words(one) == "Apply in the bot")
    assert link == f"{BOT}w_design-studio"

    designer.olga.open(link)
    designer.olga.press("Yes")

    assert designer.design == Design("studio")


@pytest.mark.parametrize("token", ["", "x", "a.b", "<script>alert(1)</script>", "é" * 10])
def test_without_a_valid_token_nothing_changes(designer: Designer, token: str) -> None:
    answer = designer.web.post("/en/design/studio/apply", {"t": token}, status=403)

    assert words(answer.html.h1) == "This link is not valid."
    assert "<script" not in answer.text
    assert designer.design == Design()
    assert cards(designer) == []


def test_another_sites_form_has_no_token(designer: Designer) -> None:
    """Nothing in the browser says who is asking, so a foreign form changes nobody's page."""
    designer.web.get(f"/en/design?t={designer.token()}")
    headers = {"Origin": "https://evil.example", "Referer": "https://evil.example/"}

    designer.web.post("/en/design/studio/apply", {}, headers=headers, status=403)

    assert designer.design == Design()


def test_a_token_of_another_purpose_is_refused(designer: Designer) -> None:
    token = designer.ask(
        lambda request, olga: links_of(request).sign(f"{PURPOSE}-x", {"account": olga.account_id}, 600)
    )

    designer.web.post("/en/design/studio/apply", {"t": token}, status=403)

    assert designer.design == Design()


def test_a_token_of_somebody_without_a_practice_is_refused(designer: Designer) -> None:
    token = designer.ask(lambda request, _olga: links_of(request).sign(PURPOSE, {"account": 999}, 600))

    designer.web.post("/en/design/studio/apply", {"t": token}, status=403)


def test_looking_changes_nothing(designer: Designer) -> None:
    path = f"/en/design/studio/apply?t={designer.token()}"
    designer.web.get(path)
    designer.web.head(path)

    assert designer.design == Design()
    assert cards(designer) == []


@pytest.mark.parametrize("name", ["nothing", "base"])
def test_a_design_that_is_not_there(designer: Designer, name: str) -> None:
    designer.web.get(f"/en/design/{name}/apply?t={designer.token()}", status=404)
    designer.web.post(f"/en/design/{name}/apply", {"t": designer.token()}, status=404)

    assert designer.design == Design()


def test_pages_of_a_visit_are_kept_nowhere_and_sent_on_to_nobody(designer: Designer) -> None:
    page = designer.web.get(f"/en/design/studio/apply?t={designer.token()}")

    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.html.find("meta", {"name": "robots"})["content"] == "noindex"


def test_two_devices_at_once(designer: Designer) -> None:
    """The first choice of all makes the row; both make it, and one design is the last."""
    token = designer.token()

    def send(name: str) -> int:
        web = TestApp(designer.stage.app)
        return int(web.post(f"/en/design/{name}/apply", {"t": token}, expect_errors=True).status_int)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, ["studio", "tutor"] * 4))

    assert answers == [200] * 8
    assert designer.design.theme in {"studio", "tutor"}
    assert designer.stage.run(partial(count_choices)) == 1


def count_choices(request: Request) -> int:
    found: int = request.dbsession.scalar(select(func.count()).select_from(DesignChoice))
    return found


def test_a_file_in_the_tokens_place_is_no_token(designer: Designer) -> None:
    form = {"t": Upload("token.txt", b"token")}

    assert designer.web.post("/en/design/studio/apply", form, status=403).status_int == 403
