"""The whole integration with each kind of source: from the flow to the figures."""
