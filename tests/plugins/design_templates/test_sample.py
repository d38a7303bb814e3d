"""The sample world: three professionals whose pages look different."""

import pytest
from sqlalchemy import select

from kalenner.home.sample import make_sample
from kalenner.people import Provider
from kalenner.testing import Stage
from kalenner.themes import Themes
from kalenner.themes.discovery import THEMES
from kalenner_design_templates.services import DesignService

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def designs(request) -> dict[str, str]:
    make_sample(request)
    service = request.find_service(DesignService)
    practices = select(Provider).where(Provider.account_id.is_not(None))
    providers = request.dbsession.scalars(practices.order_by(Provider.id))
    return {provider.nickname: service.design_of(provider).theme for provider in providers}


def test_sample_professionals_have_different_designs(stage: Stage) -> None:
    assert stage.run(designs) == {
        "Physio Lena Weber": "calm",
        "Репетитор Ольга": "tutor",
        "Camille Coiffure": "studio",
    }


def test_designs_that_are_not_installed_are_left_out(make_application, tmp_path) -> None:
    app = make_application()
    themes = Themes.find()
    THEMES.put(app.registry, Themes.read({name: themes.get(name).folder for name in ("base", "calm")}))

    assert Stage(app).run(designs) == {
        "Physio Lena Weber": "calm",
        "Репетитор Ольга": "",
        "Camille Coiffure": "",
    }
