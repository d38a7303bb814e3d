"""The page in a browser, on a desk and on a phone, with a small bot that echoes."""

import asyncio
import html
import shutil
import threading

import pytest
from playwright.sync_api import expect, sync_playwright
from telegram import Bot, BotCommand, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from kalenner_playground.botapi import BotApi
from kalenner_playground.fake_telegram import TOKEN
from kalenner_playground.files import FileUpload
from kalenner_playground.phone import Phone

pytestmark = pytest.mark.browser

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def keyboard(username):
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("Toast", callback_data="toast", style="success"),
                InlineKeyboardButton("Alert", callback_data="alert", style="danger"),
            ],
            [
                InlineKeyboardButton("Edit", callback_data="edit", style="primary"),
                InlineKeyboardButton("Silent", callback_data="silent"),
            ],
            [
                InlineKeyboardButton("Copy", copy_text=CopyTextButton("copied text")),
                InlineKeyboardButton("Invite", url=f"https://t.me/{username}?start=i_42"),
            ],
        ]
    )


async def echo(address, username, stopping):
    """Answer texts with themselves and a keyboard, presses as the button says, until told to stop."""
    urls = {"base_url": f"{address}/-/botapi/bot", "base_file_url": f"{address}/-/botapi/file/bot"}
    async with Bot(TOKEN, **urls) as bot:
        await bot.set_my_commands([BotCommand("help", "Help")])
        await bot.set_my_commands([BotCommand("help", "Hilfe")], language_code="de")
        offset = None
        while not stopping.is_set():
            for update in await bot.get_updates(offset=offset, timeout=1):
                offset = update.update_id + 1
                await answer(update, username)


async def answer(update, username):
    if update.message:
        reply = f"<b>You said:</b> {html.escape(update.message.text or 'no words')}"
        await update.message.reply_html(reply, reply_markup=keyboard(username))
    elif update.callback_query:
        await answer_press(update.callback_query)


async def answer_press(query):
    if query.data == "toast":
        await query.answer("Saved")
    elif query.data == "alert":
        await query.answer("Just taken", show_alert=True)
    elif query.data == "edit":
        await query.answer()
        await query.edit_message_text("Edited in place")


@pytest.fixture
def people(address, telegram):
    """Olga and Ada, and the bot that answers them."""
    stopping = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(echo(address, telegram.username, stopping)))
    thread.start()
    yield Phone.of_new(telegram, "Olga", language="de"), Phone.of_new(telegram, "Ada", language="en")
    stopping.set()
    thread.join(timeout=10)


@pytest.fixture
def opened(address, people):
    """Open the page in a browser of a size; its own faults fail the test."""
    faults = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)

        def opener(viewport, **values):
            context = browser.new_context(viewport=viewport, locale="en-GB", **values)
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on(
                "console", lambda message: faults.append(message.text) if message.type == "error" else None
            )
            page.goto(f"{address}/-/playground/")
            return page

        yield opener
        browser.close()
    assert faults == []


def chat_of(page, name):
    return page.get_by_role("region", name=f"Chat of {name}")


def write(chat, text):
    chat.get_by_role("textbox").fill(text)
    chat.get_by_role("textbox").press("Enter")


def test_two_chats_side_by_side_on_a_desk(opened, people, telegram):
    page = opened(DESK)
    expect(page.get_by_text("everything here is pretended")).to_be_visible()
    olga, ada = chat_of(page, "Olga"), chat_of(page, "Ada")
    olga.get_by_role("button", name="Start", exact=True).click()
    expect(olga.get_by_text("You said: /start")).to_be_visible()
    expect(ada.get_by_role("button", name="Start", exact=True)).to_be_visible()

    olga.get_by_role("button", name="Toast").click()
    expect(olga.get_by_role("status")).to_have_text("Saved")
    olga.get_by_role("button", name="Alert").click()
    expect(page.get_by_role("dialog")).to_contain_text("Just taken")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    olga.get_by_role("button", name="Silent").click()
    expect(olga.locator(".key.waiting")).to_have_text("Silent")
    olga.get_by_role("button", name="Copy").click()
    assert page.evaluate("navigator.clipboard.readText()") == "copied text"
    olga.get_by_role("button", name="Edit").click()
    expect(olga.get_by_text("Edited in place")).to_be_visible()
    expect(olga.locator(".key")).to_have_count(0)

    olga.get_by_role("button", name="Menu", exact=True).click()
    expect(olga.get_by_role("button", name="/help Hilfe")).to_be_visible()
    page.keyboard.press("Escape")
    write(olga, "<b>not bold</b> & more")
    expect(olga.locator(".from-person").last).to_contain_text("<b>not bold</b> & more")


def test_place_is_sent_and_a_file_is_downloaded(opened, people, telegram):
    page, ada = opened(DESK), people[1]
    chat = chat_of(page, "Ada")
    ada.send("/start")
    expect(chat.get_by_text("You said: /start")).to_be_visible()
    upload = FileUpload("Übersicht.ics", "text/calendar", b"BEGIN:VCALENDAR")
    BotApi(telegram).call("sendDocument", {"chat_id": ada.id, "caption": "Week"}, {"document": upload})

    with page.expect_download() as download:
        chat.get_by_role("link", name="Übersicht.ics").click()
    assert download.value.suggested_filename == "Übersicht.ics"
    assert download.value.path().read_bytes() == b"BEGIN:VCALENDAR"

    chat.get_by_role("button", name="Attach").click()
    chat.get_by_role("button", name="Location").click()
    page.get_by_label("Latitude").fill("48.8584")
    page.get_by_label("Longitude").fill("-2.2945")
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(chat.get_by_text("48.85840, -2.29450")).to_be_visible()
    sent = [shown.raw for shown in ada.messages if not shown.from_bot]
    assert sent[-1]["location"] == {"latitude": 48.8584, "longitude": -2.2945}


def test_link_is_opened_in_the_chat_chosen(opened, people, telegram):
    page = opened(DESK)
    olga, ada = chat_of(page, "Olga"), chat_of(page, "Ada")
    olga.get_by_role("button", name="Start", exact=True).click()
    olga.get_by_role("button", name="Invite").click()
    page.get_by_role("dialog").get_by_role("button", name="Ada").click()
    expect(ada.get_by_text("You said: /start i_42")).to_be_visible()
    assert people[1].messages[0].text == "/start i_42"

    ada.get_by_role("textbox").focus()
    page.evaluate(f"navigator.clipboard.writeText('https://t.me/{telegram.username}?start=i_43')")
    page.keyboard.press("Control+v")
    page.get_by_role("dialog").get_by_role("button", name="Leave it as text").click()
    expect(ada.get_by_role("textbox")).to_have_value(f"https://t.me/{telegram.username}?start=i_43")


def test_page_opened_by_a_link_asks_who_opens_it_once(opened, people, address):
    page = opened(DESK)
    page.goto(f"{address}/-/playground/?start=i_44")
    page.get_by_role("dialog").get_by_role("button", name="Olga").click()
    expect(chat_of(page, "Olga").get_by_text("You said: /start i_44")).to_be_visible()
    expect(page).to_have_url(f"{address}/-/playground/")
    page.reload()
    expect(chat_of(page, "Olga").get_by_text("You said: /start i_44")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_one_chat_at_a_time_on_a_phone(opened, people):
    page = opened(PHONE, has_touch=True, is_mobile=True)
    expect(page.get_by_role("region")).to_have_count(1)
    page.get_by_role("button", name="Ada").click()
    expect(page.get_by_role("region")).to_have_count(1)
    ada = chat_of(page, "Ada")
    ada.get_by_role("button", name="Start", exact=True).click()
    expect(ada.get_by_text("You said: /start")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    expect(page.get_by_role("complementary", name="Calls of the bot")).to_be_hidden()
    page.get_by_role("button", name="Log").click()
    expect(page.get_by_text("sendMessage").first).to_be_visible()


def test_person_is_added_and_the_clock_moved(opened, people, telegram, clock):
    page = opened(DESK)
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("First name").fill("João")
    page.get_by_role("combobox", name="Language of their app").select_option("pt-br")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(chat_of(page, "João")).to_be_visible()
    assert telegram.persons.list_all()[-1].language == "pt-br"
    page.locator("#clock > button").click()
    page.get_by_role("button", name="1 day forward").click()
    expect(page.locator("#clock")).to_contain_text("+1 d")
    assert clock.offset == 86400


def test_chats_follow_what_happens_elsewhere(opened, people, telegram):
    page = opened(DESK)
    chat = chat_of(page, "Ada")
    expect(chat).to_be_visible()
    people[1].send("from elsewhere")
    expect(chat.get_by_text("You said: from elsewhere")).to_be_visible()
    people[1].block()
    expect(chat.get_by_role("button", name="Unblock the bot")).to_be_visible()


def focused_label(page):
    return page.evaluate("document.activeElement.innerText")


def test_a_keyboard_is_one_tab_stop_with_arrows_inside(opened, people):
    page = opened(DESK)
    olga = chat_of(page, "Olga")
    for text in ("/start", "again"):
        people[0].send(text)
        expect(olga.get_by_text(f"You said: {text}")).to_be_visible()
    stops = olga.locator(".keys").last.locator(".key[tabindex='0']")
    expect(stops).to_have_text(["Toast"])

    stops.focus()
    walked = []
    for key in ("ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft", "End", "Home"):
        page.keyboard.press(key)
        walked.append(focused_label(page))
    assert walked == ["Alert", "Silent", "Alert", "Toast", "Invite", "Toast"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(olga.get_by_text("Edited in place")).to_be_visible()

    replies = olga.locator(".reply-button[tabindex='0']")
    expect(replies).to_have_count(1)
    replies.focus()
    page.keyboard.press("ArrowUp")
    expect(replies).to_have_count(1)
    assert olga.locator(".reply-button").nth(-2).evaluate("one => one === document.activeElement")


def test_edits_are_said_as_well_as_new_messages(opened, people):
    page = opened(DESK)
    olga, said = chat_of(page, "Olga"), page.locator("#news")
    olga.get_by_role("button", name="Start", exact=True).click()
    expect(said).to_have_text("Bot to Olga: You said: /start")
    olga.get_by_role("button", name="Edit").click()
    expect(said).to_have_text("Bot to Olga: Edited in place")


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_first_steps_and_a_new_person_are_in_sight(opened, people, telegram, viewport):
    for number in range(12):
        Phone.of_new(telegram, f"Person {number}")
    page = opened(viewport)
    steps = page.get_by_role("region", name="First steps")
    expect(steps.get_by_role("heading", level=3)).to_have_text(
        ["Set up a practice", "Be a client", "Look at a page"]
    )
    plus = page.locator("header").get_by_role("button", name="Add a person")
    expect(plus).to_be_in_viewport(ratio=1)
    steps.get_by_role("button", name="New person").click()
    expect(page.get_by_role("combobox", name="Language of their app")).to_have_value("en")
    page.keyboard.press("Escape")
    steps.get_by_role("button", name="Close").click()
    page.reload()
    expect(steps).to_be_hidden()
    page.get_by_role("button", name="First steps").click()
    expect(steps).to_be_visible()


def test_whoever_is_not_here_yet_is_added_to_open_a_link(opened, people, address, telegram):
    page = opened(DESK)
    page.goto(f"{address}/-/playground/?start=i_45")
    page.get_by_role("dialog").get_by_role("button", name="Add a person").click()
    page.get_by_label("First name").fill("Mia")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(chat_of(page, "Mia").get_by_text("You said: /start i_45")).to_be_visible()


def test_many_chats_never_scroll_sideways(opened, people, telegram):
    page = opened(DESK)
    for number in range(4):
        Phone.of_new(telegram, f"Person {number}")
        page.get_by_role("button", name=f"Person {number}").or_(
            page.locator("nav .chip").nth(number + 2)
        ).first.click()
    expect(page.locator(".chat")).to_have_count(6)
    assert page.locator("#chats").evaluate("one => one.scrollWidth <= one.clientWidth")
    assert all(box["width"] >= 280 for box in (one.bounding_box() for one in page.locator(".chat").all()))


def test_the_day_covers_no_message(opened, people):
    page = opened({"width": 1280, "height": 420})
    olga = chat_of(page, "Olga")
    for number in range(6):
        people[0].send(f"message {number}")
        expect(olga.get_by_text(f"You said: message {number}")).to_be_visible()
    assert olga.locator(".scroller").evaluate(
        """scroller => {
          scroller.scrollTop = 60;
          const day = scroller.querySelector(".day span").getBoundingClientRect();
          return [...scroller.querySelectorAll(".bubble")].every((bubble) => {
            const box = bubble.getBoundingClientRect();
            return box.bottom <= day.top || box.top >= day.bottom;
          });
        }"""
    )


def test_page_stays_as_wide_as_a_phone_when_the_clock_is_moved(opened, people):
    page = opened(PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{page.url}?lang=de")
    for step in ("+1 Woche", "+1 Tag", "+1 Stunde"):
        page.locator("#clock > button").click()
        page.get_by_role("button", name=step).click()
    expect(page.locator(".clock-moved")).to_have_text("+8 T. 1 Std.")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate("visualViewport.width") == PHONE["width"]


def test_four_chats_have_room_side_by_side(opened, people, telegram):
    for name in ("Mia", "Nina"):
        Phone.of_new(telegram, name)
    page = opened({"width": 1440, "height": 900})
    expect(page.get_by_role("region", name="First steps")).to_be_visible()
    for name in ("Mia", "Nina"):
        page.get_by_role("navigation").get_by_role("button", name=name).click()
    chats = [chat_of(page, name) for name in ("Olga", "Ada", "Mia", "Nina")]
    expect(chats[3]).to_be_visible()
    boxes = [chat.bounding_box() for chat in chats]
    assert len({box["y"] for box in boxes}) == 1
    assert all(box["width"] > 300 and box["height"] > 700 for box in boxes)
    expect(page.get_by_role("region", name="First steps")).to_be_hidden()

    page.get_by_role("button", name="Log").click()
    expect(page.get_by_role("complementary", name="Calls of the bot")).to_be_visible()
    expect(page.locator("#chats")).to_have_attribute("style", "--columns: 2;")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_somebody_new_can_open_a_link_without_scrolling(opened, people, telegram, address, viewport):
    for number in range(12):
        Phone.of_new(telegram, f"Person {number}")
    page = opened(viewport)
    page.goto(f"{address}/-/playground/?start=i_46")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Add a person")).to_be_in_viewport(ratio=1)
    expect(dialog.get_by_role("button", name="Cancel")).to_be_in_viewport(ratio=1)
    expect(dialog.get_by_role("button", name="Olga")).to_be_focused()
    dialog.get_by_role("button", name="Person 11").click()
    expect(chat_of(page, "Person 11").get_by_text("/start i_46").first).to_be_visible()
