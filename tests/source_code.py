"""What the code of the integration names, read without running it."""

import ast
from collections.abc import Iterator
from functools import cache

from custom_components.taara.credentials import CredentialError
from custom_components.taara.router.provider import RouterError

from .texts import PACKAGE


@cache
def trees() -> tuple[ast.Module, ...]:
    """Return the syntax of every module."""
    files = sorted(PACKAGE.rglob("*.py"))
    return tuple(ast.parse(file.read_text(encoding="utf-8")) for file in files)


def all_calls() -> Iterator[ast.Call]:
    """Yield every call."""
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield node


def calls(*names: str) -> Iterator[ast.Call]:
    """Yield every call of a function or method with one of these names."""
    for call in all_calls():
        match call.func:
            case ast.Attribute(attr=name) | ast.Name(id=name) if name in names:
                yield call


def functions(ending: str) -> Iterator[ast.FunctionDef]:
    """Yield every function whose name ends so."""
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.endswith(ending):
                yield node


def constants(node: ast.AST | None) -> set[str]:
    """Return every text in a piece of code."""
    if node is None:
        return set()
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return what a call gives for a keyword."""
    return next((word.value for word in call.keywords if word.arg == name), None)


def arguments(*names: str, at: int = 0) -> set[str]:
    """Return the texts that are given at a place in calls of these names."""
    return {
        text
        for call in calls(*names)
        if len(call.args) > at
        for text in constants(call.args[at])
    }


def assigned(attribute: str) -> set[str]:
    """Return the texts that are values of a dictionary put into an attribute."""
    return {
        text
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and any(
            isinstance(target, ast.Attribute) and target.attr == attribute
            for target in node.targets
        )
        and isinstance(node.value, ast.Dict)
        for value in node.value.values
        if isinstance(value, ast.Constant)
        for text in constants(value)
    }


def descendants[T](kind: type[T]) -> Iterator[type[T]]:
    """Yield every class below a class."""
    for child in kind.__subclasses__():
        yield child
        yield from descendants(child)


def router_errors() -> set[str]:
    """Return the keys of everything that can be wrong with a router."""
    return {error.key for error in descendants(RouterError)}


def credential_errors() -> set[str]:
    """Return the keys of everything that can be wrong with stored credentials."""
    return {str(error().translation_key) for error in descendants(CredentialError)}
