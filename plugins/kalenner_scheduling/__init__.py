"""Scheduling: services, working time, free times, appointments."""

from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_scheduling")
