"""The texts of a professional in further languages: one set of screens for the texts of every plugin."""

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner import richtext
from kalenner.home import routes
from kalenner.hooks.platform import TranslatableText
from kalenner.i18n import LANGUAGES, _
from kalenner.people import TranslationService, main_language, other_languages
from kalenner.people.policy import NotAvailable, ProviderContext
from kalenner.screens import (
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
)
from kalenner.screens.answers import FormattedText, Text

_CODES = tuple(LANGUAGES)
_MOST_SHOWN = 200
"""Characters of a text in a list of texts."""


class SubjectContext(ProviderContext):
    """What has the texts, such as a service: the argument ``subject``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.subject: str = request.args["subject"]
        self.texts: list[TranslatableText] = request.hooks.platform_translatable_texts(
            provider=self.provider, subject=self.subject
        )
        self.translations = request.find_service(TranslationService).of(self.provider, self.subject)


class LanguageContext(SubjectContext):
    """The same in one language: the argument ``language`` is its place."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        place = request.args["language"]
        if not 0 <= place < len(_CODES) or _CODES[place] == main_language(self.provider):
            raise NotAvailable
        self.place, self.language = place, _CODES[place]
        self.translated = self.translations.get(self.language, {})


class TextContext(LanguageContext):
    """One of the texts: the argument ``number`` is its place."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if not 0 <= request.args["number"] < len(self.texts):
            raise NotAvailable
        self.text = self.texts[request.args["number"]]
        self.current = self.translated.get(self.text.field, "")

    def keep(self, request: Request, text: str) -> None:
        """Keep the text in this language; an empty one removes it."""
        service: TranslationService = request.find_service(TranslationService)
        service.set(self.provider, self.subject, self.text.field, self.language, text)


def languages_button(request: Request, subject: str) -> Button:
    """Return the button that leads to the texts of a subject in other languages."""
    return Button(request.label(_("button-languages")), routes.translations(subject=subject))


@screen(routes.translations, context=SubjectContext)
def show_languages(context: SubjectContext, request: Request) -> Screen:
    """Show the languages, each with how many of the texts are given in it."""
    back = request.hooks.platform_find_subject(provider=context.provider, subject=context.subject)
    rows = []
    for code in other_languages(context.provider) if context.texts else []:
        given = sum(1 for text in context.texts if context.translations.get(code, {}).get(text.field))
        label = f"{LANGUAGES[code]} · {given}/{len(context.texts)}"
        press = routes.translations_language(subject=context.subject, language=_CODES.index(code))
        rows.append((Button(label, press),))
    language = LANGUAGES[main_language(context.provider)]
    heading = _("translations-heading") if rows else _("translations-empty")
    return Screen(
        request.text(heading, language=language), rows=tuple(rows), back=back or routes.settings_general()
    )


@screen(routes.translations_language, context=LanguageContext)
def show_texts(context: LanguageContext, request: Request) -> Screen:
    """Show the texts in one language; those that are missing as they are in the professional's own."""
    rows = []
    for number, text in enumerate(context.texts):
        sign = "✓ " if context.translated.get(text.field) else ""
        press = routes.translations_change(subject=context.subject, language=context.place, number=number)
        row = [Button(f"{sign}{text.label}", press)]
        if sign:
            remove = routes.translations_remove(
                subject=context.subject, language=context.place, number=number
            )
            row.append(Button(request.label(_("button-remove")), remove, Style.DANGER))
        rows.append(tuple(row))
    return Screen(
        paragraphs(
            request.text(_("translations-language"), language=LANGUAGES[context.language]),
            *(_line(request, context, text) for text in context.texts),
        ),
        rows=tuple(rows),
        back=routes.translations(subject=context.subject),
    )


def _line(request: Request, context: LanguageContext, text: TranslatableText) -> Markup:
    translated = context.translated.get(text.field, "")
    label = request.text(_("translation-label"), label=text.label)
    if not translated:
        return lines(label, request.text(_("translation-missing"), text=_short(text, text.text)))
    return lines(label, _short(text, translated))


def _short(text: TranslatableText, source: str) -> str:
    plain = richtext.parse(source).plain() if text.kind == "formatted" else source
    return plain if len(plain) <= _MOST_SHOWN else f"{plain[: _MOST_SHOWN - 1]}…"


def form(context: TextContext, request: Request) -> colander.SchemaNode:
    """Ask for one text; the original is shown as it was typed."""
    text = context.text
    if text.kind == "formatted":
        kind: colander.SchemaType = FormattedText(1, text.most)
    else:
        kind = Text(1, text.most, multiline=text.kind == "lines")
    prompt = request.text(
        _("ask-translation"),
        label=text.label,
        language=LANGUAGES[context.language],
        text=text.text,
        most=request.reader.number(text.most),
    )
    is_shown = context.current and text.kind != "formatted"
    ask = Ask(prompt, shown=context.current if is_shown else "")
    return form_of(question("text", kind, ask, current=context.current or colander.null))


@screen(routes.translations_change, context=TextContext, form=form)
def change(context: TextContext, request: Request) -> Screen:
    """Keep a text in one language."""
    answer = request.values["text"]
    context.keep(request, answer.source if isinstance(answer, richtext.RichText) else answer)
    return request.show(
        routes.translations_language(subject=context.subject, language=context.place), notice=saved(request)
    )


@screen(routes.translations_remove, context=TextContext)
def remove(context: TextContext, request: Request) -> Screen:
    """Forget a text in one language."""
    context.keep(request, "")
    notice = Notice(request.label(_("removed")))
    return request.show(
        routes.translations_language(subject=context.subject, language=context.place), notice=notice
    )
