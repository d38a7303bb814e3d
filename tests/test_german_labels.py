"""The German words that are fixed: what a screen or message is called there, whatever else is put in better words.

An emoji or another sign may stand before a label.
"""

import re

import pytest

from tests.test_catalogues import messages

LABELS = {
    "kalenner": {
        "menu-heading": "Hauptmenü",
        "button-menu": "Hauptmenü",
        "button-back": "Zurück",
        "button-office": "Büro",
        "button-clients": "Kunden",
        "button-settings": "Einstellungen",
        "button-specialists": "Spezialistenliste",
        "button-service-settings": "Dienstleistungseinstellungen",
        "button-schedule-settings": "Terminplaneinstellungen",
        "button-general-settings": "Allgemeine Einstellungen",
        "button-time-zone": "Zeitzone",
        "button-about": "Über mich",
        "button-nickname": "Spitzname",
        "button-picture": "Logo oder Foto",
        "profile-book-service": "Diesen Service Buchen",
    },
    "kalenner_scheduling": {
        "button-services": "Dienstleistungen",
        "button-add-service": "Dienstleistung hinzufügen",
        "button-edit-service": "Dienstleistung bearbeiten",
        "button-delete": "Löschen",
        "button-starts-every": "Beginnt alle ${minutes} min",
        "button-currency-shown": "Währung: ${currency}, Preise sichtbar",
        "button-show": "Anzeigen",
        "button-hide": "Verbergen",
        "button-working-hours": "Arbeitszeiten",
        "button-holidays": "Feiertage",
        "button-vacation": "Urlaub",
        "button-away": "Abwesend",
        "button-appointments": "Termine",
        "button-past-appointments": "Vergangene Termine",
        "button-today": "Heute",
        "button-calendar": "Kalender",
        "button-accept": "Akzeptieren",
        "button-decline": "Ablehnen",
        "button-cancel-appointment": "Stornieren",
        "button-meeting-info": "Meeting-Info",
        "button-enter-location": "Standort eingeben",
        "button-send-request": "Terminanfrage senden",
        "button-slot-appointment": "Termin",
        "button-slot-away": "Abwesend",
        "button-confirm": "Bestätigen",
        "status-pending": "Ausstehend",
        "status-accepted": "Akzeptiert",
        "status-declined": "Abgelehnt",
        "status-cancelled": "Storniert",
        "status-completed": "Abgeschlossen",
        "status-missed": "Verpasst",
    },
    "kalenner_payments": {
        "button-payment": "Zahlung",
        "button-set-price": "Preis festlegen",
        "button-add-payment": "Zahlung hinzufügen",
    },
    "kalenner_payment_links": {
        "button-payment-link": "Zahlungslink",
        "button-is-package": "Ist Paket?: ${value}",
        "button-package": "Paket",
        "button-not-package": "Kein Paket",
        "button-payment": "Zahlung",
    },
    "kalenner_bank_transfer": {
        "button-bank-transfer": "Überweisung",
    },
    "kalenner_invitations": {
        "button-invitation-link": "Einladungslink",
        "button-add-link": "Neuen Einladungslink hinzufügen",
        "button-get-link": "Einladungslink abrufen",
        "choice-one-time": "Einmalig",
        "choice-multiple-use": "Mehrfachnutzung",
    },
    "kalenner_profiles": {
        "button-information": "Berufliche Informationen",
        "button-profile": "Profil",
        "button-publish": "Profilseite erstellen",
    },
    "kalenner_chat": {"button-chat": "Chat"},
    "kalenner_documents": {
        "button-documents": "Dokumente",
        "button-consent-status": "Einwilligungsstatus",
        "button-upload": "Hochladen",
        "button-download": "Download",
        "button-requirement": "Einwilligungsanforderung ändern",
        "button-yes": "Ja",
        "button-no": "Nein",
        "button-confirm": "Bestätigen",
        "answers-waiting": "Warten auf Prüfung: ${number}",
        "status-waiting": "Warten auf Prüfung",
        "status-agreed": "Zugestimmt (${day})",
        "status-declined": "Abgelehnt (${day})",
    },
    "kalenner_social_links": {"button-social-media": "Soziale Medien"},
    "kalenner_design_templates": {
        "button-choose-design": "Design Wählen",
        "button-configuration": "Design-Konfiguration",
        "button-save": "Speichern",
        "button-banner-details": "Banner-Details",
        "button-backgrounds": "Hintergründe",
        "button-yes": "Ja",
        "button-no": "Nein",
        "button-wide": "Breit",
        "button-narrow": "Schmal",
        "button-slider": "Slider",
        "button-cards": "Karten",
        "button-fold-out": "+",
        "option-services": "Dienstleistungen",
        "option-buttons": "Schaltflächen",
        "button-main": "Haupthintergrund",
        "button-page-header": "Kopfzeile",
        "button-contact": "Kontakt",
        "button-top": "Oben",
        "button-middle": "Mitte",
    },
    "kalenner_reminders": {"button-send-reminder": "Erinnerung senden"},
}
ROWS = [(package, name, label) for package, labels in LABELS.items() for name, label in labels.items()]


def _bare(text: str) -> str:
    """Return a label without tags and without the sign before it."""
    return re.sub(r"^(ℹ|[^\w+])+", "", re.sub("<[^>]+>", "", text))


@pytest.mark.parametrize(("package", "name", "label"), ROWS)
def test_label_is_as_it_is_fixed(package: str, name: str, label: str) -> None:
    assert _bare(messages(package, "de")[name].string) == label
