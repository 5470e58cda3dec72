# Django's StreamingHttpResponse, written by hand, under uvicorn, and its GZipMiddleware.
# Knows its API. Must not know what a test expects.

import asyncio

from django.conf import settings

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="of a test",
    MIDDLEWARE=["__main__.only_where_asked"],
    LOGGING_CONFIG=None,
)

from django.core.asgi import get_asgi_application
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.gzip import GZipMiddleware
from django.urls import path as route
from django.utils.decorators import async_only_middleware
from events import HEARTBEAT, PAGE, STREAMS, Encodings, events_of, plain, release, serve


@async_only_middleware
def only_where_asked(get_response):
    """GZipMiddleware, for the requests that have passed through /gzip/…"""
    compressed = GZipMiddleware(get_response)

    async def middleware(request):
        asked = request.META.get("HTTP_ACCEPT_ENCODING") == "gzip"
        return await (compressed if asked else get_response)(request)

    return middleware


async def page(request):
    return HttpResponse(PAGE)


async def release_key(request):
    return HttpResponse(release(request.GET["key"]))


async def empty(request):
    return HttpResponse(status=204)


async def failing(request):
    raise RuntimeError("this handler fails")


async def body_of(path, events):
    coming = asyncio.ensure_future(anext(events, None))
    while True:
        done, _ = await asyncio.wait([coming], timeout=HEARTBEAT if path == "heartbeat" else None)
        if not done:
            yield ":\n\n"
        elif coming.result() is None:
            return
        else:
            yield plain(coming.result())
            coming = asyncio.ensure_future(anext(events, None))


def stream(path):
    async def view(request):
        events = events_of(path, request.GET.get("key"), request.headers.get("last-event-id"))
        headers = {"Cache-Control": "no-store"}
        return StreamingHttpResponse(body_of(path, events), content_type="text/event-stream", headers=headers)

    return route(path, view)


urlpatterns = [
    route("page", page),
    route("release", release_key),
    route("empty", empty),
    route("failing", failing),
    *map(stream, STREAMS),
]

serve(Encodings(get_asgi_application()))
