"""What becomes of a design: chosen, configured, with a banner and backgrounds, and asked for by the page."""

import datetime as dt

import pytest
from tests.core.home.people import professional, provider_of
from tests.plugins.design_templates.atelier import INSTALLED, Atelier, photo

from kalenner.clock import FixedClock
from kalenner.files import FILES, store_picture
from kalenner.hooks.themes import Design, PageBanner
from kalenner_design_templates.services import DesignService, UnknownDesign
from kalenner_profiles.content import ContentService

AS_SHIPPED = {"banner": "no", "header": "wide", "gallery": "slider", "services": "cards", "buttons": "yes"}


def test_a_page_has_the_default_design_until_one_is_chosen(atelier: Atelier) -> None:
    assert atelier.design == Design()
    assert atelier.work(lambda service, olga: service.theme_of(olga).id) == "calm"
    assert atelier.work(lambda service, olga: service.options(olga)) == AS_SHIPPED


@pytest.mark.parametrize("theme", INSTALLED)
def test_every_installed_design_can_be_chosen(atelier: Atelier, theme: str) -> None:
    atelier.work(lambda service, olga: service.choose(olga, theme))

    assert atelier.design == Design(theme)


@pytest.mark.parametrize("theme", ["nothing", "base", "", "../calm", "CALM"])
def test_what_is_no_design_is_refused(atelier: Atelier, theme: str) -> None:
    """The base theme is hidden: others inherit from it, nobody has it."""
    with pytest.raises(UnknownDesign):
        atelier.work(lambda service, olga: service.choose(olga, theme))

    assert atelier.design == Design()


def test_options_are_kept_when_another_design_is_chosen(atelier: Atelier) -> None:
    atelier.work(lambda service, olga: service.configure(olga, {"gallery": "3x"}))

    atelier.work(lambda service, olga: service.choose(olga, "studio"))

    assert atelier.design == Design("studio", {"gallery": "3x"})


@pytest.mark.parametrize("options", [{"gallery": "4x"}, {"colour": "red"}, {"header": "3x"}])
def test_an_option_that_does_not_exist_is_refused(atelier: Atelier, options: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        atelier.work(lambda service, olga: service.configure(olga, options))

    assert atelier.design == Design()


def test_choosing_says_since_when(atelier: Atelier, clock: FixedClock) -> None:
    first = atelier.work(lambda service, olga: service.choose(olga, "studio"))
    clock.move(60)
    again = atelier.work(lambda service, olga: service.choose(olga, "studio"))
    other = atelier.work(lambda service, olga: service.choose(olga, "calm"))

    assert [again - first, other - first] == [dt.timedelta(0), dt.timedelta(minutes=1)]


def test_a_draft_changes_nothing_until_it_is_saved(atelier: Atelier) -> None:
    atelier.work(lambda service, olga: service.draft(olga, "header", "narrow"))
    atelier.work(lambda service, olga: service.draft(olga, "gallery", "2x"))

    assert atelier.design == Design()
    assert atelier.work(lambda service, olga: service.is_unsaved(olga))
    assert atelier.work(lambda service, olga: service.drafted(olga)) == AS_SHIPPED | {
        "header": "narrow",
        "gallery": "2x",
    }

    atelier.work(lambda service, olga: service.save(olga))

    assert atelier.design == Design(options={"header": "narrow", "gallery": "2x"})
    assert not atelier.work(lambda service, olga: service.is_unsaved(olga))


def test_a_draft_that_is_as_before_is_none(atelier: Atelier) -> None:
    atelier.work(lambda service, olga: service.draft(olga, "header", "narrow"))
    atelier.work(lambda service, olga: service.draft(olga, "header", "wide"))

    assert not atelier.work(lambda service, olga: service.is_unsaved(olga))


def test_a_draft_is_dropped(atelier: Atelier) -> None:
    atelier.work(lambda service, olga: service.configure(olga, {"header": "narrow"}))
    atelier.work(lambda service, olga: service.draft(olga, "header", "wide"))

    atelier.work(lambda service, olga: service.discard(olga))

    assert atelier.work(lambda service, olga: service.drafted(olga)["header"]) == "narrow"


def test_a_banner_is_there_as_soon_as_it_says_something(atelier: Atelier) -> None:
    atelier.work(lambda service, olga: service.set_banner(olga, button="Read more", position="middle"))
    assert atelier.design.banner is None

    atelier.work(lambda service, olga: service.set_banner(olga, url="https://example.com/"))
    assert atelier.design.banner == PageBanner("", "", "Read more", "https://example.com/", "middle")

    atelier.work(lambda service, olga: service.set_banner(olga, url="", heading="Closed in July"))
    assert atelier.design.banner == PageBanner("Closed in July", "", "Read more", "", "middle")

    atelier.work(lambda service, olga: service.set_banner(olga, heading="", button=""))
    assert atelier.design.banner is None


def test_backgrounds_are_put_replaced_and_removed(atelier: Atelier) -> None:
    store = FILES.of(atelier.stage.app.registry)
    first, second = (store_picture(store, photo(colour)) for colour in ("teal", "plum"))

    def put(place, picture):
        return atelier.work(lambda service, olga: service.set_background(olga, place, picture))

    assert put("contact", first) is None
    assert put("page", second) is None
    assert list(atelier.design.backgrounds.items()) == [("page", second), ("contact", first)]
    assert put("contact", second) == first
    assert put("page", None) == second
    assert atelier.design.backgrounds == {"contact": second}
    with pytest.raises(KeyError):
        put("footer", first)


def test_a_design_is_one_professionals_own(atelier: Atelier) -> None:
    other = professional(atelier.stage, "Boris")
    atelier.work(lambda service, olga: service.choose(olga, "studio"))
    atelier.work(lambda service, olga: service.set_banner(olga, heading="Hello"))

    found = atelier.stage.run(
        lambda request: request.find_service(DesignService).design_of(provider_of(request, other))
    )

    assert found == Design()


def test_the_page_asks_for_the_design(atelier: Atelier) -> None:
    atelier.work(lambda service, olga: service.choose(olga, "tutor"))
    atelier.work(lambda service, olga: service.configure(olga, {"services": "list"}))

    content = atelier.ask(lambda request, olga: request.find_service(ContentService).gather(olga))

    assert content.design == Design("tutor", {"services": "list"})
