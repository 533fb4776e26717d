"""Another integration, as Home Assistant sees it: it counts what a router passes on."""
