# FastAPI with its own server-sent events (fastapi.sse) under uvicorn.
# Knows its API. Must not know what a test expects.

import fastapi.routing
from brotli_asgi import BrotliMiddleware
from events import HEARTBEAT, PAGE, STREAMS, Encodings, events_of, release, serve
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.middleware.gzip import GZipMiddleware

# Its heartbeat comes after 15 s without an event, and there is no option for it.
fastapi.routing._PING_INTERVAL = HEARTBEAT
app = FastAPI()


@app.get("/page")
async def page():
    return HTMLResponse(PAGE)


@app.get("/release")
async def release_key(key: str):
    return PlainTextResponse(release(key))


@app.get("/empty", status_code=204)
async def empty():
    return Response(status_code=204)


@app.get("/failing")
async def failing():
    raise RuntimeError("this handler fails")


def add_stream(path):
    @app.get(f"/{path}", response_class=EventSourceResponse)
    async def stream(request: Request, key: str = ""):
        async for event in events_of(path, key, request.headers.get("last-event-id")):
            fields = {"raw_data" if name == "data" else name: value for name, value in event.items()}
            yield ServerSentEvent(**fields)


for each in STREAMS:
    add_stream(each)

serve(Encodings(app, gzip=GZipMiddleware(app, minimum_size=0), br=BrotliMiddleware(app, minimum_size=0)))
