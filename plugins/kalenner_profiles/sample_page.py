"""Profile pages of the sample world: what its professionals say, and their photos."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner import richtext
from kalenner.files import FileService
from kalenner.home.sample import DRAWN_BEFORE
from kalenner.hooks.platform import SampleProfessional
from kalenner.themes import ThemeFault
from kalenner_profiles.content import ContentService
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.sample_pictures import picture
from kalenner_profiles.targets import reason_against_writing

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SamplePage:
    """What one professional says; photos are a painter and a palette each.

    Telephone numbers are of the ranges that are kept for fiction, hosts of those kept for examples.
    """

    line: str
    about: str
    website: str
    email: str
    phone: str
    address: str
    photos: Sequence[tuple[str, str]]


PAGES = {
    "physiotherapist": SamplePage(
        line="Physiotherapie in Berlin-Kreuzberg",
        about=(
            "<b>Wieder beweglich werden</b>, in Ruhe und ohne Zeitdruck.\n\n"
            "Seit zwölf Jahren begleite ich Menschen nach Verletzungen und Operationen, bei Rückenschmerzen "
            "und Verspannungen. Jede Behandlung beginnt mit einem Gespräch: "
            "<i>Was möchten Sie wieder können?</i>\n\n"
            "Meine Schwerpunkte sind <b>manuelle Therapie</b> und <b>Krankengymnastik</b>. Mehr darüber, "
            'wie ich arbeite, steht auf <a href="https://example.org/physio">meiner Website</a>.'
        ),
        website="https://example.org/physio",
        email="praxis@example.org",
        phone="+493023125001",
        address="Physio Lena Weber\nLindenstraße 12\n10969 Berlin",
        photos=(
            ("stones", "sage"),
            ("leaves", "sage"),
            ("arches", "clay"),
            ("hills", "sea"),
            ("waves", "sage"),
            ("rings", "clay"),
        ),
    ),
    "tutor": SamplePage(
        line="Математика: подготовка к ОГЭ и ЕГЭ",
        about=(
            "<b>Математика без страха.</b>\n\n"
            "Готовлю к ОГЭ и ЕГЭ, помогаю догнать программу и полюбить задачи. Занимаемся в вашем темпе: "
            "сначала <i>понять</i>, потом решать."
        ),
        website="https://example.org/matematika",
        email="olga@example.org",
        phone="",
        address="",
        photos=(("rings", "sea"), ("arches", "sea"), ("hills", "dusk")),
    ),
    "hairdresser": SamplePage(
        line="Coiffure et couleurs végétales à Paris",
        about=(
            "Un petit salon, une seule cliente à la fois.\n\n"
            "<b>Coupes</b>, <b>couleurs végétales</b> et conseils sincères, avec le temps qu’il faut. "
            "<i>Les enfants sont les bienvenus.</i>"
        ),
        website="",
        email="bonjour@example.org",
        phone="+33199005001",
        address="Camille Coiffure\n8 rue des Lilas\n75019 Paris",
        photos=(("waves", "dusk"), ("leaves", "clay"), ("arches", "dusk"), ("rings", "dusk")),
    ),
}


def fill(request: Request, sample: SampleProfessional) -> None:
    """Give a professional of the sample what a page says; others are left alone."""
    page = PAGES.get(sample.key)
    if page is None:
        return
    content = request.find_service(ContentService)
    content.set_line(sample.provider, page.line)
    content.show_hours(sample.provider, shows=True)
    content.set_about(sample.provider, richtext.parse(page.about).source)
    content.set_contact(
        sample.provider, website=page.website, email=page.email, phone=page.phone, address=page.address
    )
    for painter, palette in page.photos:
        stored = request.find_service(FileService).put_variants(picture(painter, palette))
        content.add_photo(sample.provider, stored)


def draw_photos() -> None:
    """Draw the photos of all pages, which takes seconds, before the sample is made."""
    for page in PAGES.values():
        for painter, palette in page.photos:
            picture(painter, palette)


def publish(request: Request, sample: SampleProfessional) -> None:
    """Put the page online, where pages may be written and the design has no fault."""
    if reason_against_writing(request):
        return
    try:
        request.find_service(PublicationService).publish(sample.provider)
    except ThemeFault as fault:
        log.warning("the page of a sample professional is not published: %s", fault)


def includeme(config: Configurator) -> None:
    """Let the photos be drawn before the sample is made."""
    DRAWN_BEFORE.of(config.registry).append(draw_photos)
