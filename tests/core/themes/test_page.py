"""A page as it is rendered: what its head says, what search engines read, and what is left out."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.core.themes.theme_files import theme_of
from tests.words import abroad

from kalenner.hooks.themes import Design, PageHours, PageLink, PageService
from kalenner.themes import Contact, Content, Themes, render_page
from kalenner.themes.samples import INVITATION, SampleAddresses, readers, sample
from kalenner.themes.vcard import vcard

PRACTICE = sample("practice", "en")
NOBODY = Content("Ada")


class WithBot(SampleAddresses):
    """Addresses with a bot behind the buttons."""

    def start(self, payload: str) -> str | None:
        return f"https://t.me/kalenner?start={payload}"


def rendered(content: Content, language: str = "en", **options: Any) -> str:
    given = {"invitation": INVITATION, **options}
    page = render_page(
        Themes.find().get("minimal"), content, {language: readers()[language]}, WithBot("/-/x/"), **given
    )
    return page.pages[language].decode()


def structured(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_title_is_the_name_with_as_many_services_as_there_is_room_for() -> None:
    services = tuple(PageService(number, f"A service of some length {number}", 30) for number in range(9))

    html = rendered(replace(NOBODY, services=services))

    assert "<title>Ada – A service of some length 0, A service of some length 1</title>" in html
    assert "<title>Ada</title>" in rendered(NOBODY)


def test_description_is_the_beginning_of_what_they_say_of_themselves() -> None:
    said = replace(NOBODY, about="<b>One</b> word after another " * 10)

    assert re.findall('<meta name="description" content="([^"]*)">', rendered(said) + rendered(NOBODY)) == [
        f"{'One word after another ' * 6}One word after…",
        "Book an appointment with Ada",
    ]


def alternates(html: str) -> list[tuple[str, str]]:
    return re.findall(r'hreflang="([\w-]+)" href="https://example.com/-/x/(\w+)/">\n', html)


def canonical(html: str) -> str:
    (language,) = re.findall(r'<link rel="canonical" href="https://example.com/-/x/(\w+)/">', html)
    return language


def test_page_is_announced_in_the_languages_it_has_texts_in_the_professionals_first() -> None:
    german = replace(NOBODY, language="de", line="Gärtner", translations={"fr": {"line": "Jardinier"}})
    announced = [("de", "de"), ("fr", "fr"), ("x-default", "de")]

    pages = {language: rendered(german, language) for language in ("de", "fr", "en", "ru")}

    assert {language: alternates(html) for language, html in pages.items()} == dict.fromkeys(pages, announced)
    assert {language: canonical(html) for language, html in pages.items()} == {
        "de": "de",
        "fr": "fr",
        "en": "de",
        "ru": "de",
    }
    assert '<html lang="ru">' in pages["ru"]
    assert '<meta property="og:locale" content="de_DE">' in pages["de"]


def test_texts_are_the_readers_else_the_main_ones_with_their_language() -> None:
    service = PageService(1, "Rückenmassage", 60, translations={"fr": {"name": "Massage du dos"}})
    german = replace(
        PRACTICE,
        language="de",
        line="Physiotherapie",
        about="Über mich",
        services=(service,),
        translations={"fr": {"line": "Kinésithérapie"}},
    )

    pages = (rendered(german, language) for language in ("fr", "en", "de"))
    french, english, own = (page.replace("\N{SOFT HYPHEN}", "") for page in pages)

    assert '<p class="tagline" dir="auto">Kinésithérapie</p>' in french
    assert '<div class="prose" lang="de" dir="auto"><p>Über mich</p></div>' in french
    assert "<h3>Massage du dos</h3>" in french
    assert '<p class="tagline" lang="de" dir="auto">Physiotherapie</p>' in english
    assert '<h3 lang="de">Rückenmassage</h3>' in english
    assert 'lang="de" dir' not in own
    assert structured(french)["makesOffer"][0]["itemOffered"]["name"] == "Massage du dos"


def test_line_stands_in_title_description_and_structured_data() -> None:
    html = rendered(replace(PRACTICE, line="Physiotherapy in Freiburg", about="Backs."))

    assert f"<title>{PRACTICE.name} – Physiotherapy in Freiburg</title>" in html
    assert '<meta name="description" content="Physiotherapy in Freiburg. Backs.">' in html
    assert structured(html)["slogan"] == "Physiotherapy in Freiburg"


def test_opening_hours_are_joined_where_they_touch_and_where_days_are_alike() -> None:
    hours = (
        *(PageHours(day, 540, 720) for day in (0, 1, 2, 4)),
        *(PageHours(day, 720, 1020) for day in (0, 1)),
        PageHours(5, 1320, 1440),
        PageHours(6, 0, 120),
    )

    html = rendered(replace(PRACTICE, hours=hours), "de")

    assert re.findall(r'<dt>([^<]*)</dt><dd dir="ltr">([^<]*)</dd>', html) == [
        ("Mo–Di", "9:00–17:00"),
        ("Mi", "9:00–12:00"),
        ("Fr", "9:00–12:00"),
        ("Sa", "22:00–2:00"),
    ]
    assert structured(html)["openingHours"] == [
        "Mo-Tu 09:00-17:00",
        "We 09:00-12:00",
        "Fr 09:00-12:00",
        "Sa 22:00-02:00",
    ]
    assert "<h2" in html and "Öffnungszeiten" not in rendered(replace(PRACTICE, hours=None), "de")


def test_contact_card_holds_what_reaches_the_practice() -> None:
    contact = Contact(
        "https://ada.example/", "ada@example.com", "+4976112345", "Hauptstr. 1; Hof\n79098 Freiburg"
    )
    card = vcard("Ada, Praxis", "ü" * 60, contact, "https://example.com/de/ada")

    lines = card.decode().split("\r\n")

    assert all(len(line.encode()) <= 75 for line in lines)
    assert card.decode().replace("\r\n ", "").split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Ada\\, Praxis",
        "N:;Ada\\, Praxis;;;",
        "ORG:Ada\\, Praxis",
        f"TITLE:{'ü' * 60}",
        "TEL;TYPE=WORK,VOICE:+4976112345",
        "EMAIL;TYPE=INTERNET:ada@example.com",
        "ADR;TYPE=WORK:;;Hauptstr. 1\\; Hof\\n79098 Freiburg;;;;",
        "URL:https://ada.example/",
        "URL:https://example.com/de/ada",
        "END:VCARD",
        "",
    ]


def test_practice_with_an_address_is_a_local_business_with_offers() -> None:
    data = structured(rendered(PRACTICE))

    assert (data["@type"], data["name"]) == ("LocalBusiness", PRACTICE.name)
    assert [(one["itemOffered"]["name"], one["price"]) for one in data["makesOffer"]] == [
        (one.name, f"{(one.price_minor or 0) / 100:.2f}") for one in PRACTICE.services
    ]


def test_somebody_without_an_address_is_a_person_and_hidden_prices_stay_hidden() -> None:
    data = structured(rendered(replace(NOBODY, services=(PageService(1, "Talk", 30),))))

    assert data["@type"] == "Person"
    assert data["makesOffer"] == [{"@type": "Offer", "itemOffered": {"@type": "Service", "name": "Talk"}}]


def test_name_cannot_end_what_search_engines_read() -> None:
    html = rendered(replace(NOBODY, name="</script><b>\u2028"))

    assert structured(html)["name"] == "</script><b>\u2028"
    assert html.count("</script>") == 1


def test_each_service_is_booked_by_a_link_of_its_own_and_packages_are_not() -> None:
    services = (PageService(7, "Talk", 30), PageService(8, "Five talks", 30, is_package=True))

    html = rendered(replace(NOBODY, services=services))

    assert set(re.findall(r'href="https://t\.me/kalenner\?start=([^"]*)"', html)) == {
        "i_sample",
        "b_sample-7",
    }


def test_without_an_invitation_nothing_leads_to_the_bot() -> None:
    assert "t.me/kalenner" not in rendered(replace(PRACTICE, links=()), invitation=None)


def test_buttons_at_the_services_can_be_switched_off() -> None:
    html = rendered(replace(PRACTICE, design=Design(options={"buttons": "no"})))

    assert ("b_sample" in html, 'data-buttons="no"' in html) == (False, True)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://t.me/x", "//t.me/x", "https://a@t.me/x"])
def test_link_of_a_plugin_that_is_no_address_of_the_web_is_left_out(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    html = rendered(replace(NOBODY, links=(PageLink("social", "odd", "Odd", url, ""),)))

    assert url not in html
    assert "the social link odd is left out of a page" in caplog.text


def test_contact_is_written_for_people_and_linked_for_telephones() -> None:
    html = rendered(replace(NOBODY, contact=Contact(phone="+4930123456", email="a+b@example.com")))

    assert f'<a href="tel:+4930123456">{abroad("+4930123456")}</a>' in html
    assert '<a href="mailto:a+b@example.com">a+b@example.com</a>' in html


@pytest.mark.parametrize(("photos", "expected"), [(0, ""), (1, "<p>1, alone</p>"), (5, "<p>5</p>")])
def test_template_counts_a_list(tmp_path: Path, photos: int, expected: str) -> None:
    body = """<p tal:condition="gallery">${gallery.count}<tal:a condition="gallery.count == 1">, alone</tal:a></p>"""
    theme = theme_of(tmp_path / "theme", {"templates/page.pt": body})
    content = replace(PRACTICE, gallery=PRACTICE.gallery[:photos])

    page = render_page(theme, content, {"en": readers()["en"]}, WithBot("/-/x/"))

    assert re.findall("<p>.*</p>", page.pages["en"].decode()) == ([expected] if expected else [])


def test_preview_is_for_nobody_to_find() -> None:
    html = rendered(PRACTICE, is_preview=True)

    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html


@pytest.mark.parametrize("name", ["practice", "backgrounds", "nothing", "markup", "emoji"])
def test_content_is_the_same_after_it_was_kept(name: str) -> None:
    content = sample(name, "de")

    assert Content.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_template_reads_where_its_repetition_is(tmp_path: Path) -> None:
    theme = theme_of(
        tmp_path / "t",
        {
            "templates/page.pt": '<main id="content"><h1>${profile.name}</h1><tal:a repeat="service services">'
            '<p tal:condition="not repeat.service.number > 2">${repeat.service.number} ${service.name}</p></tal:a></main>'
        },
    )

    page = render_page(theme, PRACTICE, {"en": readers()["en"]}, SampleAddresses())

    assert re.findall(r"<p>(.*?)</p>", page.pages["en"].decode()) == ["1 First appointment", "2 Deep massage"]
