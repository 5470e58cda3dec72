/// <reference lib="es2018.asynciterable" />
/**
 * The HTML Standard's EventSource, in Rust and WebAssembly.
 *
 * The declarations need neither lib.dom nor @types/node. Where one of them declares `Event`, `MessageEvent`,
 * `EventTarget`, `AbortSignal`, `Headers`, `Response` or `EventSource`, that declaration is used; else a minimal one at the
 * end of this file. docs/options.md in the repository explains each option with an example.
 *
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */

/**
 * The second argument of the constructor. Without it, and with each default, a source does what the standard says.
 *
 * A value that an option does not take is a `TypeError` at construction. Where a function of the page gives the value, the
 * attempt fails: an `error` event, then the retry policy. Each option may be used with both transports unless it says
 * otherwise; what XMLHttpRequest cannot do is a `TypeError` with `transport: 'xhr'`.
 */
export interface EventSourceInit {
  /**
   * Whether requests to other origins carry credentials (cookies, HTTP authentication). `true` or `false`; any other
   * value is converted to a boolean, as Web IDL does.
   *
   * @default false
   */
  withCredentials?: boolean;
  /**
   * How the event stream is requested.
   *
   * - `'fetch'`: with `fetch`; needs an engine in which the body of a response can be read while it arrives.
   * - `'xhr'`: with XMLHttpRequest, whose text is read while it grows.
   * - `'auto'`: with `fetch` where the body can be read while it arrives, else with XMLHttpRequest.
   *   `eventsource-wasm/legacy` always takes XMLHttpRequest.
   *
   * Any other value is a `TypeError` at construction.
   *
   * @default 'auto'
   */
  transport?: 'auto' | 'fetch' | 'xhr';

  /**
   * Headers of each request, besides those of the standard: an object, an array of pairs, a `Headers` or a `Map`; or a
   * function that gives one of these, or a promise of one, and is called for each attempt. A function is for tokens that
   * expire; after a 401 it is asked once more at once.
   *
   * `Accept` replaces `text/event-stream`. Other headers never follow a redirect to another origin. To another origin, the
   * server has to list them in `Access-Control-Allow-Headers`. Browsers leave out headers that a script may not set, such
   * as `Cookie`.
   *
   * A `TypeError`: a name that is no token, a value that has characters above U+00FF or control characters, and the header
   * `Last-Event-ID`, which is the option `lastEventId`.
   *
   * @default undefined
   */
  headers?: HeadersSource | (() => HeadersSource | PromiseLike<HeadersSource>);
  /**
   * The method of the request: any token but `CONNECT`, `TRACE` and `TRACK`. With a method that is neither GET nor HEAD,
   * a request is not made again unless `maxRetries`, `retryOn` or `resume` is given.
   *
   * @default 'GET'
   */
  method?: string;
  /**
   * The body of the request: what `fetch` takes, but no stream; or a function that gives one, or a promise of one, for each
   * attempt. Such a function may give a stream, over `fetch` only. A request with a body is not made again unless
   * `maxRetries`, `retryOn` or `resume` is given.
   *
   * A `TypeError`: a body with the method GET or HEAD, a plain object or an array (use `JSON.stringify()`), and a stream.
   *
   * @default undefined
   */
  body?: Exclude<Body, ByteStream> | null | (() => MaybeBody | PromiseLike<MaybeBody>);
  /**
   * The function to call instead of the global `fetch`, for each request. It gets the URL as a string, and the members of
   * `RequestInit` that the source uses. What it throws or rejects with is a network error, which is retried. Only over
   * `fetch`.
   *
   * A request with `headers` has `redirect: 'manual'`: a function that follows redirects by itself takes them along.
   *
   * @default undefined
   */
  fetch?(url: string, init: EventSourceFetchInit): PromiseLike<FetchLikeResponse>;
  /**
   * Closes the source when it is aborted, without an event. If it is aborted already, no request is made. An
   * `AbortSignal`, or whatever has `aborted` and `addEventListener()`; anything else is a `TypeError`.
   *
   * @default undefined
   */
  signal?: AbortSignalLike | null;

  /**
   * The credentials mode of `fetch`, which overrides `withCredentials` there. Only over `fetch`.
   *
   * @default `'include'` with `withCredentials`, else `'same-origin'`
   */
  credentials?: 'omit' | 'same-origin' | 'include';
  /**
   * The mode of `fetch`. Only over `fetch`.
   *
   * @default 'cors'
   */
  mode?: 'cors' | 'same-origin';
  /**
   * The cache mode of `fetch`. Only over `fetch`.
   *
   * @default 'no-store'
   */
  cache?: 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache' | 'only-if-cached';
  /**
   * What to do about a redirect. `'error'` makes it a network error. Only over `fetch`; `'follow'` is allowed everywhere.
   *
   * @default 'follow'
   */
  redirect?: 'follow' | 'error';
  /**
   * The referrer of the request, as for `fetch`: a URL of the page's own origin, `'about:client'`, or the empty string for
   * none. What `fetch` refuses closes the source with an `error` event. Only over `fetch`.
   *
   * @default 'about:client'
   */
  referrer?: string;
  /**
   * The referrer policy of the request, as for `fetch`; the empty string is that of the page. What `fetch` refuses closes
   * the source with an `error` event. Only over `fetch`.
   *
   * @default ''
   */
  referrerPolicy?: ReferrerPolicy;
  /**
   * The digest of the whole response, as for `fetch`. An engine gives nothing of the response before it has ended. Only
   * over `fetch`.
   *
   * @default ''
   */
  integrity?: string;
  /**
   * The priority of the request, as for `fetch`. Only over `fetch`.
   *
   * @default 'auto'
   */
  priority?: 'high' | 'low' | 'auto';

  /**
   * The last event ID to begin with: the first request has it as `Last-Event-ID`. A string without NUL, CR and LF; anything
   * else is converted to a string.
   *
   * @default ''
   */
  lastEventId?: string;
  /**
   * The name of a query parameter that has the last event ID, in each request for which there is one. To another origin the
   * parameter takes the place of the header `Last-Event-ID`, which would cost a CORS preflight; to the page's own, and
   * outside of pages and workers, both are sent. A name that is empty is a `TypeError`.
   *
   * @default undefined
   */
  lastEventIdQueryParameterName?: string;

  /**
   * The time before the next attempt, in milliseconds, until the server sends another one (`retry`). A finite number, at
   * least 0; the standard's proposal of a few seconds is the default.
   *
   * @default 3000
   */
  reconnectionTime?: number;
  /**
   * Up to where the time before an attempt doubles from one attempt to the next, in milliseconds; 0 if it does not grow. A
   * finite number, at least 0. The time is never less than the reconnection time.
   *
   * @default 0
   */
  maxReconnectionTime?: number;
  /**
   * The share of the time before an attempt that is random, from 0 to 1. With 1, the time is any between 0 and what it
   * would be without ("full jitter").
   *
   * @default 0
   */
  jitter?: number;
  /**
   * How many attempts may follow one another without a connection that has stood for 5 seconds, before the source gives
   * up. 0 is none. A number, at least 0, or `Infinity`. A number above 0 allows a request with a body, or with a method
   * other than GET and HEAD, to be made again.
   *
   * @default Infinity
   */
  maxRetries?: number;
  /**
   * Which responses that are no event stream are followed by another attempt: an array of status codes, or a function that
   * decides. Their `Retry-After` is then obeyed. By the standard none is: the source is `CLOSED`. If the function throws,
   * none follows. An array or a function allows a request with a body, or with a method other than GET and HEAD, to be
   * made again.
   *
   * @default undefined
   */
  retryOn?: readonly number[] | ((response: RefusedResponse) => boolean);
  /**
   * Gives the request of each attempt but the first, for requests that must not be repeated as they are. Called with the
   * last event ID. Gives a request, or a promise of one; `undefined` or `null` closes the source with an `error` event.
   *
   * @default undefined
   */
  resume?: (
    lastEventId: string,
  ) => ResumingRequest | null | undefined | PromiseLike<ResumingRequest | null | undefined>;

  /**
   * How long no byte may come, in milliseconds, before the source gives the connection up and makes another one. A comment
   * counts as well as an event. From 0, which is never; more than 2147483647 counts as that.
   *
   * @default 0
   */
  heartbeatTimeout?: number;
  /**
   * The largest event, in bytes: one that is larger closes the source with an `error` event. Over XMLHttpRequest also how
   * much may have come that is not read yet. A finite number, at least 1; 64 MiB if there is none.
   *
   * @default 67108864
   */
  maxBufferSize?: number;
}

/** Names and values of headers. */
export type HeadersSource =
  | { readonly [name: string]: string }
  | readonly (readonly [name: string, value: string])[]
  | { forEach(callback: (value: string, name: string) => void): void };

/**
 * The second argument of the option `fetch`: what the source uses of `RequestInit`. The global `fetch` takes it as it is, and
 * a function for the package `eventsource` can be used here.
 */
export interface EventSourceFetchInit {
  /** Always there. */
  method?: string;
  /** Names in the case in which the page has given them. */
  headers: Record<string, string>;
  /** Absent if there is none. */
  body?: any;
  /** The option `cache`, else `'no-store'`. */
  cache: 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache' | 'only-if-cached';
  /** The option `credentials`, else `'include'` with `withCredentials`, else `'same-origin'`. */
  credentials?: 'omit' | 'same-origin' | 'include';
  /** The option `mode`. */
  mode?: 'cors' | 'no-cors' | 'same-origin';
  /** `'manual'` if there are `headers`: the source follows redirects by itself. Else the option `redirect`. */
  redirect?: 'follow' | 'error' | 'manual';
  /** The option of this name. */
  referrer?: string;
  /** The option of this name. */
  referrerPolicy?: ReferrerPolicy;
  /** The option of this name. */
  integrity?: string;
  /** The option of this name. */
  priority?: 'high' | 'low' | 'auto';
  /** For a body that is a stream. */
  duplex?: 'half';
  /** Aborted when the source gives the request up. Absent where the engine has no `AbortController`. */
  signal?: AbortSignal;
}

/** What the option `fetch` has to give: a `Response`, or as much of one. */
export interface FetchLikeResponse {
  readonly status: number;
  readonly statusText?: string;
  /** The URL after redirects: the `origin` of the messages is that of this URL. Default: that of the request. */
  readonly url?: string;
  readonly headers: { get(name: string): string | null };
  /** Gives `Uint8Array`s or strings; `null` if it is empty. */
  readonly body: {
    getReader(): {
      read(): Promise<{ done: boolean; value?: any }>;
      cancel(reason?: any): Promise<void>;
    };
  } | null;
}

/** The argument of a function `retryOn`. */
export interface RefusedResponse {
  /** 200 if it is the content type that is wrong. */
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** How many attempts have failed one after the other, with this one: 1 for the first. */
  readonly attempt: number;
}

/** What the option `resume` gives. */
export interface ResumingRequest {
  /** Absolute, or relative to the source's URL. Default: the source's URL. */
  url?: string | URLObject;
  /** Default: `'GET'`, whatever the option `method` is. */
  method?: string;
  /** As the option of this name. Default: that option. */
  headers?: EventSourceInit['headers'];
  /** Default: none, whatever the option `body` is. */
  body?: MaybeBody | (() => MaybeBody | PromiseLike<MaybeBody>);
}

/**
 * An `open` event. It is an `Event`; the standard defines none of these members. Over `fromReadableStream()` there is no
 * response, and none of them. With lib.dom, the parameter of `onopen` is an `Event`: declare it as this one to read them.
 */
export interface EventSourceOpenEvent extends Event {
  /** The status of the response: 200. */
  readonly status?: number;
  /** The status message of the response. */
  readonly statusText?: string;
  /** The headers of the response; of another origin, those that CORS exposes. */
  readonly headers?: ResponseHeaders;
}

/**
 * An `error` event: the connection has ended. `readyState` is `CONNECTING` if the source reconnects, and `CLOSED` if it
 * does not. The event is an `Event`, not an `ErrorEvent`. The standard defines none of these members; each of them is
 * absent where there is nothing to say, and all are absent from an event that the page dispatches by itself.
 */
export interface EventSourceErrorEvent extends Event {
  /** The reason, in English, for logs: docs/errors.md in the repository explains each. */
  readonly message?: string;
  /** What was thrown or rejected with, if anything was; or what refuses the request, such as the page's policy. */
  readonly cause?: unknown;
  /** The status of the response, if there was one. 200 if it broke off, or has the wrong content type. */
  readonly status?: number;
  /** The status message of the response. */
  readonly statusText?: string;
  /** The headers of the response; of another origin, those that CORS exposes. */
  readonly headers?: ResponseHeaders;
  /** The same as `status`, under the name that the package `eventsource` gives it. */
  readonly code?: number;
  /** Whether another attempt follows. Then `readyState` is `CONNECTING`. */
  readonly willRetry?: boolean;
  /** The time to the next attempt, in milliseconds. Absent if none follows. */
  readonly delay?: number;
  /** How many attempts have failed one after the other, without a connection that has stood for 5 seconds. */
  readonly attempt?: number;
  /**
   * Of a response that is refused for its status or its content type: reads its body, 1 MiB at most, as text. Has to be
   * called while the event is dispatched: later, the promise is rejected with a `TypeError`.
   */
  readonly text?: () => Promise<string>;
}

/** The same, under the name that the package eventsource gives it. */
export type { EventSourceErrorEvent as ErrorEvent };

/**
 * The events that every source has, by type. Events with a type of the server (its `event` field) are
 * `MessageEvent<string>`s, unless the type parameter of `EventSource` says more.
 */
export interface EventSourceEventMap {
  /** The server has answered with status 200 and `text/event-stream`. Also after each reconnection. */
  open: EventSourceOpenEvent;
  /** A message without a type of its own. */
  message: MessageEvent<string>;
  /** The connection has ended. */
  error: EventSourceErrorEvent;
}

/**
 * Receives server-sent events over HTTP, and reconnects by itself.
 *
 * The type parameter maps types of messages to the types of their `data`, for the compiler alone: at run time, data is
 * always text, and it is the page that converts it, for example by `JSON.parse()`. Messages of types that are not in the
 * map have `data: string`.
 *
 * Where lib.dom declares `EventSource`, this class accepts what that one accepts, so that code for one compiles with the
 * other and with a union of both. Therefore `onmessage` gets lib.dom's `MessageEvent`, whose `data` is `any`;
 * `EventSource<{ message: string }>` makes it a string.
 *
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface
 */
export interface EventSource<out Data extends object = {}> extends EventTarget {
  /** 0, the value of `readyState` before the first response and between two connections. */
  readonly CONNECTING: 0;
  /** 1, the value of `readyState` while the connection stands. */
  readonly OPEN: 1;
  /** 2, the value of `readyState` after `close()` and after an error that ends the source for good. */
  readonly CLOSED: 2;

  /** The URL that the constructor was given, absolute and serialised. `about:event-stream` for `fromReadableStream()`. */
  readonly url: string;
  /** The option `withCredentials`; `false` for `fromReadableStream()`. */
  readonly withCredentials: boolean;
  /** `CONNECTING` (0), `OPEN` (1) or `CLOSED` (2). A source that is `CLOSED` stays so. */
  readonly readyState: 0 | 1 | 2;
  /**
   * The last event ID: what the next request sends as `Last-Event-ID`. At first the option `lastEventId`; the empty string
   * if there is none. In the listeners of a message, the ID of that message. Proposed for the standard.
   */
  readonly lastEventId: string;
  /**
   * How long the source waits before it reconnects, in milliseconds: the option `reconnectionTime`, or the latest `retry`
   * field of the server. The time that `maxReconnectionTime` and `jitter` make of it is `delay` of the `error` event.
   * Proposed for the standard.
   */
  readonly reconnectionTime: number;
  /**
   * How the stream is read: `'fetch'`, `'xhr'`, or `'stream'` for `fromReadableStream()`. `'auto'` only on sources that
   * were made after `eventsource-wasm/auto` was imported and before it has loaded the class. Not in the standard.
   */
  readonly transport: 'auto' | 'fetch' | 'xhr' | 'stream';

  /** The event handler of `open`; `null` if there is none. See `EventSourceOpenEvent`. @default null */
  onopen: ((this: NativeOr<EventSource>, event: Event) => any) | null;
  /**
   * The event handler of `message`; `null` if there is none. See the type parameter for the type of `data`.
   *
   * @default null
   */
  onmessage: MessageHandler<NativeOr<EventSource>, HandledMessage<Data>> | null;
  /** The event handler of `error`; `null` if there is none. @default null */
  onerror: ((this: NativeOr<EventSource>, event: EventSourceErrorEvent) => any) | null;

  /** Ends the connection and sets `readyState` to `CLOSED`. No event is dispatched after it, and none for it. */
  close(): void;

  /**
   * Gives the connection up and makes another one at once, with the last event ID: when the page knows that the network has
   * changed, or that a token is new. No `error` event is fired; `readyState` is `CONNECTING` until `open`. What counts
   * attempts begins anew. Not in the standard.
   *
   * @throws {DOMException} an `InvalidStateError`: the source is `CLOSED`, or was made by `fromReadableStream()`
   */
  reconnect(): void;

  /**
   * For `for await (const event of source)`: all messages from now on, of every type, in order. Leaving the loop closes the
   * source. The loop ends when the source is closed, and throws if the source fails: an `Error` with `message`, `cause`,
   * `status` and `code` of the `error` event. Interruptions after which the source reconnects do not end it.
   *
   * A slow loop slows the server down: over `fetch`, the stream is not read on until the loop has taken all messages. Over
   * XMLHttpRequest, the source fails when more than `maxBufferSize` has come and is not read. The `data` of the messages is
   * text, whatever the type parameter says. Not in the standard.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<MessageEvent<string>>;

  /**
   * Adds a listener for events of a type: `open`, `message`, `error`, or one that the server sends.
   *
   * @param type case-sensitive
   * @param listener a function, or an object with a `handleEvent` method; `null` does nothing
   * @param options as for every event target; a boolean is `capture`. Default: `false`
   */
  addEventListener: ListenerMethod<EventSource<Data>, Data, AddEventListenerOptions> &
    NativeMember<'addEventListener'>;
  /**
   * Removes a listener. Does nothing if there is none with this type, listener and `capture`.
   *
   * @param type as it was given to `addEventListener()`
   * @param listener as it was given to `addEventListener()`
   * @param options only `capture` counts; a boolean is `capture`. Default: `false`
   */
  removeEventListener: ListenerMethod<EventSource<Data>, Data, EventListenerOptions> &
    NativeMember<'removeEventListener'>;
}

/** The class `EventSource`, with its static members. */
export interface EventSourceConstructor {
  readonly prototype: EventSource;
  /**
   * Makes a source, which connects at once.
   *
   * @param url absolute, or relative to the base URL of the document or to the address of the worker; a `URL` or another
   * object with an `href` is converted to a string
   * @param eventSourceInitDict see `EventSourceInit`. Default: `{}`
   * @throws {DOMException} a `SyntaxError`: the URL cannot be parsed
   * @throws {TypeError} there is no URL, the second argument is not an object, or an option has a value that it must not have
   */
  new <Data extends object = {}>(
    url: string | URLObject,
    eventSourceInitDict?: EventSourceInit,
  ): EventSource<Data>;

  /** 0 */
  readonly CONNECTING: 0;
  /** 1 */
  readonly OPEN: 1;
  /** 2 */
  readonly CLOSED: 2;

  /**
   * Makes a source that reads a stream of bytes which the caller already has, such as the body of a response. Its `url`
   * is `about:event-stream`, and the `origin` of its messages is `null`. It does not reconnect: at the end of the stream
   * it dispatches `error` and is `CLOSED`. Proposed for the standard: https://github.com/whatwg/html/pull/12272.
   *
   * @param stream a `ReadableStream` of `Uint8Array`s, which this locks
   * @throws {TypeError} it is not a `ReadableStream`, or it is locked
   */
  fromReadableStream<Data extends object = {}>(stream: ByteStream): EventSource<Data>;

  /**
   * `Symbol.for('eventsource.supports-fetch-override')` is `true`: by it, libraries find out whether there is an option
   * `fetch`. A registered symbol has no type of its own.
   */
  readonly [name: symbol]: unknown;
}

export const EventSource: EventSourceConstructor;

/** The same class, under the name that polyfills use. */
export { EventSource as EventSourcePolyfill };

/** The class of the engine as it was when this module was imported; `undefined` where there is none. */
export const NativeEventSource:
  (typeof globalThis extends { EventSource: infer Class } ? Class : EventSourceConstructor) | undefined;

/**
 * What runs the core: `'wasm'`, or `'js'` where there is no WebAssembly or a Content-Security-Policy forbids it.
 * `undefined` until the first source has loaded it.
 */
export let engine: 'wasm' | 'js' | undefined;

// Listeners. The overloads of lib.dom come last, unchanged: TypeScript calls a method of a union of two classes only if
// both have the same overload.

interface ListenerMethod<Source, Data, Options> {
  <Type extends keyof Data & string>(
    type: Type,
    listener: Listener<Source, EventOf<Data, Type>>,
    options?: boolean | Options,
  ): void;
  <Type extends keyof EventSourceEventMap>(
    type: Type,
    listener: Listener<Source, EventOf<Data, Type>>,
    options?: boolean | Options,
  ): void;
  (type: string, listener: Listener<Source, MessageEvent<string>> | null, options?: boolean | Options): void;
  (type: string, listener: Listener<Source, Event> | null, options?: boolean | Options): void;
}

type Listener<Source, E> = ((this: Source, event: E) => any) | { handleEvent(event: E): any };

/** A method, whose parameter TypeScript compares both ways: a source of some types of data is a source of text, too. */
type MessageHandler<Source, E> = { handle(this: Source, event: E): any }['handle'];

/** What `onmessage` gets. It is lib.dom's own type if it can be, so that the handlers of a union are of one type. */
type HandledMessage<Data> = Data extends { message: infer Text } ? MessageEvent<Text> : DefaultMessageEvent;

/** `open` and `error` are never messages: the class dispatches them itself. */
type EventOf<Data, Type> = Type extends 'open' | 'error'
  ? EventSourceEventMap[Type]
  : Type extends keyof Data
    ? MessageEvent<Data[Type]>
    : MessageEvent<string>;

// What the environment declares, or a minimal declaration. Only lib.dom and lib.webworker declare the global `onmessage`:
// the `EventSource` of @types/node is another one, whose handlers are never `null`.

type NativeOr<Otherwise> = typeof globalThis extends {
  onmessage: any;
  EventSource: { prototype: infer Native };
}
  ? Native
  : Otherwise;

type NativeMember<Name extends string> = typeof globalThis extends {
  onmessage: any;
  EventSource: { prototype: { [N in Name]: infer Member } };
}
  ? Member
  : unknown;

type DefaultMessageEvent = typeof globalThis extends {
  onmessage: any;
  MessageEvent: { prototype: infer Native };
}
  ? Native
  : MessageEvent<string>;

type NativeEvent = typeof globalThis extends { Event: { prototype: infer Native extends object } }
  ? Native
  : MinimalEvent;

type NativeMessageEvent = typeof globalThis extends {
  MessageEvent: { prototype: infer Native extends object };
}
  ? Native
  : MinimalMessageEvent;

type NativeEventTarget = typeof globalThis extends { EventTarget: { prototype: infer Native extends object } }
  ? Native
  : MinimalEventTarget;

type NativeHeaders = typeof globalThis extends { Headers: { prototype: infer Native extends object } }
  ? Native
  : MinimalHeaders;

/** What the constructor of `Response` takes is what `fetch` takes. */
type Body = typeof globalThis extends { Response: new (body: infer Native, ...rest: any) => any }
  ? NonNullable<Native>
  : MinimalBody;

type MaybeBody = Body | null | undefined;

type AbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Native extends object } }
  ? Native
  : MinimalAbortSignal;

interface Event extends NativeEvent {}

interface EventTarget extends NativeEventTarget {}

/** A `Headers`. */
export interface ResponseHeaders extends NativeHeaders {}

interface MessageEvent<D> extends Omit<NativeMessageEvent, 'data'> {
  /** The text of the message. */
  readonly data: D;
}

interface EventListenerOptions {
  capture?: boolean;
}

interface AddEventListenerOptions extends EventListenerOptions {
  once?: boolean;
  passive?: boolean;
  signal?: AbortSignal;
}

/** A `URL`, or what is converted to a string like one: a `Location`, a link. */
interface URLObject {
  readonly href: string;
  toString(): string;
}

/** A `ReadableStream` of bytes, of lib.dom or of `node:stream/web`. */
interface ByteStream {
  readonly locked: boolean;
  getReader(): {
    read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
    cancel(reason?: any): Promise<void>;
    releaseLock(): void;
  };
}

interface MinimalEvent {
  readonly type: string;
  readonly target: EventTarget | null;
  readonly currentTarget: EventTarget | null;
  readonly eventPhase: number;
  readonly bubbles: boolean;
  readonly cancelable: boolean;
  readonly composed: boolean;
  readonly defaultPrevented: boolean;
  readonly isTrusted: boolean;
  readonly timeStamp: number;
  composedPath(): EventTarget[];
  preventDefault(): void;
  stopImmediatePropagation(): void;
  stopPropagation(): void;
}

interface MinimalMessageEvent extends Event {
  readonly data: any;
  readonly origin: string;
  readonly lastEventId: string;
}

interface MinimalEventTarget {
  addEventListener(
    type: string,
    listener: Listener<any, Event> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: Listener<any, Event> | null,
    options?: boolean | EventListenerOptions,
  ): void;
  dispatchEvent(event: Event): boolean;
}

/** https://w3c.github.io/webappsec-referrer-policy/#referrer-policies */
type ReferrerPolicy =
  | ''
  | 'no-referrer'
  | 'no-referrer-when-downgrade'
  | 'same-origin'
  | 'origin'
  | 'strict-origin'
  | 'origin-when-cross-origin'
  | 'strict-origin-when-cross-origin'
  | 'unsafe-url';

/** An `AbortSignal`, of this realm or another one, or a replacement of it. */
interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}

interface MinimalAbortSignal extends AbortSignalLike {}

interface MinimalHeaders {
  get(name: string): string | null;
  has(name: string): boolean;
  forEach(callback: (value: string, name: string) => void): void;
}

/** A text, bytes, or an object such as a `Blob`, a `FormData` or a `URLSearchParams`. */
type MinimalBody =
  string | ArrayBuffer | ArrayBufferView | { readonly [Symbol.toStringTag]: string } | ByteStream;
