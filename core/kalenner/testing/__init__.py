"""For tests of plugins: people who press and type, without a messenger."""

from kalenner.testing.channel import FakeChannel, fake_plugin
from kalenner.testing.people import Person, Stage
from kalenner.testing.presses import act, go

__all__ = ["FakeChannel", "Person", "Stage", "act", "fake_plugin", "go"]
