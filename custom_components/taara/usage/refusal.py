"""What a person asked for and is not done, with the reason."""


class Refused(Exception):
    """An act that is not done: `key` names the text that says why.

    `placeholders` fill the text's gaps.
    """

    def __init__(self, key: str, **placeholders: str) -> None:
        """Keep the reason."""
        super().__init__(key)
        self.key = key
        self.placeholders = placeholders
