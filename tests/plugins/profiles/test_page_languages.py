"""In which languages a page is announced: those it has texts in, the professional's first."""

import re

from tests.plugins.profiles.practice_page import Practice

from kalenner.people import TranslationService
from kalenner_profiles.content import ContentService
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.renderer import snapshot_digest


def urls_in_sitemap(practice: Practice) -> dict[str, list[str]]:
    """Each of the page's addresses there, with the languages of its links and where the default leads."""
    text = practice.web.get("/sitemap.xml").text
    found = {}
    for url in re.findall(r"<url>(.*?)</url>", text):
        address = re.search(r"<loc>[^<]*?(/[a-z]{2}/olga)</loc>", url)
        if address:
            found[address[1]] = re.findall(r'hreflang="([^"]+)" href="[^"]*?/(\w\w)/olga"', url)
    return found


def test_page_is_in_the_sitemap_in_the_languages_it_has_texts_in(practice: Practice) -> None:
    def write(request, provider) -> None:
        provider.account.language = "de"
        request.find_service(ContentService).set_line(provider, "Massagen")
        request.find_service(TranslationService).set(provider, "profile", "line", "fr", "Massages")

    practice.work(write)
    practice.publish()

    links = [("de", "de"), ("fr", "fr"), ("x-default", "de")]
    assert urls_in_sitemap(practice) == {"/de/olga": links, "/fr/olga": links}
    assert '<html lang="ru">' in practice.page("ru")
    assert '<link rel="canonical" href="http://127.0.0.1:6543/de/olga">' in practice.page("ru")


def test_page_that_is_not_there_yet_is_not_in_the_sitemap(practice: Practice) -> None:
    practice.work(lambda request, provider: request.find_service(PublicationService).publish(provider).id)

    assert urls_in_sitemap(practice) == {}


def test_snapshot_of_an_earlier_release_is_shown_and_not_called_changed(practice: Practice) -> None:
    practice.publish()

    def age(request, provider) -> None:
        row = request.find_service(PublicationService).find_row(provider.id)
        content = {name: value for name, value in row.content.items() if name != "language"}
        row.content, row.digest = content, snapshot_digest(content)
        provider.account.language = "fr"
        request.find_service(PublicationService).refresh(provider.id)

    practice.work(age)
    practice.write()

    assert urls_in_sitemap(practice) == {"/fr/olga": [("fr", "fr"), ("x-default", "fr")]}
    assert '<link rel="canonical" href="http://127.0.0.1:6543/fr/olga">' in practice.page("de")
    assert not practice.work(
        lambda request, provider: request.find_service(PublicationService).is_changed(provider)
    )
