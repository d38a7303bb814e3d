"""Designs of the sample world."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from pyramid.request import Request

from kalenner.hooks.platform import SampleProfessional
from kalenner.hooks.themes import PageBanner
from kalenner.people import Provider
from kalenner_design_templates.services import DesignService, UnknownDesign


@dataclass(frozen=True)
class SampleDesign:
    """What a sample professional has chosen."""

    theme: str
    options: Mapping[str, str] = field(default_factory=dict)
    banner: PageBanner = field(default_factory=PageBanner)


DESIGNS = {
    "physiotherapist": SampleDesign("calm"),
    "tutor": SampleDesign(
        "tutor",
        {"banner": "yes", "services": "list"},
        PageBanner("Пробное занятие", "Полчаса, чтобы познакомиться и составить план."),
    ),
    "hairdresser": SampleDesign("studio", {"gallery": "2x", "header": "narrow"}),
}


def fill(request: Request, sample: SampleProfessional) -> None:
    """Choose and configure a design for a professional; the default one where it is not installed."""
    design = DESIGNS.get(sample.key)
    if design is None:
        return
    service: DesignService = request.find_service(DesignService)
    provider = cast("Provider", sample.provider)
    try:
        service.choose(provider, design.theme)
    except UnknownDesign:
        return
    service.configure(provider, design.options)
    banner = design.banner
    service.set_banner(
        provider,
        heading=banner.heading,
        text=banner.text,
        button=banner.button,
        url=banner.url,
        position=banner.position,
    )
