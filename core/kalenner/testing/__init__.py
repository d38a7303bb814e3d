"""For tests of plugins: people who press and type, without a messenger."""

from kalenner.testing.channel import FakeChannel, fake_plugin
from kalenner.testing.people import Person
from kalenner.testing.practice import client_of, professional, stage_with
from kalenner.testing.presses import act, go
from kalenner.testing.stage import Stage

__all__ = [
    "FakeChannel",
    "Person",
    "Stage",
    "act",
    "client_of",
    "fake_plugin",
    "go",
    "professional",
    "stage_with",
]
