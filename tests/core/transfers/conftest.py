"""A library: an application whose plugin lends private files."""

import pytest

from tests.conftest import FEATURES, MakeApp
from tests.core.transfers.library import PUBLIC, Library, library_plugin


@pytest.fixture
def library(make_application: MakeApp) -> Library:
    return Library(make_application(library_plugin(), off=FEATURES, **PUBLIC))
