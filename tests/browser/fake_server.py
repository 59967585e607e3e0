"""The real server and page, some capabilities served by fakes: `fake_server.py erase generate`."""

import sys

import uvicorn

import server
from engines import Engines
from settings import Settings
from tests import fakes

FAKES = {
    "erase": fakes.SLOW,
    "inpaint": fakes.VANDAL,
    "generate": fakes.PAINTER,
    "edit": fakes.BROKEN,
    "describe": fakes.ONLOOKER,
    "plan": fakes.CLEVER,
    "search": fakes.MARKET,
}

if __name__ == "__main__":
    settings = Settings()
    engines = Engines(fakes.registry(**{name: FAKES[name] for name in sys.argv[1:]}))
    uvicorn.run(server.make_app(settings, engines), host=settings.host, port=settings.port)
