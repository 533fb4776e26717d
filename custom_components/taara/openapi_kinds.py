"""JSON Schema in few words: closed objects, ranges, lists, references."""

from typing import Any

type Schema = dict[str, Any]


def kind(name: str, about: str = "", **limits: Any) -> Schema:
    """Return the schema of a plain value."""
    return {"type": name, **({"description": about} if about else {}), **limits}


def or_null(schema: Schema) -> Schema:
    """Return a schema that null fits, too."""
    names = {"type": [schema["type"], "null"]}
    if "enum" in schema:
        names["enum"] = [*schema["enum"], None]
    return {**schema, **names}


def closed(about: str = "", /, **properties: Schema) -> Schema:
    """Return the schema of an object that has all of these properties, and no other."""
    return {
        "type": "object",
        **({"description": about} if about else {}),
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def array(items: Schema, about: str = "", **limits: Any) -> Schema:
    """Return the schema of a list."""
    return {**kind("array", about, **limits), "items": items}


def ref(name: str) -> Schema:
    """Return a reference to a shape below."""
    return {"$ref": f"#/components/schemas/{name}"}


def within(bounds: tuple[int, int], about: str = "") -> Schema:
    """Return the schema of a whole number in a range."""
    return kind("integer", about, minimum=bounds[0], maximum=bounds[1])


def words(known: Any, about: str = "") -> Schema:
    """Return the schema of one of some words."""
    return kind("string", about, enum=sorted(map(str, known)))
