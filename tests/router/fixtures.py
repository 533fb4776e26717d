"""Answers from files: the samples that people save and attach to a report."""

import json
from pathlib import Path

from yarl import URL

from custom_components.taara.router.answer import Answer

from .replies import always
from .server import Handler


def load(file: Path) -> Answer:
    """Return the answer that a saved sample was made of, its values masked."""
    sample = json.loads(file.read_text(encoding="utf-8"))
    body = sample["body"]
    text = body if isinstance(body, str) else json.dumps(body)
    kind = sample["content_type"]
    return Answer(
        status=sample["status"],
        url=URL("http://192.168.88.1") / sample["path"].lstrip("/"),
        headers={} if kind is None else {"Content-Type": kind},
        body=text.encode(),
    )


def replay(answer: Answer) -> Handler:
    """Make a reply of an answer."""
    return always(body=answer.body, status=answer.status, headers=dict(answer.headers))
