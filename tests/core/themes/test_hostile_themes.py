"""Themes that mean harm: the checker refuses each, and rendering refuses it again."""

import resource
import time
from pathlib import Path

import pytest
from tests.core.themes.theme_files import MANIFEST, themes_of, write

from kalenner.themes import Severity, ThemeFault, Themes, render_page
from kalenner.themes.linter import check
from kalenner.themes.samples import INVITATION, SampleAddresses, readers, sample

SECONDS = 3.0
BYTES = 100 * 1024 * 1024

EXPRESSIONS = [
    "open('/etc/passwd').read()",
    "__import__('os').system('true')",
    "profile.__class__",
    "profile.name.__class__.__mro__",
    "profile.name.upper()",
    "macros.__class__",
    "macros.values",
    "macros.page",
    "text.__init__",
    "text.values",
    "repeat",
    "repeat.values",
    "econtext",
    "rcontext",
    "attrs",
    "default.name",
    "nothing",
    "translate",
    "decode",
    "target_language.x",
    "__stream",
    "__append",
    "open",
    "print",
    "getattr",
    "profile",
    "services",
    "services[0]",
    "services.count()",
    "services.index",
    "services.__len__",
    "profile.name.count",
    "text.count",
    "(lambda: 1)()",
    "[x for x in services]",
    "(x := 1)",
    "f'{profile}'",
    "'a' * 10**9",
    "10**9",
    "99999999999999999999",
    "1 + 1",
    "profile.name is 'a'",
    "b'bytes'",
    "1.5",
    "...",
    "profile.missing",
    "text.missing_text",
    "missing_name",
    "import: os",
    "load: page.pt",
    "python: 1",
    "structure: profile.name",
    "string: a",
    "exists: a",
    "not: a",
    "'" + "a" * 400 + "'",
    "(" * 250 + "1" + ")" * 250,
    "profile.name | 1",
    "'\\d'",
]
TEMPLATES = {
    "code block": "<?python x = 1 ?><p>a</p>",
    "xml declaration": '<?xml version="1.0"?><p>a</p>',
    "cdata": "<p><![CDATA[<script>]]></p>",
    "doctype with entities": '<!DOCTYPE p [<!ENTITY a "b">]><p>&a;</p>',
    "comment": "<p>a</p><!-- [if IE]> -->",
    "structure in content": '<p tal:content="structure profile.name">a</p>',
    "structure in replace": '<p tal:replace="structure profile.name">a</p>',
    "on-error": '<p tal:on-error="string:a">a</p>',
    "on-error without prefix": '<tal:block on-error="profile.name">a</tal:block>',
    "define-macro": '<p metal:define-macro="a">a</p>',
    "extend-macro": '<p metal:extend-macro="macros.page">a</p>',
    "fill-slot": '<p metal:use-macro="macros.page"><b metal:fill-slot="a">a</b></p>',
    "macro of another kind": '<p metal:use-macro="profile.name">a</p>',
    "macro by condition": '<p metal:use-macro="macros.page if 1 else macros.a">a</p>',
    "macro that is not there": '<p metal:use-macro="macros.nowhere">a</p>',
    "translation": '<p i18n:translate="">a</p>',
    "interpolation off": '<p meta:interpolation="false">a</p>',
    "other prefix": '<p xmlns:t="http://xml.zope.org/namespaces/tal" t:on-error="a">a</p>',
    "prefix bound anew": '<p xmlns:tal="http://www.w3.org/2000/svg" tal:on-error="profile.name">a</p>',
    "repeat redefined": '<tal:a define="repeat open"><p tal:repeat="pwned \'w\'">a</p></tal:a>',
    "repeat redefined by a macro": '<tal:a define="repeat exec"><metal:a use-macro="macros.other" /></tal:a>',
    "internal name defined": '<p tal:define="__translate open">${services}</p>',
    "econtext defined": '<p tal:define="econtext profile">a</p>',
    "macros defined": '<p tal:define="macros profile">a</p>',
    "global": '<p tal:define="global a profile.name">${a}</p>',
    "unpacking": '<p tal:define="(a, b) profile.name">${a}</p>',
    "repeat into several names": '<p tal:repeat="(a, b) services">${a}</p>',
    "repeat without brackets": '<p tal:repeat="a, b services">${a}</p>',
    "two repeats in one": '<p tal:repeat="a services; b services">a</p>',
    "repeat over a text": '<p tal:repeat="a profile.name">${a}</p>',
    "repeat over repeat": '<p tal:repeat="a repeat">a</p>',
    "name with hyphen": '<p tal:define="a-b profile.name">a</p>',
    "attributes as a dictionary": '<p class="a" tal:attributes="attrs">a</p>',
    "attributes from data": '<p tal:attributes="page">a</p>',
    "attribute by tal": '<p tal:attributes="onclick profile.name">a</p>',
    "switch without case": '<p tal:case="1">a</p>',
    "content and replace": '<p tal:content="profile.name" tal:replace="profile.name">a</p>',
    "script": "<script>alert(1)</script>",
    "script in svg": "<svg><script>alert(1)</script></svg>",
    "script in upper case": "<SCRIPT>alert(1)</SCRIPT>",
    "iframe": '<iframe src="#a"></iframe>',
    "style element": "<style>a{}</style>",
    "form": '<form action="#a"></form>',
    "object": '<object data="#a"></object>',
    "foreignObject": "<svg><foreignObject>a</foreignObject></svg>",
    "animation": '<svg><set attributeName="href" to="javascript:alert(1)" /></svg>',
    "title outside svg": "<title>${profile.about}</title>",
    "style attribute": '<p style="color: red">a</p>',
    "event": '<p onclick="alert(1)">a</p>',
    "event in svg": '<svg onload="alert(1)"></svg>',
    "event in odd case": '<p OnClick="alert(1)">a</p>',
    "srcdoc": '<p srcdoc="a">a</p>',
    "attribution": '<a href="#content" attributionsrc="https://evil.example/">a</a>',
    "ping": '<a href="#content" ping="https://evil.example/">a</a>',
    "xlink": '<svg><use xmlns:x="http://www.w3.org/1999/xlink" x:href="https://evil.example/#a" /></svg>',
    "fill from elsewhere": '<svg><path fill="url(https://evil.example/a.svg#b)" /></svg>',
    "link from user data": '<a href="${profile.name}">a</a>',
    "link to a script": '<a href="javascript:alert(1)">a</a>',
    "link elsewhere": '<a href="https://evil.example/">a</a>',
    "link to no scheme": '<a href="//evil.example/">a</a>',
    "link made longer": '<a href="${page.url}?a">a</a>',
    "link with a tab": '<a href="java&#9;script:alert(1)">a</a>',
    "picture from elsewhere": '<img src="https://evil.example/a.png" alt="" />',
    "srcset from elsewhere": '<img src="${profile.picture.url}" srcset="https://evil.example/a.png 1x" alt="" />',
    "markup in an attribute": '<p title="${profile.about}">a</p>',
    "bare bracket in an attribute": '<br class="a/>b" /><p>a</p>',
    "not closed": "<p>a",
    "crossed": "<p><b>a</p></b>",
    "ends too early": "a</p>",
    "attribute twice": '<p class="a" class="b">a</p>',
    "unknown entity": "<p>&nbsp;</p>",
    "nothing to print": "<p>${macros}</p>",
    "endless macro": '<metal:a use-macro="macros.page" />',
    "endless macros": '<metal:a use-macro="macros.other" />',
    "macros forty wide": '<metal:a use-macro="macros.wide" />' * 40,
    "repeats in each other": "".join(f'<tal:a repeat="a{n} services">' for n in range(12)) + "a" + "</tal:a>" * 12,
    "repeats that write much": "".join(f'<tal:a repeat="a{n} gallery">' for n in range(5)) + "a" * 9000 + "</tal:a>" * 5,
    "as deep as a well": "<b>" * 5000 + "a" + "</b>" * 5000,
    "too many elements": "<br />" * 2000,
    "a text many times": "<p>" + "${profile.about}" * 3000 + "</p>",
    "braces without end": "<p>${" + "}" * 60_000 + "</p>",
    "expressions without end": "".join(f"<b>${{profile.name}}{n}</b>" for n in range(900)),
    "a megabyte": "<p>" + "a" * 1_000_000 + "</p>",
    "a tag of blanks": '<br class="' + " " * 1000 + '/>" />',
    "not UTF-8": b"<p>\xff</p>",
    "a zero": b"<p>\x00</p>",
}  # fmt: skip
MACROS = {
    "other": {
        "templates/other.pt": '<metal:a use-macro="macros.page" /><p tal:repeat="pwned services">a</p>'
    },
    "wide": {
        "templates/wide.pt": '<metal:a use-macro="macros.wider" />' * 40,
        "templates/wider.pt": '<metal:a use-macro="macros.widest" />' * 40,
        "templates/widest.pt": "<br />",
    },
}
"""The templates that those above use; compiling them takes longer than all the rest."""
STYLES = {
    "import": '@import "https://evil.example/a.css";',
    "import in disguise": "@\\69mport url(a.css);",
    "import within media": "@media all { @import url(a.css); }",
    "charset": '@charset "utf-7";',
    "namespace": "@namespace url(http://www.w3.org/1999/xhtml);",
    "url elsewhere": "a { background: url(https://evil.example/a.png) }",
    "url in quotes": "a { background: url('https://evil.example/a.png') }",
    "url without scheme": "a { background: url(//evil.example/a.png) }",
    "url in disguise": "a { background: u\\72l(https://evil.example/a.png) }",
    "url out of the folder": "a { background: url(../../../../etc/passwd) }",
    "url of a template": "a { background: url(../templates/page.pt) }",
    "data url": "a { background: url(data:image/png;base64,AAAA) }",
    "image-set": 'a { background: image-set("https://evil.example/a.png" 1x) }',
    "image-set with a prefix": 'a { background: -webkit-image-set("https://evil.example/a.png" 1x) }',
    "image-set by a variable": 'a { --a: "https://evil.example/a.png"; background: image-set(var(--a) 1x) }',
    "src": 'a { background: src("https://evil.example/a.png") }',
    "font from elsewhere": "@font-face { font-family: a; src: url(https://evil.example/a.woff2) }",
    "expression": "a { width: expression(alert(1)) }",
    "binding": "a { -moz-binding: url(a.xml#b) }",
    "behavior": "a { behavior: url(a.htc) }",
    "cursor": "a { cursor: url(https://evil.example/a.cur), auto }",
    "url in a custom property": "a { --a: url(https://evil.example/a.png) }",
    "url within supports": "@supports (a: b) { a { background: url(https://evil.example/a.png) } }",
    "nested too deep": "a { b: " + "(" * 5000 + ")" * 5000 + " }",
    "too large": "a { b: c }\n" * 30_000,
    "stray bracket": "a { b: c) }",
    "bad url": "a { b: url(a b) }",
    "not UTF-8": b"a { content: '\xff' }",
}  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg"{}>{}</svg>'
PICTURES = {
    "script": SVG.format("", "<script>alert(1)</script>"),
    "event": SVG.format(' onload="alert(1)"', ""),
    "foreignObject": SVG.format("", "<foreignObject />"),
    "picture elsewhere": SVG.format("", '<image href="https://evil.example/a.png" />'),
    "use elsewhere": SVG.format("", '<use href="https://evil.example/a.svg#a" />'),
    "style": SVG.format("", "<style>@import url(https://evil.example/a.css);</style>"),
    "fill elsewhere": SVG.format("", '<path fill="url(https://evil.example/a.svg#a)" />'),
    "entities": '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("", "<title>&a;</title>"),
    "style sheet": '<?xml-stylesheet href="https://evil.example/a.css"?>' + SVG.format("", ""),
    "UTF-16": SVG.format("", "<script>alert(1)</script>").encode("utf-16"),
    "no SVG": "<p>a",
}
MANIFESTS = {
    "unknown key": 'plugins = "os"\n' + MANIFEST,
    "name that is no text": MANIFEST.replace('"T"', "1"),
    "parent that is not there": 'inherits = "nowhere"\n' + MANIFEST,
    "its own parent": 'inherits = "evil"\n' + MANIFEST,
    "parent by a path": 'inherits = "../../etc"\n' + MANIFEST,
    "unknown option": "[options]\nscript = 'yes'\n",
    "option of an unknown value": MANIFEST + "\n[options]\ngallery = '4x'\n",
    "options as a list": "options = [1]\n" + MANIFEST,
    "option as a list": MANIFEST + "\n[options]\ngallery = []\n",
    "colours as a number": 'name = "T"\nauthor = "A"\nlicence = "L"\ncolours = 5\n',
    "colour scheme as a number": 'name = "T"\nauthor = "A"\nlicence = "L"\n[colours]\nlight = 5\n',
    "colour that ends the rule": MANIFEST.replace("#000000", "red;}a{b:url(https://evil.example)"),
    "no TOML": "name = ",
    "nested too deep": "a = " + "[" * 5000,
    "number without end": "a = " + "9" * 5000,
    "not UTF-8": b'name = "\xff"',
    "a megabyte": "# " + "a" * 1_000_000,
}


def refused(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    """The faults the checker finds, after rendering has refused the theme too; within time and memory."""
    themes = themes_of(folder, files)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    started = time.thread_time()
    if folder.name not in {one.id for one in themes.list_all()}:
        return [str(fault) for fault in themes.faults]
    with pytest.raises(ThemeFault) as raised:
        render(themes, folder.name)
    assert time.thread_time() - started < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before < BYTES
    assert raised.value.faults
    report = check(themes, folder.name)
    assert not report.is_passed
    return [str(fault) for fault in report.faults if fault.severity is not Severity.WARNING]


def render(themes: Themes, id_: str) -> None:
    content, reader = sample("practice", "en"), readers()["en"]
    render_page(themes.get(id_), content, {"en": reader}, SampleAddresses(), invitation=INVITATION)


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda one: one[:40])
def test_expression_is_refused(tmp_path: Path, expression: str) -> None:
    template = f"<p>\n${{{expression}}}</p>"

    faults = refused(tmp_path / "evil", {"templates/page.pt": template})

    assert [one for one in faults if "templates/page.pt:2:" in one]


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_refused(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files: dict[str, str | bytes] = {"templates/page.pt": TEMPLATES[name]}
    for macro, others in MACROS.items():
        if f"macros.{macro}" in str(TEMPLATES[name]):
            files |= others

    faults = refused(tmp_path / "evil", files)

    assert [one for one in faults if "templates/" in one]
    assert [path.name for path in tmp_path.iterdir()] == ["evil"]


@pytest.mark.parametrize("name", STYLES)
def test_style_is_refused(tmp_path: Path, name: str) -> None:
    faults = refused(tmp_path / "evil", {"styles/a.css": STYLES[name]})

    assert [one for one in faults if "styles/a.css" in one]


@pytest.mark.parametrize("name", PICTURES)
def test_drawing_is_refused(tmp_path: Path, name: str) -> None:
    files = {"styles/a.css": "a { background: url(../pictures/a.svg) }", "pictures/a.svg": PICTURES[name]}

    faults = refused(tmp_path / "evil", files)

    assert [one for one in faults if "pictures/a.svg" in one]


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("fonts/a.woff2", b"wOF2" + b"\0" * 300_000),
        ("fonts/a.woff2", b"<script>alert(1)</script>"),
        ("pictures/a.png", b"<script>alert(1)</script>"),
        ("pictures/a.html", b"<script>alert(1)</script>"),
    ],
    ids=["a font that is too large", "a font that is none", "a picture that is none", "a page"],
)
def test_file_is_refused(tmp_path: Path, file: str, data: bytes) -> None:
    faults = refused(tmp_path / "evil", {"styles/a.css": f"a {{ b: url(../{file}) }}", file: data})

    assert faults


@pytest.mark.parametrize("name", MANIFESTS)
def test_manifest_is_refused(tmp_path: Path, name: str) -> None:
    faults = refused(tmp_path / "evil", {"theme.toml": MANIFESTS[name]})

    assert [one for one in faults if "theme.toml" in one]


@pytest.mark.parametrize(
    "text", ["a = 1", 'a = "' + "b" * 2000 + '"', "a = ", b"a = '\xff'"], ids=lambda one: str(one)[:8]
)
def test_texts_are_refused(tmp_path: Path, text: str | bytes) -> None:
    faults = refused(tmp_path / "evil", {"locale/en.toml": text})

    assert [one for one in faults if "locale/en.toml" in one]


@pytest.mark.parametrize(
    "name", ["templates/other.pt", "styles/a.css", "pictures/a.svg", "locale/en.toml", "theme.toml"]
)
def test_link_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(MANIFEST)
    files = {
        "templates/page.pt": '<metal:a use-macro="macros.other" />',
        "styles/b.css": "a { b: url(../pictures/a.svg) }",
        "pictures/a.svg": SVG.format("", ""),
    }
    folder = write(tmp_path / "evil", files)
    (folder / name).unlink(missing_ok=True)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).symlink_to(secret)
    themes = Themes.read({"evil": folder})

    if name == "theme.toml":
        assert "leads out" in str(themes.faults[0])
        return
    with pytest.raises(ThemeFault, match="leads out"):
        render(themes, "evil")
    assert [fault for fault in check(themes, "evil").faults if "leads out" in fault.text]


def test_folder_may_be_reached_through_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real", {})
    (tmp_path / "link").symlink_to(tmp_path / "real")

    render(Themes.read({"link": tmp_path / "link"}), "link")
