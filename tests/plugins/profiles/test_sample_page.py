"""The sample world's pages: worth looking at, with nobody's photos and nobody's numbers."""

import pytest
from pyramid.request import Request
from sqlalchemy import select

from kalenner import richtext
from kalenner.files import FILES
from kalenner.home.sample import draw_pictures, fill_if_empty
from kalenner.home.sample_faces import face_picture
from kalenner.people import Provider
from kalenner.testing import Stage
from kalenner.themes.content import Content
from kalenner_profiles.contacts import check_email, check_phone
from kalenner_profiles.content import ContentService
from kalenner_profiles.publications import Publication
from kalenner_profiles.sample_page import PAGES
from kalenner_profiles.sample_pictures import PAINTERS, PALETTES, picture


@pytest.mark.parametrize("key", PAGES)
def test_texts_are_what_a_person_could_have_entered(key: str) -> None:
    page = PAGES[key]

    assert richtext.parse(page.about).source == page.about
    assert check_email(page.email) == page.email
    assert page.phone == "" or check_phone(page.phone, "GB") == page.phone
    assert all(painter in PAINTERS and palette in PALETTES for painter, palette in page.photos)


def test_every_professional_has_a_page_to_look_at(stage: Stage) -> None:
    def read(request: Request) -> dict[str, Content]:
        content = request.find_service(ContentService)
        return {
            provider.nickname: content.gather(provider)
            for provider in request.dbsession.scalars(select(Provider).where(Provider.kind == "professional"))
        }

    stage.run(fill_if_empty)

    pages = stage.run(read, only_reads=True)
    assert {name: len(page.gallery) for name, page in pages.items()} == {
        "Physio Lena Weber": 6,
        "Репетитор Ольга": 3,
        "Camille Coiffure": 4,
    }
    lena = pages["Physio Lena Weber"]
    assert lena.contact.address == "Physio Lena Weber\nLindenstraße 12\n10969 Berlin"
    assert lena.about.startswith("<b>Wieder beweglich werden</b>")
    assert len(lena.services) == 6


def test_pictures_are_drawn_before_the_transaction(stage: Stage) -> None:
    draw_pictures(stage.app.registry)
    before = face_picture.cache_info().misses, picture.cache_info().misses

    stage.run(fill_if_empty)

    assert (face_picture.cache_info().misses, picture.cache_info().misses) == before


def test_pictures_are_drawn_once(stage: Stage) -> None:
    stage.run(fill_if_empty)
    store = FILES.of(stage.app.registry)

    def read(request: Request) -> list[bytes]:
        photos = request.find_service(ContentService).list_photos(1)
        return [store.get(photo.picture["variants"][0][3]) for photo in photos]

    assert len(set(stage.run(read, only_reads=True))) == 6


def test_the_pages_are_online_with_a_drawn_face_and_the_chosen_design(stage: Stage) -> None:
    def read(request: Request) -> list[tuple[str, bool, bool, str]]:
        publications = request.dbsession.scalars(select(Publication).order_by(Publication.id))
        return [
            (
                publication.provider.nickname,
                publication.is_online,
                publication.content["picture"] is not None,
                publication.content["design"]["theme"],
            )
            for publication in publications
        ]

    stage.run(fill_if_empty)

    assert stage.run(read, only_reads=True) == [
        ("Physio Lena Weber", True, True, "calm"),
        ("Репетитор Ольга", True, True, "tutor"),
        ("Camille Coiffure", True, True, "studio"),
    ]
