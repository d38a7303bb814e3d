"""Help: the usual questions and their answers, in the chat and on the web.

Answers are Markdown files in the packages of the plugins they speak of; `platform_help_folders` finds them.
Each says in its head which labels lead to what it describes, and a test presses them in every language.

- `answers.py` reads a file, `markdown.py` shows it in a chat and on a page, `library.py` holds all of them.
- `search.py` finds an answer by words that somebody typed.
- `walker.py` presses what answers say, in the sample world; `drawings.py` keeps the screens that were seen.
- `planned.py` lists every question that is to be answered in the end, in the order in which they are shown.
"""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner_help import routes

_ = TranslationStringFactory("kalenner_help")


def includeme(config: Configurator) -> None:
    """Register the screens, the command and the pages."""
    config.add_command("help", press=routes.topics(), label=_("command-help"), weight=35)
    config.scan(ignore="kalenner_help.walker")
    config.include("kalenner_help.web")
