"""Who is kept out: other machines, proxies, other sites; and what the page may load."""

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError
from webtest import TestApp

from kalenner_playground import reason_against
from kalenner_playground.fake_telegram import TOKEN

OWN = {"X-Kalenner-Playground": "1"}
PAGE = "/-/playground/"
PEOPLE = "/-/playground/api/people"
GET_ME = f"/-/botapi/bot{TOKEN}/getMe"
ADA = {"first_name": "Ada", "language": "en"}


@pytest.fixture
def web(wsgi_app):
    return TestApp(wsgi_app, extra_environ={"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:6543"})


@pytest.mark.parametrize("path", [PAGE, "/-/playground/api/state", "/-/playground/files/x", GET_ME])
@pytest.mark.parametrize(
    "environ",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "rebound.example:6543"},
        {"HTTP_HOST": "localhost.example.org"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_strangers_are_refused(web, path, environ):
    assert web.get(path, extra_environ=environ, status=403).content_type == "text/plain"


@pytest.mark.parametrize("host", ["localhost:6543", "127.0.0.1", "[::1]:6543"])
def test_this_machine_is_let_in_by_each_of_its_names(web, host):
    address = "::1" if "::1" in host else "127.0.0.1"
    web.get(PAGE, extra_environ={"HTTP_HOST": host, "REMOTE_ADDR": address}, status=200)


def test_page_sends_a_strict_policy(web):
    headers = web.get(PAGE).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def test_page_has_no_inline_script_or_style(web):
    html = web.get(PAGE).html
    assert [tag for tag in html.find_all("script") if not tag.get("src")] == []
    assert html.find_all("style") == []
    names = {name for tag in html.find_all() for name in tag.attrs}
    assert {name for name in names if name == "style" or name.startswith("on")} == set()


def test_own_page_may_act(web):
    answer = web.post_json(PEOPLE, ADA, headers=OWN | {"Origin": "http://127.0.0.1:6543"})
    assert answer.json["name"] == "Ada"


@pytest.mark.parametrize(
    "path", [PEOPLE, PEOPLE + "/1/send", "/-/playground/api/clock", "/-/playground/api/faults"]
)
def test_other_sites_may_not_act(web, path):
    web.post_json(path, ADA, status=403)
    web.post_json(path, ADA, headers=OWN | {"Origin": "https://elsewhere.example"}, status=403)
    web.post(path, ADA, headers=OWN, status=403)
    web.post(path, "{}", headers=OWN | {"Content-Type": "text/plain"}, status=403)
    web.get(path, headers=OWN, status=404)


@pytest.mark.parametrize("headers", [{"Origin": "http://127.0.0.1:6543"}, {"Sec-Fetch-Site": "cross-site"}])
def test_browsers_may_not_call_the_bot_api(web, headers):
    assert web.post(GET_ME).json["ok"] is True
    web.post(GET_ME, headers=headers, status=403)


def test_wrong_token_opens_nothing(web):
    assert web.get("/-/botapi/bot1:x/getMe", status=401).json == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }
    web.get("/-/botapi/file/bot1:x/photos/file_0.jpg", status=401)


def test_page_never_names_the_token(web):
    web.post(GET_ME)
    assert TOKEN not in web.get(PAGE).text + web.get("/-/playground/api/state").text


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"telegram.token": "123:real"}, "telegram.token"),
        ({"web.public_url": "https://kalenner.example"}, "web.public_url"),
        ({"web.host": "0.0.0.0"}, "web.host"),
    ],
)
def test_no_playground_near_a_real_bot_or_a_public_address(settings, named):
    assert reason_against(settings).startswith(named)
    with pytest.raises(ConfigurationError, match=named):
        Configurator(settings=settings).include("kalenner_playground")


def test_playground_on_this_machine_only_is_fine():
    settings = {"telegram.token": TOKEN, "web.public_url": "http://127.0.0.1:6543", "web.host": "127.0.0.1"}
    assert reason_against(settings) == ""
