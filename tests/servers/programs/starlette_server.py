# Starlette's StreamingResponse, written by hand, under uvicorn. Its gzip leaves event streams out unless it is given
# another list.
# Knows its API. Must not know what a test expects.

import asyncio

from brotli_asgi import BrotliMiddleware
from events import HEARTBEAT, PAGE, STREAMS, Encodings, events_of, plain, release, serve
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route


async def page(request):
    return HTMLResponse(PAGE)


async def release_key(request):
    return PlainTextResponse(release(request.query_params["key"]))


async def empty(request):
    return Response(status_code=204)


async def failing(request):
    raise RuntimeError("this handler fails")


async def with_heartbeat(events):
    """Writes a comment whenever no event has come for a while."""
    coming = asyncio.ensure_future(anext(events))
    while True:
        done, _ = await asyncio.wait([coming], timeout=HEARTBEAT)
        if done:
            yield plain(coming.result())
            coming = asyncio.ensure_future(anext(events))
        else:
            yield ":\n\n"


async def text_of(events):
    async for event in events:
        yield plain(event)


def stream(path):
    async def handler(request):
        key, last = request.query_params.get("key"), request.headers.get("last-event-id")
        events = events_of(path, key, last)
        body = with_heartbeat(events) if path == "heartbeat" else text_of(events)
        return StreamingResponse(body, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    return Route(f"/{path}", handler)


routes = [Route("/page", page), Route("/release", release_key), Route("/empty", empty), Route("/failing", failing)]
app = Starlette(routes=routes + [stream(path) for path in STREAMS])

serve(
    Encodings(
        app,
        gzip=GZipMiddleware(app, minimum_size=0, exclude_content_types=()),
        br=BrotliMiddleware(app, minimum_size=0),
    )
)
