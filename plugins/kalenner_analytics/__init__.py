"""Analytics: the figures that a practice is run by, as words, as pictures, on the web and as files.

- `periods.py` says which days are looked at, and which before them they are compared with.
- `queries.py` reads the appointments of a period.
- `definitions.py` is the one place that says what each figure means.
- `report.py` puts them together with what other plugins contribute.
- `words.py` writes them for a phone, `charts.py` draws them.
- `web.py` shows them in the browser, `files.py` makes tables, `summary.py` tells them each month.
"""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_analytics")


def includeme(config: Configurator) -> None:
    """Register the screens, the drawings, the files and the page."""
    config.include("kalenner_analytics.charts")
    config.include("kalenner_analytics.files")
    config.include("kalenner_analytics.web")
    config.include("kalenner_analytics.summary")
    config.scan("kalenner_analytics.screens")
