"""The REST interface described by itself, for programs that read OpenAPI 3."""

from collections.abc import Mapping
from typing import Any

from .const import API
from .model import AlertKind, TrendPeriod
from .openapi_kinds import Schema, closed, kind, ref, within, words
from .openapi_schemas import DATE, SCHEMAS
from .rest_limits import ALERTS_SHOWN, MOST_ALERTS, MOST_DAYS, MOST_SKIPPED

JSON = "application/json"
TEXT = "text/plain"

ERROR = closed(
    "Why there is no answer, and what to do.",
    status={"const": "error"},
    data={"type": "null"},
    error=closed(
        code=kind("string", "One word for programs."),
        message=kind("string", "A sentence for people."),
    ),
)
# Home Assistant's own answers, which come before ours, are plain text.
BARE: Schema = {"schema": {"type": "string"}}
ENVELOPED: Schema = {"schema": ref("Error")}

RESPONSES: Mapping[str, Any] = {
    "BadRequest": {
        "description": "What is asked for makes no sense; or the address looks harmful.",
        "content": {JSON: ENVELOPED, TEXT: BARE},
    },
    "Unauthorized": {
        "description": "There is no valid token with the request.",
        "content": {TEXT: BARE},
    },
    "Forbidden": {
        "description": "The user may not do this; or the address is banned.",
        "content": {JSON: ENVELOPED, TEXT: BARE},
    },
    "NotFound": {
        "description": "There is no such household or alert.",
        "content": {JSON: ENVELOPED, TEXT: BARE},
    },
    "Unavailable": {
        "description": "It cannot be answered now, but perhaps later.",
        "content": {JSON: ENVELOPED, "application/octet-stream": {}},
    },
}
REFUSALS = {
    "400": "BadRequest",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "503": "Unavailable",
}


def document(version: str) -> dict[str, Any]:
    """Return the description for a version of Taara."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Taara",
            "version": version,
            "description": "How much of the internet allowance is left, whether it will "
            "last, and what to do about it. Every answer but this one is an object of "
            "`status`, `data` and `error`.",
        },
        "servers": [{"url": API, "description": "This Home Assistant"}],
        "security": [{"token": []}],
        "paths": {path: dict(operations) for path, operations in PATHS.items()},
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An access token of Home Assistant: a long-lived one "
                    "is made at the bottom of the user's profile.",
                }
            },
            "schemas": {**SCHEMAS, "Error": ERROR},
            "responses": dict(RESPONSES),
        },
    }


def _parameter(name: str, about: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "description": about, "schema": schema}


ENTRY_ID = _parameter(
    "entry_id",
    "The household, by the id that system/health tells. Needed where there are several.",
    kind("string"),
)
SPAN = (
    _parameter("start", "The first day; without it, the first one known.", DATE),
    _parameter("end", "The last day; without it, the last one known.", DATE),
)
OFFSET = _parameter("offset", "How many to skip.", within((0, MOST_SKIPPED)))


def _limit(most: int, default: int) -> Schema:
    about = f"How many at most; {default} without it."
    return _parameter("limit", about, {**within((1, most)), "default": default})


def _operation(
    name: str, about: str, tag: str, data: str, *parameters: Schema, body: str = ""
) -> Schema:
    """Return an operation that answers data of a shape; `body` is that of its request."""
    told = closed(status={"const": "success"}, data=ref(data), error={"type": "null"})
    said = {"required": True, "content": {JSON: {"schema": ref(body)}}}
    return {
        "operationId": name,
        "summary": about,
        "tags": [tag],
        "parameters": [ENTRY_ID, *parameters],
        **({"requestBody": said} if body else {}),
        "responses": {
            "200": {"description": about, "content": {JSON: {"schema": told}}},
            **{
                status: {"$ref": f"#/components/responses/{name}"}
                for status, name in REFUSALS.items()
            },
        },
    }


def _described() -> Schema:
    """Return the operation that answers this document, without an envelope."""
    operation = _operation("describe", "This description", "System", "Health")
    content = {JSON: {"schema": {"type": "object", "required": ["openapi", "paths"]}}}
    operation["responses"]["200"]["content"] = content
    del operation["parameters"]
    return operation


PERIOD = _parameter(
    "period",
    "How many days that are over: 7, 30 or 90.",
    {**words(TrendPeriod), "default": TrendPeriod.WEEK.value},
)
ALERT_TYPE = _parameter("alert_type", "Only of this kind.", words(AlertKind))
ALERT_ID: Schema = {
    "name": "alert_id",
    "in": "path",
    "required": True,
    "description": "The alert, by its id.",
    "schema": kind("string", minLength=1),
}

PATHS: Mapping[str, Mapping[str, Any]] = {
    "/usage/current": {
        "get": _operation(
            "getCurrentUsage", "The figures of the moment", "Usage", "CurrentUsage"
        )
    },
    "/usage/trends": {
        "get": _operation("getTrends", "Where usage goes", "Usage", "Trends", PERIOD)
    },
    "/usage/daily": {
        "get": _operation(
            "getDailySummaries",
            "The days that are over, oldest first",
            "Usage",
            "DailySummaries",
            *SPAN,
            _limit(MOST_DAYS, MOST_DAYS),
            OFFSET,
        )
    },
    "/alerts": {
        "get": _operation(
            "getAlerts",
            "What was told, newest first",
            "Alerts",
            "Alerts",
            ALERT_TYPE,
            *SPAN,
            _limit(MOST_ALERTS, ALERTS_SHOWN),
            OFFSET,
        )
    },
    "/alerts/{alert_id}/acknowledge": {
        "post": _operation(
            "acknowledgeAlert", "Take note of an alert", "Alerts", "Alert", ALERT_ID
        )
    },
    "/alerts/snooze": {
        "post": _operation(
            "snoozeAlerts",
            "Hear nothing for a while",
            "Alerts",
            "Snoozed",
            body="Snooze",
        )
    },
    "/preferences": {
        "get": _operation(
            "getPreferences",
            "What the household wants to be told",
            "Preferences",
            "Preferences",
        ),
        "post": _operation(
            "changePreferences",
            "Change what is named, for administrators",
            "Preferences",
            "Preferences",
            body="ChangedPreferences",
        ),
    },
    "/system/health": {
        "get": _operation("getHealth", "How well Taara works", "System", "Health")
    },
    "/openapi.json": {"get": _described()},
}
