"""Platforms registered and taken away on the command line, our own key, what is under way, and the texts."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import threading
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.audit import Audit
from api.cli.lti import lti
from api.lti import pending
from api.lti.choosing import Choice, as_custom, from_custom
from api.lti.model import RegistrationError, origin, web_address
from api.lti.pending import LOGIN_LASTS, Pending
from api.lti.refusals import LaunchRefusal, Reason
from api.lti.store import PlatformStore, lti_database
from api.lti.texts import LTI_STRINGS, lti_texts
from api.lti.tool_key import KEY_FILE, kept_key, tool_key
from indexer import LanguageCode, ManbaError, StateError

from .conftest import platform_of
from .course_site import CourseSite, rsa_key

ROOT = Path(__file__).resolve().parents[3]
MOODLE = {
    "--name": "Kursy",
    "--issuer": "https://moodle.example",
    "--client-id": "aBc123",
    "--auth-url": "https://moodle.example/mod/lti/auth.php",
    "--jwks-url": "https://moodle.example/mod/lti/certs.php",
    "--deployment": "2",
}


def run(*arguments: str, state: Path) -> Result:
    return CliRunner().invoke(lti, [*arguments, "--state", str(state)])


def options(**changed: str | None) -> list[str]:
    merged = {**MOODLE, **{f"--{name.replace('_', '-')}": value for name, value in changed.items()}}
    return [part for name, value in merged.items() if value is not None for part in (name, value)]


def test_a_platform_from_its_registration_to_its_end(tmp_path: Path) -> None:
    added = run("add", *options(), "--deployment", "3", "--json", state=tmp_path)
    assert added.exit_code == 0, added.output
    member = json.loads(added.stdout)
    assert (member["deployments"], member["origins"]) == (["2", "3"], ["https://moodle.example"])
    changed = run("add", *options(deployment="4", frame_origin="https://App.example/x"), state=tmp_path)
    assert changed.stdout == f"{member['id']}  Kursy was changed\n"
    (kept,) = PlatformStore(lti_database(tmp_path)).list()
    assert (kept.id, kept.deployments, kept.origins) == (member["id"], ("4",), ("https://app.example",))
    listed = run("list", state=tmp_path).stdout
    assert f"{kept.id}  Kursy  https://moodle.example  client aBc123  deployments 4  framed by" in listed
    assert run("remove", kept.id, state=tmp_path).exit_code == 0
    assert "no longer there" not in run("list", state=tmp_path).stdout
    assert PlatformStore(lti_database(tmp_path)).list() == []
    assert [one.action for one in Audit(tmp_path).entries()] == ["lti.remove", "lti.change", "lti.add"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"auth_url": "http://moodle.example/auth"}, "begins with https://"),
        ({"auth_url": "moodle.example"}, "not a web address"),
        ({"jwks_url": "https://user:word@moodle.example/jwks"}, "not a web address"),
        ({"frame_origin": "https://a.example; script-src *"}, "not a web address"),
        ({"issuer": " "}, "--issuer"),
    ],
)
def test_registrations_that_are_refused(tmp_path: Path, changed: dict[str, str], told: str) -> None:
    refused = run("add", *options(**changed), state=tmp_path)
    assert refused.exit_code != 0
    assert isinstance(refused.exception, ManbaError)
    assert told in str(refused.exception)
    assert not (tmp_path / "lti.db").exists()


def test_a_platform_needs_one_kind_of_key(tmp_path: Path) -> None:
    assert run("add", *options(jwks_url=None), state=tmp_path).exit_code == 2
    file = tmp_path / "key.pem"
    short = rsa_key("short", 1024).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    file.write_bytes(short)
    refused = run("add", *options(jwks_url=None, public_key=str(file)), state=tmp_path)
    assert (refused.exit_code, "2048 bits" in refused.output) == (2, True)
    file.write_bytes(rsa_key("first").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert run("add", *options(jwks_url=None, public_key=str(file)), state=tmp_path).exit_code == 0


def test_one_who_is_not_there_cannot_be_removed(tmp_path: Path) -> None:
    refused = run("remove", "0000", state=tmp_path)
    assert "there is no such platform" in str(refused.exception)
    assert not (tmp_path / "lti.db").exists()


def test_our_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.append(tool_key(tmp_path).jwk["kid"])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]
    shown = run("keys", "--json", state=tmp_path).stdout
    (jwk,) = json.loads(shown)["keys"]
    assert jwk.keys() == {"kty", "n", "e", "alg", "use", "kid"}
    assert jwk["kid"] == made[0]
    assert run("keys", state=tmp_path).stdout.startswith("-----BEGIN PUBLIC KEY-----\n")


def test_a_damaged_key_is_told_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("damaged", encoding="ascii")
    with pytest.raises(StateError, match="cannot be read or made"):
        tool_key(tmp_path)
    with pytest.raises(StateError):
        kept_key(tmp_path)
    assert (tmp_path / KEY_FILE).read_text(encoding="ascii") == "damaged"


def test_logins_end_and_make_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = lti_database(tmp_path)
    platform, _ = PlatformStore(database).put(platform_of(CourseSite(address="https://course.example")))
    now = datetime(2026, 11, 28, tzinfo=UTC)
    under_way = Pending(database, clock=lambda: now)
    login = under_way.begin(platform)
    now += LOGIN_LASTS + timedelta(seconds=1)
    with pytest.raises(LaunchRefusal, match="ten minutes") as refused:
        under_way.finish(login.state, None)
    assert (refused.value.reason, refused.value.platform) == (Reason.UNKNOWN_STATE, platform)
    monkeypatch.setattr(pending, "MOST_LOGINS", 3)
    states = []
    for _ in range(5):
        now += timedelta(seconds=1)
        states.append(under_way.begin(platform).state)
    with pytest.raises(LaunchRefusal, match="long over"):
        under_way.finish(states[1], None)
    assert under_way.finish(states[2], None)[0] == platform
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM logins").fetchone()[0] == 3


def test_one_state_of_many_who_send_it_at_once_is_served(tmp_path: Path) -> None:
    database = lti_database(tmp_path)
    platform, _ = PlatformStore(database).put(platform_of(CourseSite(address="https://course.example")))
    state = Pending(database).begin(platform).state
    served: list[bool] = []

    def finish() -> None:
        try:
            Pending(lti_database(tmp_path)).finish(state, None)
        except LaunchRefusal:
            served.append(False)
        else:
            served.append(True)

    threads = [threading.Thread(target=finish) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(served) == [False] * 7 + [True]


def test_addresses_and_origins() -> None:
    assert origin("https://[2001:db8::1]:8443/x", where="here") == "https://[2001:db8::1]:8443"
    assert origin("http://localhost:8000", where="here") == "http://localhost:8000"
    assert web_address("http://127.0.0.1:9/jwks", where="here") == "http://127.0.0.1:9/jwks"
    for wrong in ("https://", "ftp://a.example", "https://a.example:x", "https://a\n.example", "https://ą.example"):
        with pytest.raises(RegistrationError, match="not a web address"):
            web_address(wrong, where="here")


@pytest.mark.parametrize("placeholder", ["", "100% pewne; $tak", "a%3Bb", "بپرسید"])
def test_a_choice_comes_back_as_it_was(placeholder: str) -> None:
    ids = ("a,b", "c;d", "خ ز", "e%2Cf")
    choice = Choice(language=LanguageCode.ARABIC, article_ids=ids, placeholder=placeholder)
    assert from_custom(as_custom(choice)) == choice
    assert from_custom({"language": "xx", "articles": " , ", "placeholder": "\N{RIGHT-TO-LEFT OVERRIDE}"}) == Choice()


@pytest.mark.parametrize("code", list(LanguageCode))
def test_texts_say_the_same_in_every_language(code: LanguageCode) -> None:
    english, shown = lti_texts(LanguageCode.ENGLISH), lti_texts(code)
    assert {table: set(texts) for table, texts in shown.items()} == {
        table: set(texts) for table, texts in english.items()
    }
    assert set(shown["reasons"]) == {reason.value for reason in Reason}
    script = "ARABIC" if code in {LanguageCode.ARABIC, LanguageCode.PERSIAN} else "LATIN"
    for table, texts in shown.items():
        for key, text in texts.items():
            assert code is LanguageCode.ENGLISH or text != english[table][key]
            names = [unicodedata.name(one) for one in text.replace("{count}", "") if one.isalpha()]
            assert sum(name.startswith(script) for name in names) > len(names) / 2, text
    assert "{count}" in shown["texts"]["chosen"]
    if code is LanguageCode.PERSIAN:
        written = (LTI_STRINGS / "fa.toml").read_text(encoding="utf-8")
        assert not set(written) & {"\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER KAF}"}


def test_who_does_not_launch_does_not_pay() -> None:
    script = (
        "import sys; from pathlib import Path; from api.app import create_app; from api.settings import Settings\n"
        "import api.cli.lti\n"
        "create_app(Settings(index=Path('index')))\n"
        "print([name for name in ('jwt', 'cryptography') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
