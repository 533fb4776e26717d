"""What the benchmark of the REST interface counts."""

from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest

from benchmarks.rest import CLIENTS, Figures, load


def test_figures() -> None:
    """A hundred answers in two seconds, the slowest after 100 ms."""
    figures = Figures.of([float(ms) for ms in range(100, 0, -1)], seconds=2)
    assert figures == Figures(rate=50, median=51, p95=96, p99=100)


@pytest.mark.usefixtures("socket_enabled")
async def test_load() -> None:
    """Every client asks at its pace, with its token, on one connection."""
    ports = set()
    tokens = set()

    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        ports.add(request.transport.get_extra_info("peername"))
        tokens.add(request.headers["Authorization"])
        return web.json_response({"data": "x" * 100})

    app = web.Application()
    app.router.add_get("/usage", answer)
    async with TestServer(app) as server:
        url = str(server.make_url("/"))
        figures = await load(url, "/usage", "made-up", seconds=0.5, pace=0.1)
        assert len(ports) == CLIENTS
        assert tokens == {"Bearer made-up"}
        assert figures.rate <= CLIENTS / 0.1 * 1.25
        assert 0 < figures.median <= figures.p95 <= figures.p99
        with pytest.raises(ExceptionGroup) as failed:
            await load(url, "/nothing", "made-up", seconds=0.5, pace=0.1)
        assert "404" in str(failed.value.exceptions[0])
