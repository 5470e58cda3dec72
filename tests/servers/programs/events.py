# What every server of this suite sends, as plain events: dictionaries with comment, event, id, retry and data. The same
# as events.js, where the paths are described.
# Knows the paths and the order of events. Must not know how a server writes an event.

import asyncio
import json
import pathlib
import re
import socket

import uvicorn

PAGE = '<!doctype html><meta charset="utf-8"><title>page</title><link rel="icon" href="data:,">'
HEARTBEAT = 0.1
STREAMS = ["grammar", "first", "heartbeat", "numbered", "end"]

_grammar = json.loads(pathlib.Path(__file__).parent.parent.joinpath("grammar.json").read_text("utf-8"))
_released = set()


def release(key):
    _released.add(key)
    return str(len(_released))


async def events_of(path, key, last_event_id):
    """The events of a path. Except for /end, they end only when the server cancels them."""
    last = int(last_event_id or 0)
    if path == "end":
        yield {"id": str(last + 1), "retry": 50, "data": str(last + 1)}
        return
    if path == "grammar":
        for event in _grammar:
            yield event
    if path == "numbered":
        while True:
            last += 1
            yield {"id": str(last), "retry": 100, "data": str(last)}
            await asyncio.sleep(0.02)
    if path in ("first", "heartbeat"):
        yield {"data": "first"}
        while key not in _released:
            await asyncio.sleep(0.01)
        yield {"data": "second"}
    while True:
        await asyncio.sleep(1)


def plain(event):
    """The format that most people write by hand: a space behind the colon, and LF."""
    lines = [f": {event['comment']}"] if "comment" in event else []
    lines += [f"{name}: {event[name]}" for name in ("event", "id", "retry") if name in event]
    if "data" in event:
        lines += [f"data: {line}" for line in re.split("\r\n|\r|\n", event["data"])]
    return "\n".join(lines) + "\n\n"


class Encodings:
    """Hands /gzip/… and /br/… to the application behind a middleware, with this encoding alone accepted."""

    def __init__(self, app, **middlewares):
        self.app = app
        self.middlewares = middlewares

    async def __call__(self, scope, receive, send):
        app = self.app
        match = re.fullmatch("/(gzip|br)(/.*)", scope.get("path", ""))
        if match:
            encoding, path = match.groups()
            headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            headers.append((b"accept-encoding", encoding.encode()))
            scope = {**scope, "path": path, "raw_path": path.encode(), "headers": headers}
            app = self.middlewares.get(encoding, app)
        await app(scope, receive, send)


def serve(app):
    """Starts uvicorn on a free port, and says where: the suite reads this line."""
    listener = socket.create_server(("127.0.0.1", 0))
    print("listening", listener.getsockname()[1], flush=True)
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, lifespan="off")
    uvicorn.Server(config).run(sockets=[listener])
