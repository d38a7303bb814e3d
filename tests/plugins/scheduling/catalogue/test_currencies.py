"""Which currencies there are to choose from is the operator's to say."""

import pytest
from tests.plugins.scheduling.people import People

from kalenner.preparation import StartFault, read_settings
from kalenner.settings import Source
from kalenner.testing import Stage
from kalenner_scheduling.catalogue.services import currencies_for
from kalenner_scheduling.settings import SchedulingSettings


def settings(text: str) -> SchedulingSettings:
    settings, _plugins = read_settings(Source({"scheduling.currencies": text}, environ={}))
    return settings.of(SchedulingSettings)


@pytest.mark.parametrize(
    ("text", "language", "currencies"),
    [
        ("EUR", "ru", ("EUR",)),
        ("EUR CHF USD", "en", ("EUR", "CHF", "USD")),
        ("CHF EUR", "en", ("EUR", "CHF")),
        ("EUR CHF:de CHF:fr RUB:ru", "de", ("EUR", "CHF")),
        ("EUR CHF:de CHF:fr RUB:ru", "en", ("EUR",)),
        ("EUR JPY KWD", "fr", ("EUR", "JPY", "KWD")),
        ("EUR RUB RUB:ru", "ru", ("EUR", "RUB")),
    ],
)
def test_currencies_are_offered_to_all_or_to_a_language(
    text: str, language: str, currencies: tuple[str, ...]
):
    assert currencies_for(settings(text), language) == currencies


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RUB",
        "EUR:de",
        "EUR ABC",
        "EUR eur",
        "EUR usd",
        "EUR RUB:",
        "EUR RUB:xx",
        "EUR EUR",
        "EUR, USD",
        "EUR CLF",
    ],
)
def test_a_wrong_list_is_a_fault_that_names_what_was_expected(text: str):
    source = Source({"scheduling.currencies": text}, file="production.ini", environ={})
    with pytest.raises(StartFault) as fault:
        read_settings(source)

    expects = "expected ISO 4217 codes, EUR among them, each once, such as EUR CHF RUB:ru"
    assert fault.value.faults == [f"production.ini: scheduling.currencies: {expects}, not {text!r}"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_professional_chooses_among_them(make_application):
    people = People(Stage(make_application(**{"scheduling.currencies": "EUR CHF JPY:de"})))
    people.olga.send("/settings")
    people.olga.press("Service settings")
    people.olga.press("Currency")

    assert people.olga.labels[1] == ["✔ EUR", "CHF"]
    people.olga.press("CHF")

    assert people.olga.labels[1] == ["EUR", "✔ CHF"]
