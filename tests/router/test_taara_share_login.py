"""What an answer to a login says: the account is refused, or it is no login at all."""

from typing import Any

import pytest

from custom_components.taara.router.provider import InvalidAuth, UnexpectedPayload

from .conftest import Subscribe
from .replies import LOGIN_PAGE, always, in_json
from .server import Handler
from .taara_service import ASK_LOGIN, LOGIN, TaaraService

ODD_TOKENS: tuple[Any, ...] = (
    None,
    "",
    5,
    True,
    [],
    {},
    "a b",
    "a\r\nHost: b",
    "é",
    "x" * 9000,
)


@pytest.mark.parametrize(
    "reply",
    [
        in_json({"message": "Incorrect username or password"}, 401),
        always(status=401),
        in_json({"message": "Forbidden resource"}, 403),
        in_json({"message": "User Not Found"}, 404),
        in_json({"statusCode": 404, "message": "Subscriber not found."}, 404),
        in_json({"message": ["partnerId should not be empty"]}, 400),
        in_json({"message": "passcode must be a number string"}, 422),
        in_json({"status": "error", "error_code": "INVALID_CREDENTIALS"}),
    ],
)
async def test_refusal_of_the_login_is_about_what_was_entered(
    reply: Handler, service: TaaraService, subscriber: Subscribe
) -> None:
    """It is sent once, and the service is asked for nothing else."""
    service.replies[LOGIN] = reply

    with pytest.raises(InvalidAuth):
        await subscriber().read()

    assert service.requests == [ASK_LOGIN]


@pytest.mark.parametrize(
    "reply",
    [
        always(status=403, text="<html>You have been blocked</html>"),
        always(status=400, text="<html>Bad request</html>"),
        always(status=400),
        in_json({"message": "Cannot POST /v1/users/subscriber/login"}, 404),
        in_json({"message": None}, 404),
        always(status=404, text="User Not Found"),
        always(text=LOGIN_PAGE),
        always(status=302, headers={"Location": "/cp/customers/login"}),
        in_json({"message": "Welcome"}),
        *(in_json({"accessToken": odd}, 201) for odd in ODD_TOKENS),
    ],
)
async def test_answer_that_is_no_login_does_not_blame_the_passcode(
    reply: Handler, service: TaaraService, subscriber: Subscribe
) -> None:
    """Somebody else answered, or the service has changed."""
    service.replies[LOGIN] = reply

    with pytest.raises(UnexpectedPayload):
        await subscriber().read()

    assert service.requests == [ASK_LOGIN]
