"""What becomes of a design: chosen, configured, with a banner and backgrounds, and asked for by the page."""

import datetime as dt

import pytest
from tests.core.home.people import professional, provider_of
from tests.plugins.design_templates.designer import INSTALLED, Designer, photo

from kalenner.clock import FixedClock
from kalenner.file_use import FileUse
from kalenner.files import FILES, make_picture, store_variants
from kalenner.hooks.themes import Design, PageBanner
from kalenner_design_templates.services import DesignService, UnknownDesign
from kalenner_profiles.content import ContentService

AS_SHIPPED = {
    "banner": "no",
    "header": "wide",
    "gallery": "slider",
    "services": "cards",
    "buttons": "yes",
    "accent": "own",
}


def test_a_page_has_the_default_design_until_one_is_chosen(designer: Designer) -> None:
    assert designer.design == Design()
    assert designer.work(lambda service, olga: service.theme_of(olga).id) == "calm"
    assert designer.work(lambda service, olga: service.options(olga)) == AS_SHIPPED


@pytest.mark.parametrize("theme", INSTALLED)
def test_every_installed_design_can_be_chosen(designer: Designer, theme: str) -> None:
    designer.work(lambda service, olga: service.choose(olga, theme))

    assert designer.design == Design(theme)


@pytest.mark.parametrize("theme", ["nothing", "base", "", "../calm", "CALM"])
def test_what_is_no_design_is_refused(designer: Designer, theme: str) -> None:
    """The base theme is hidden: others inherit from it, nobody has it."""
    with pytest.raises(UnknownDesign):
        designer.work(lambda service, olga: service.choose(olga, theme))

    assert designer.design == Design()


def test_options_are_kept_when_another_design_is_chosen(designer: Designer) -> None:
    designer.work(lambda service, olga: service.configure(olga, {"gallery": "3x"}))

    designer.work(lambda service, olga: service.choose(olga, "studio"))

    assert designer.design == Design("studio", {"gallery": "3x"})


@pytest.mark.parametrize("options", [{"gallery": "4x"}, {"colour": "red"}, {"header": "3x"}])
def test_an_option_that_does_not_exist_is_refused(designer: Designer, options: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        designer.work(lambda service, olga: service.configure(olga, options))

    assert designer.design == Design()


def test_choosing_says_since_when(designer: Designer, clock: FixedClock) -> None:
    first = designer.work(lambda service, olga: service.choose(olga, "studio"))
    clock.move(60)
    again = designer.work(lambda service, olga: service.choose(olga, "studio"))
    other = designer.work(lambda service, olga: service.choose(olga, "calm"))

    assert [again - first, other - first] == [dt.timedelta(0), dt.timedelta(minutes=1)]


def test_a_draft_changes_nothing_until_it_is_saved(designer: Designer) -> None:
    designer.work(lambda service, olga: service.draft(olga, "header", "narrow"))
    designer.work(lambda service, olga: service.draft(olga, "gallery", "2x"))

    assert designer.design == Design()
    assert designer.work(lambda service, olga: service.is_unsaved(olga))
    assert designer.work(lambda service, olga: service.drafted(olga)) == AS_SHIPPED | {
        "header": "narrow",
        "gallery": "2x",
    }

    designer.work(lambda service, olga: service.save(olga))

    assert designer.design == Design(options={"header": "narrow", "gallery": "2x"})
    assert not designer.work(lambda service, olga: service.is_unsaved(olga))


def test_a_draft_that_is_as_before_is_none(designer: Designer) -> None:
    designer.work(lambda service, olga: service.draft(olga, "header", "narrow"))
    designer.work(lambda service, olga: service.draft(olga, "header", "wide"))

    assert not designer.work(lambda service, olga: service.is_unsaved(olga))


def test_a_draft_is_dropped(designer: Designer) -> None:
    designer.work(lambda service, olga: service.configure(olga, {"header": "narrow"}))
    designer.work(lambda service, olga: service.draft(olga, "header", "wide"))

    designer.work(lambda service, olga: service.discard(olga))

    assert designer.work(lambda service, olga: service.drafted(olga)["header"]) == "narrow"


def test_a_banner_is_there_as_soon_as_it_says_something(designer: Designer) -> None:
    designer.work(lambda service, olga: service.set_banner(olga, button="Read more", position="middle"))
    assert designer.design.banner is None

    designer.work(lambda service, olga: service.set_banner(olga, url="https://example.com/"))
    assert designer.design.banner == PageBanner("", "", "Read more", "https://example.com/", "middle")

    designer.work(lambda service, olga: service.set_banner(olga, url="", heading="Closed in July"))
    assert designer.design.banner == PageBanner("Closed in July", "", "Read more", "", "middle")

    designer.work(lambda service, olga: service.set_banner(olga, heading="", button=""))
    assert designer.design.banner is None


def test_backgrounds_are_put_replaced_and_removed(designer: Designer) -> None:
    store = FILES.of(designer.stage.app.registry)
    first, second = (
        store_variants(store, make_picture(photo(colour), FileUse.PICTURE).sizes)
        for colour in ("teal", "plum")
    )

    def put(place, picture):
        return designer.work(lambda service, olga: service.set_background(olga, place, picture))

    assert put("contact", first) is None
    assert put("page", second) is None
    assert list(designer.design.backgrounds.items()) == [("page", second), ("contact", first)]
    assert put("contact", second) == first
    assert put("page", None) == second
    assert designer.design.backgrounds == {"contact": second}
    with pytest.raises(KeyError):
        put("footer", first)


def test_a_design_is_one_professionals_own(designer: Designer) -> None:
    other = professional(designer.stage, "Boris")
    designer.work(lambda service, olga: service.choose(olga, "studio"))
    designer.work(lambda service, olga: service.set_banner(olga, heading="Hello"))

    found = designer.stage.run(
        lambda request: request.find_service(DesignService).design_of(provider_of(request, other))
    )

    assert found == Design()


def test_the_page_asks_for_the_design(designer: Designer) -> None:
    designer.work(lambda service, olga: service.choose(olga, "tutor"))
    designer.work(lambda service, olga: service.configure(olga, {"services": "list"}))

    content = designer.ask(lambda request, olga: request.find_service(ContentService).gather(olga))

    assert content.design == Design("tutor", {"services": "list"})
