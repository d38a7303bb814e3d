"""What plugins do when an organization is dissolved."""

import pytest

from kalenner.hooks import hookimpl
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.requests import Request
from kalenner.testing import Stage
from kalenner_organizations.services import MemberService
from tests.conftest import MakeApp
from tests.plugins.organizations.steps import PARK, account_of, founder, organization_of


class Closing:
    """Keeps what it is told, or raises."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bool]] = []

    @hookimpl
    def platform_provider_closed(self, provider) -> None:  # type: ignore[no-untyped-def]
        self.heard.append((provider.nickname, provider.closed_at is not None))


class Broken:
    """Raises."""

    @hookimpl
    def platform_provider_closed(self) -> None:
        raise RuntimeError("boom")


def test_hook_platform_provider_closed_is_told_once_an_organization_is_dissolved(
    make_application: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    closing = Closing()
    plugins = [
        LoadedPlugin(Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), made)
        for name, made in (("aaa_broken", Broken()), ("closing", closing))
    ]
    stage = Stage(make_application(*plugins))
    robin = founder(stage)

    def dissolve(request: Request) -> None:
        request.find_service(MemberService).dissolve(organization_of(request), account_of(request, robin))

    stage.run(dissolve)

    assert closing.heard == [(PARK, True)]
    assert "plugin aaa_broken raised in the hook platform_provider_closed and was skipped" in caplog.messages
