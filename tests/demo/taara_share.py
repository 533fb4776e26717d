"""Asking the account service, for the tests of it."""

from typing import Any

from .client import Answer, Client

GB = 10**9
LOGIN = "/v1/users/subscriber/login"
BUNDLE = "/v1/customers/get-customer-bundle?hotspotId=200000002"
KNOWN = {
    "phoneNumber": {"countryCode": "254", "nationalNumber": "700000000"},
    "passcode": "135790",
    "partnerId": "100000001",
}


async def sign_in(client: Client, **changes: Any) -> Answer:
    """Sign in, and keep the token if there is one."""
    answer = await client.ask("POST", LOGIN, json=KNOWN | changes)
    if token := answer.json().get("accessToken"):
        client.headers["Authorization"] = f"Bearer {token}"
    return answer


async def told(client: Client) -> Any:
    """Return what the service tells."""
    answer = await client.get(BUNDLE)
    assert answer.status == 200, answer.text
    return answer.json()["data"]
