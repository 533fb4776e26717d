"""Tests of the router clients, against real sockets on the loopback address."""
