"""What plugins may put on a page: a link to the web, with an icon that is a drawing and nothing else."""

from functools import lru_cache

from kalenner.hooks.themes import PageLink
from kalenner.links import LinkRefused, check_link
from kalenner.themes.validator import validate_page


def check_page_link(link: PageLink) -> None:
    """Raise ValueError for a link that a page would refuse."""
    try:
        check_link(link.url)
    except LinkRefused as refused:
        raise ValueError(f"the {link.kind} link {link.key}: {refused.reason}") from refused
    faults = _faults_of(link.icon)
    if faults:
        raise ValueError(f"the icon of the {link.kind} link {link.key}: {'; '.join(faults)}")


@lru_cache(maxsize=128)
def _faults_of(icon: str) -> tuple[str, ...]:
    return tuple(validate_page(f"<svg>{icon}</svg>", ())[1])
