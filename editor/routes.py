"""The page's addresses on the server: `/`, `/t/ID`, the gallery's pictures, and nothing else."""

import asyncio
import json
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from nicegui import app as nicegui_app
from nicegui import background_tasks, ui
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match, Mount
from starlette.types import Scope

from editor import preferences, samples, sockets
from editor.page import Page
from editor.preferences import COOKIE, Preferences
from editor.words import LANGUAGES, Language
from errors import EditError
from house import House

FOLDER = Path(__file__).parent
PATHS = ("/t/", "/samples/", "/_nicegui", "/socket.io")
STYLES = ("style.css", "chat.css", "around.css")


async def show(request: Request, thread_id: str | None = None) -> None:
    """Build the page for one tab."""
    house, owner = cast(House, nicegui_app.state.house), cast(str, request.state.owner)
    kept = preferences.read(unquote(request.cookies.get(COOKIE, "")))
    language = preferences.language_of(kept, request.headers.get("accept-language", ""))
    page = Page(house, owner, ui.context.client, kept, language)
    _head(kept, language)
    # From here on nothing is missed: what happens while the page is built is heeded, too.
    following = background_tasks.create(page.desk.follow(), name=f"follow {owner}")
    page.client.on_delete(following.cancel)
    page.client.on_exception(page.desk.failed)  # of a handler or a task: the page says so
    await page.desk.open(thread_id)
    await page.desk.refresh()
    page.build()


def _head(kept: Preferences, language: Language) -> None:
    """Say before the first paint what colours and language the page has."""
    styles = "\n".join((FOLDER / name).read_text("utf-8") for name in STYLES)
    words = LANGUAGES[language]
    told = json.dumps([words["reconnecting"], "", words["too_much_at_once"], ""])
    script = HEAD.replace("THEME", json.dumps(kept.theme or "system"))
    script = script.replace("LANGUAGE", json.dumps(language)).replace("TOLD", told)
    ui.add_head_html(f"{RULES}<style>{styles}</style><script>{script}</script>")


RULES = (
    '<meta http-equiv="Content-Security-Policy" content="'
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'\">"
)
"""Nothing comes from elsewhere; Vue compiles its templates in the page, hence unsafe-eval."""

HEAD = """
function pmTheme(wanted) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const set = () => document.documentElement.dataset.theme =
    wanted === "system" ? (dark.matches ? "dark" : "light") : wanted;
  dark.onchange = set;
  set();
}
pmTheme(THEME);
document.documentElement.lang = LANGUAGE;
function pmOnline() {
  document.documentElement.dataset.offline = navigator.onLine ? "no" : "yes";
}
addEventListener("online", pmOnline);
addEventListener("offline", pmOnline);
pmOnline();
addEventListener("error", ({target}) => {
  if (target instanceof HTMLImageElement) target.dataset.gone = "yes";
}, true);
addEventListener("load", ({target}) => {
  if (target instanceof HTMLImageElement) delete target.dataset.gone;
}, true);
addEventListener("DOMContentLoaded", () => {
  const told = TOLD, spans = document.querySelectorAll(".nicegui-error-popup span");
  spans.forEach((span, i) => { span.textContent = told[i] ?? ""; });
});
"""
"""In the head: a dark page must not flash white, and offline no server can be asked."""


async def sample(key: str) -> Response:
    """Return a small picture of the gallery."""
    data = await asyncio.to_thread(samples.thumb, key)
    headers = {"cache-control": "private, max-age=86400"}
    return Response(data, media_type="image/webp", headers=headers)


async def _nothing(request: Request, _error: Exception) -> Response:
    """Answer an address that is none, in the person's language."""
    kept = preferences.read(unquote(request.cookies.get(COOKIE, "")))
    language = preferences.language_of(kept, request.headers.get("accept-language", ""))
    words = LANGUAGES[language]
    told = {"title": words["lost_title"], "to": words["start_over"]}
    return HTMLResponse(NOTHING.format(language=language, **told), status_code=404)


NOTHING = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Pentimento</title>
<style>body{{font:15px/1.6 "Noto Sans KR","Noto Sans CJK KR",system-ui,sans-serif;color:#211c17;
background:#f6f3ee;display:grid;place-content:center;min-height:100dvh;margin:0;text-align:center;
word-break:keep-all}}main{{padding:24px}}h1{{font:600 26px/1.3 Georgia,"Noto Serif KR",
"Noto Serif CJK KR",serif;margin:0 0 18px;text-wrap:balance}}
a{{display:inline-block;background:#b8472f;color:#fff;
padding:8px 18px;border-radius:7px;text-decoration:none;font-weight:600}}
a:focus-visible{{outline:2px solid;outline-offset:2px}}@media(prefers-color-scheme:dark){{
body{{background:#171412;color:#f2ece4}}a{{background:#e2795f;color:#1c0f0a}}}}
</style><main><h1>{title}</h1><p><a href="/">{to}</a></p></main></html>"""


def _by_person(scope: Scope) -> bool:
    accept = Headers(scope=scope).get("accept", "") if scope["type"] == "http" else ""
    return "text/html" in accept and scope["method"] in ("GET", "HEAD")


async def _refused(_request: Request, error: Exception) -> Response:
    known = cast(EditError, error)
    return JSONResponse(known.problem(), status_code=known.status)


class Corner(Mount):
    """The page's own paths; any other that the API has not, it refuses, but to people in words."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take a request only when it is for the page."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        ours = path in ("/", "/favicon.ico") or path.startswith(PATHS) or _by_person(scope)
        return super().matches(scope) if ours else (Match.NONE, {})


def mount(app: Any, house: House) -> None:  # noqa: ANN401  # a FastAPI app
    """Put the page on the server's app, behind everything that the app itself answers.

    NiceGUI has one app per process: a second server in the same process has no page.
    """
    if nicegui_app.config.has_run_config:
        return
    nicegui_app.state.house = house
    for path in ("/", "/t/{thread_id}"):
        ui.page(path, title="Pentimento", favicon=FOLDER / "icon.svg")(show)
    nicegui_app.add_api_route("/samples/{key}", sample, include_in_schema=False)
    nicegui_app.add_exception_handler(404, _nothing)
    nicegui_app.add_exception_handler(EditError, _refused)
    ui.run_with(app, tailwind=False, dark=None, show_welcome_message=False, reconnect_timeout=20)
    app.routes[-1] = Corner("/", nicegui_app)
    sockets.guard()
