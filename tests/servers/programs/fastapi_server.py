# FastAPI with sse-starlette under uvicorn.
# Knows their API. Must not know what a test expects.

from brotli_asgi import BrotliMiddleware
from events import HEARTBEAT, PAGE, STREAMS, Encodings, events_of, release, serve
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from sse_starlette import EventSourceResponse
from starlette.middleware.gzip import GZipMiddleware

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
    @app.get(f"/{path}")
    async def stream(request: Request, key: str = ""):
        events = events_of(path, key, request.headers.get("last-event-id"))
        return EventSourceResponse(events, ping=HEARTBEAT if path == "heartbeat" else 15)


for each in STREAMS:
    add_stream(each)

serve(Encodings(app, gzip=GZipMiddleware(app, minimum_size=0), br=BrotliMiddleware(app, minimum_size=0)))
