"""What the page asks the server, and what it is told."""

import json
import queue
import re
import threading
from pathlib import Path

import pytest
from webtest import TestApp

import kalenner_playground
from kalenner_playground.files import FileUpload
from kalenner_playground.phone import Phone
from kalenner_playground.watchers import Watchers

OWN = {"X-Kalenner-Playground": "1"}
API = "/-/playground/api/"
STATIC = Path(kalenner_playground.__file__).parent / "static"
LANGUAGES = ("en", "fr", "de", "ru")


@pytest.fixture
def web(wsgi_app):
    return TestApp(wsgi_app, extra_environ={"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost"})


@pytest.fixture
def act(web):
    def do(path, body=None, status=200):
        return web.post_json(API + path, body or {}, headers=OWN, status=status).json

    return do


@pytest.fixture
def api(wsgi_app):
    return wsgi_app.registry["playground"].bot_api


@pytest.fixture
def asked(web, api, ada):
    """The id of a message of the bot with buttons of all kinds."""
    rows = [
        [{"text": "✅ Accept", "callback_data": "a", "style": "success"}],
        [{"text": "Copy", "copy_text": {"text": "x"}}, {"text": "Page", "url": "https://example.org"}],
    ]
    markup = {"inline_keyboard": rows}
    values = {"chat_id": ada.id, "text": "<b>Hi</b> <Ada>".replace("<A", "&lt;A"), "parse_mode": "HTML"}
    return api.call("sendMessage", {**values, "reply_markup": markup})["message_id"]


@pytest.fixture(autouse=True)
def _made(web):
    """Make the playground of the application, which the first request does."""
    web.get("/-/playground/")


def test_state_tells_people_messages_and_clock(web, ada, asked, clock):
    state = web.get(API + "state").json
    (person,) = state["people"]
    assert (person["name"], person["username"], person["started"]) == ("Ada Byron", "ada_b", True)
    message = person["messages"][-1]
    assert message["text"] == [{"type": "bold", "children": ["Hi"]}, " <Ada>"]
    assert message["rows"] == [
        [{"text": "✅ Accept", "style": "success", "kind": "press"}],
        [
            {"text": "Copy", "style": None, "kind": "copy", "copy": "x"},
            {"text": "Page", "style": None, "kind": "url", "url": "https://example.org/"},
        ],
    ]
    assert (state["now"], state["offset"]) == (clock.now().timestamp(), 0)
    assert [call["method"] for call in state["calls"]] == ["sendMessage"]


def test_older_messages_come_page_by_page(web, ada):
    for number in range(70):
        ada.send(f"message {number}")
    (person,) = web.get(API + "state").json["people"]
    assert (len(person["messages"]), person["more"]) == (60, True)
    first = person["messages"][0]["id"]
    older = web.get(f"{API}people/{ada.id}/messages?before={first}").json
    assert [message["id"] for message in older["messages"]] == list(range(1, first))
    assert older["more"] is False


def test_person_is_made_writes_and_goes(act, telegram):
    person = act("people", {"first_name": "Ada", "language": "pt-br"})
    act(f"people/{person['id']}/send", {"text": "/start"})
    act(f"people/{person['id']}/contact", {"phone": "+491"})
    act(f"people/{person['id']}/location", {"latitude": 52, "longitude": 13.5})
    kinds = [next(kind for kind in ("text", "contact", "location") if kind in m) for m in messages(telegram)]
    assert kinds == ["text", "contact", "location"]
    act(f"people/{person['id']}/block")
    assert "has blocked" in act(f"people/{person['id']}/send", {"text": "x"}, status=400)["error"]
    act(f"people/{person['id']}/unblock")
    act(f"people/{person['id']}/clear")
    assert telegram.persons.get(person["id"]).started is False
    act(f"people/{person['id']}/remove")
    act(f"people/{person['id']}/send", {"text": "x"}, status=404)


def messages(telegram):
    return [update["message"] for update in telegram.updates.waiting()]


def test_wrong_input_is_explained(act, ada):
    assert "name" in act("people", {"first_name": ""}, status=400)["error"]
    assert act(f"people/{ada.id}/send", {"text": 5}, status=400) == {"error": "text must be a text"}
    assert act(f"people/{ada.id}/dance", status=404) == {"error": "there is no such action"}
    nowhere = act(f"people/{ada.id}/location", {"latitude": 91, "longitude": 0}, status=400)
    assert nowhere == {"error": "a latitude is -90 to 90, a longitude -180 to 180"}
    no_button = act(f"people/{ada.id}/press", {"message": 99, "row": 0, "column": 0}, status=400)
    assert no_button == {"error": "there is no such button any more"}


def test_press_and_its_answer_become_events(web, act, api, ada, asked):
    state = web.get(API + "state").json
    press = act(f"people/{ada.id}/press", {"message": asked, "row": 0, "column": 0})["press"]
    api.call("answerCallbackQuery", {"callback_query_id": str(press), "text": "Saved", "show_alert": True})
    api.call("deleteMessage", {"chat_id": ada.id, "message_id": asked})
    news = web.get(f"{API}events?boot={state['boot']}&after={state['number']}").json
    events = [event for event in news["events"] if event["kind"] != "call"]
    assert [event["kind"] for event in events] == ["answer", "deleted"]
    assert events[0]["press"] == {
        "id": press,
        "chat": ada.id,
        "message": asked,
        "text": "Saved",
        "alert": True,
        "url": None,
    }


def test_link_is_opened_as_a_person(act, telegram, ada):
    link = f"https://t.me/{telegram.username}?start=i_1"
    assert act(f"people/{ada.id}/open", {"link": link}) == {"opened": True}
    assert ada.messages[-1].text == "/start i_1"
    assert act(f"people/{ada.id}/open", {"link": "https://example.org"}) == {"opened": False}


def test_files_are_uploaded_and_shown_safely(web, ada):
    path = f"{API}people/{ada.id}/upload"
    fields = [("kind", "document"), ("caption", "look")]
    content_type, body = web.encode_multipart(
        fields, [("file", "evil.html", b"<script>alert(1)</script>", "text/html")]
    )
    web.post(path, body, headers=OWN | {"Content-Type": content_type})
    sent = ada.messages[-1]
    assert (sent.text, sent.raw["document"]["file_name"]) == ("look", "evil.html")
    shown = web.get(f"/-/playground/files/{sent.raw['document']['file_id']}")
    assert shown.content_type == "application/octet-stream"
    assert shown.headers["Content-Disposition"] == 'attachment; filename="evil.html"'
    assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_file_of_the_bot_is_downloaded_under_its_own_name(web, api, ada):
    upload = FileUpload("Übersicht (1).ics", "text/calendar", b"BEGIN:VCALENDAR")
    sent = api.call("sendDocument", {"chat_id": ada.id, "caption": "Week"}, {"document": upload})

    (person,) = web.get(API + "state").json["people"]
    media = person["messages"][-1]["media"]
    shown = web.get(f"/-/playground/files/{media['file']}")

    assert (media["kind"], media["name"], media["size"]) == ("document", "Übersicht (1).ics", 15)
    assert (sent["document"]["mime_type"], shown.body) == ("text/calendar", b"BEGIN:VCALENDAR")
    assert shown.headers["Content-Disposition"] == (
        "attachment; filename=\"_bersicht _1_.ics\"; filename*=UTF-8''%C3%9Cbersicht%20%281%29.ics"
    )


def test_clock_moves_forward_and_back_to_the_real_time(act, clock):
    assert act("clock", {"move": 3600})["offset"] == 3600
    assert act("clock", {"to": "2026-12-03T10:00:00+01:00"})["offset"] == 2 * 86400
    assert "forward" in act("clock", {"to": "2026-12-01T10:00:00Z"}, status=400)["error"]
    assert "zone" in act("clock", {"to": "2026-12-09T10:00:00"}, status=400)["error"]
    assert act("clock", {"reset": True})["offset"] == 0
    assert clock.offset == 0


def test_faults_are_asked_for(act, api, ada):
    assert act("faults", {"method": "sendMessage", "kind": "forbidden", "times": 2}) == {"to_come": 2}
    assert act("faults", {"clear": True}) == {"to_come": 0}
    assert "a fault is one of" in act("faults", {"kind": "earthquake"}, status=400)["error"]
    api.call("sendMessage", {"chat_id": ada.id, "text": "x"})


def test_events_of_another_start_or_long_ago_ask_for_everything_anew(web, telegram):
    assert web.get(f"{API}events?boot=other&after=0").json["reload"] is True
    watchers = Watchers(telegram.store, telegram.journal)
    assert watchers.news(telegram.journal.boot, 10**9, timeout=0)["reload"] is True


def test_pages_wait_few_at_a_time(telegram):
    watchers = Watchers(telegram.store, telegram.journal, at_most=2)
    answers = queue.Queue()

    def wait():
        answers.put(watchers.news(telegram.journal.boot, telegram.journal.number, timeout=10))

    threads = [threading.Thread(target=wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    sent_away = answers.get(timeout=5)
    assert (sent_away["pause"], sent_away["events"]) == (3, [])
    assert watchers.count() == 2
    Phone.of_new(telegram, "Ada")
    telegram.publish_everybody()
    assert [answers.get(timeout=5)["pause"] for _ in range(2)] == [0, 0]
    for thread in threads:
        thread.join(timeout=5)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("de-AT,en;q=0.5", "de"), ("pt-BR", "en"), ("ru", "ru"), ("fr-CA,fr;q=0.9,en;q=0.8", "fr"), ("", "en")],
)
def test_page_speaks_the_language_of_the_browser(web, accepted, language):
    html = web.get("/-/playground/", headers={"Accept-Language": accepted}).html
    assert html.html["lang"] == language


def test_chosen_language_is_kept(web):
    assert web.get("/-/playground/?lang=ru").html.html["lang"] == "ru"
    assert web.get("/-/playground/").html.html["lang"] == "ru"
    assert web.get("/-/playground/?lang=xx").html.html["lang"] == "ru"


def catalogue(language):
    return json.loads((STATIC / "locale" / f"{language}.json").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_catalogues_say_the_same_things(language):
    english, other = catalogue("en"), catalogue(language)
    assert list(other) == list(english)
    for key, words in english.items():
        assert re.findall(r"\{\w+\}", other[key]) == re.findall(r"\{\w+\}", words)


def test_words_used_are_the_words_there_are():
    sources = "".join(path.read_text("utf-8") for path in STATIC.glob("*.js"))
    page = (STATIC.parent / "templates" / "page.html").read_text("utf-8")
    named = set(re.findall(r'words\("(\w+)"', sources)) | set(re.findall(r"\{\{(\w+)\}\}", page))
    assert named | {"photo", "video", "document", "contact", "location"} == set(catalogue("en")) | {
        "language",
        "username",
    }
