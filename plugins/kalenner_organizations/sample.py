"""Organizations in the sample world: a practice of three, whose owner offers no services."""

from typing import cast

from pyramid.request import Request
from sqlalchemy import select

from kalenner.home.sample import PRACTICES, SamplePerson, sample_account
from kalenner.hooks.platform import SampleProfessional
from kalenner.people import Provider
from kalenner_organizations.services import MemberService

OWNER = SamplePerson("4001", "Robin", "de", "Europe/Berlin")
NAME = "Praxis am Park"


def fill(request: Request, sample: SampleProfessional) -> None:
    """Let the sample professionals work as one, once the last of them is there."""
    if sample.key != PRACTICES[-1].key:
        return
    service: MemberService = request.find_service(MemberService)
    organization = service.found(sample_account(request, OWNER), NAME)
    names = [one.nickname for one in PRACTICES]
    query = select(Provider).where(Provider.nickname.in_(names)).order_by(Provider.id)
    for practice in request.dbsession.scalars(query):
        service.join(organization, cast("Provider", practice), is_told=False)
