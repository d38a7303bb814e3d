"""For tests of plugins: people who press and type, without a messenger."""

from kalenner.testing.channel import FakeChannel, fake_plugin
from kalenner.testing.people import Person, Stage

__all__ = ["FakeChannel", "Person", "Stage", "fake_plugin"]
