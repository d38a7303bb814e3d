"""The sample world for tests of any plugin, made once for a set of plugins and put back for the others."""

from kalenner.home.sample import make_sample
from kalenner.testing import Stage
from tests.snapshots import prepared


def make_sample_world(stage: Stage) -> None:
    """Make the sample people and their practices, as the first thing on a stage."""
    prepared(stage, ("sample world",), lambda: _make(stage))


def _make(stage: Stage) -> None:
    stage.run(make_sample)
