"""How a HotSpot's login page is known, answered and understood."""

import json

import pytest
from yarl import URL

from custom_components.taara.router.answer import Answer
from custom_components.taara.router.faults import Complaint
from custom_components.taara.router.hotspot_payload import (
    asks_to_log_in,
    hashed,
    is_login_page,
    said,
    shows_session,
    wants_hash,
)
from custom_components.taara.router.provider import UnexpectedPayload

from .hotspot_device import (
    FORM,
    NO_CHALLENGE,
    STATUS_PAGE,
    WRONG,
    login_page,
    octal,
    template,
)

CALL = "hexMD5('{}' + document.login.password.value + '{}')"
ID = r"\340"
CHALLENGE = r"\043\242\062\374\062\365\062\266\201\323\145\251\200\303\025\315"


def answer(text: str = "", status: int = 200) -> Answer:
    """Make an answer of a hotspot."""
    url = URL("http://192.0.2.1/status")
    return Answer(status=status, url=url, headers={}, body=text.encode())


def test_known_vector_of_the_challenge() -> None:
    """The number of the session, the password, and the bytes of the challenge."""
    page = answer(f"<html><script>{CALL.format(ID, CHALLENGE)}</script>")

    assert hashed(page, "secret") == "7d929db6d9d092c613fadf8a7eb9890e"


@pytest.mark.parametrize(
    "call",
    [
        CALL.replace("'", '"'),
        CALL.replace("hexMD5(", "hexMD5( "),
        CALL.replace(" + ", "+"),
        "function hexMD5(str) {{}} " + CALL,
    ],
)
def test_challenge_is_found_however_the_script_is_written(call: str) -> None:
    """Its quotes and spaces are anybody's."""
    page = answer(f"<html>{call.format(ID, CHALLENGE)}")

    assert hashed(page, "secret") == "7d929db6d9d092c613fadf8a7eb9890e"


@pytest.mark.parametrize("byte", [0, 39, 92, 127, 255])
def test_every_byte_of_a_challenge_counts(byte: int) -> None:
    """Quotes and backslashes, too, for all are written as octals."""
    page = answer(login_page(challenge=(bytes([byte]), bytes([byte] * 16))))
    other = answer(login_page(challenge=(bytes([byte]), bytes([byte ^ 1] * 16))))

    assert wants_hash(page)
    assert octal(bytes([byte])) in page.text
    assert hashed(page, "é") != hashed(other, "é")


@pytest.mark.parametrize(
    ("before", "after"),
    [("", CHALLENGE), (ID, ""), (r"\400", CHALLENGE), ("x", CHALLENGE), (r"\34", ID)],
)
def test_challenge_that_is_not_understood_is_not_answered(
    before: str, after: str
) -> None:
    """The password must not go in the clear instead."""
    page = answer(f"<html>{CALL.format(before, after)}")

    assert wants_hash(page)
    with pytest.raises(UnexpectedPayload, match="challenge"):
        hashed(page, "secret")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (WRONG, Complaint.AUTH),
        ("Invalid username (x): this MAC address is not yours", Complaint.AUTH),
        ("user <b>a b</b> has reached traffic&nbsp;limit", Complaint.QUOTA),
        ("USER A HAS REACHED UPTIME LIMIT", Complaint.UNAVAILABLE),
        ("RADIUS server<br>is not responding", Complaint.UNAVAILABLE),
        (NO_CHALLENGE, Complaint.OTHER),
        ("contraseña no válida", None),
        ("<script>if (e == 'RADIUS server is not responding')</script>", None),
        ("<!-- user <b>a</b> has reached traffic limit -->", None),
        ("", None),
    ],
)
def test_words_of_the_servlet_are_known(text: str, about: Complaint | None) -> None:
    """As people see them: what a page's script holds has not been said."""
    assert said(answer(login_page(text))) is about


@pytest.mark.parametrize(
    ("one", "session", "login"),
    [
        (answer(STATUS_PAGE), True, False),
        (answer('{"logged_in": "no"}', 404), False, False),
        (answer(login_page()), False, True),
        (answer(login_page(), 404), False, False),
        (answer(STATUS_PAGE, 500), False, False),
        (answer(json.dumps(template())), True, False),
        (answer(json.dumps(template(logged_in="no"))), False, True),
        (answer(json.dumps(template(logged_in=""))), False, False),
        (answer("<html><input name='username'></html>"), False, False),
        (answer("name=username name=password"), False, False),
        (answer(), False, False),
    ],
)
def test_session_is_told_from_a_login(one: Answer, session: bool, login: bool) -> None:
    """By what each has; a word such as "login" is on both."""
    assert shows_session(one) is session
    assert asks_to_log_in(one) is login
    assert is_login_page(one) is (login and one.is_html)


def test_form_on_a_status_page_is_no_login() -> None:
    """It may be there to change the password."""
    assert not asks_to_log_in(answer(STATUS_PAGE + FORM))
