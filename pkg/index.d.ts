/**
 * The HTML Standard's EventSource, in Rust and WebAssembly.
 *
 * The declarations need neither lib.dom nor @types/node. Where one of them declares `Event`, `MessageEvent`,
 * `EventTarget`, `AbortSignal` or `EventSource`, that declaration is used; else a minimal one at the end of this file.
 *
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */

/** The second argument of the constructor. Without it, and with each default, a source does what the standard says. */
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
}

/**
 * An `error` event: the connection has ended. `readyState` is `CONNECTING` if the source reconnects, and `CLOSED` if it
 * does not. The event is an `Event`, not an `ErrorEvent`. The standard defines neither of these members.
 */
export interface EventSourceErrorEvent extends Event {
  /** The reason, in English, for logs. `undefined` where the package has nothing to add to the standard. */
  readonly message?: string;
  /** The value that was thrown or rejected with. `undefined` where there is none. */
  readonly cause?: unknown;
}

/** The same, under the name that the package eventsource gives it. */
export type { EventSourceErrorEvent as ErrorEvent };

/**
 * The events that every source has, by type. Events with a type of the server (its `event` field) are
 * `MessageEvent<string>`s, unless the type parameter of `EventSource` says more.
 */
export interface EventSourceEventMap {
  /** The server has answered with status 200 and `text/event-stream`. Also after each reconnection. */
  open: Event;
  /** A message without a type of its own. */
  message: MessageEvent<string>;
  /** The connection has ended. */
  error: EventSourceErrorEvent;
}

/**
 * Receives server-sent events over HTTP, and reconnects by itself.
 *
 * The type parameter maps types of messages to the types of their `data`. Data is always text: a name in the map may
 * narrow it (a union of literals, a template literal type, a branded string), not turn it into an object. Messages of
 * types that are not in the map have `data: string`.
 *
 * Where lib.dom declares `EventSource`, this class accepts what that one accepts, so that code for one compiles with the
 * other and with a union of both. Therefore `onmessage` gets lib.dom's `MessageEvent`, whose `data` is `any`;
 * `EventSource<{ message: string }>` makes it a string.
 *
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface
 */
export interface EventSource<Data extends Record<keyof Data, string> = {}> extends EventTarget {
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
   * The last event ID: what the next request sends as `Last-Event-ID`; the empty string if the server has sent none.
   * In the listeners of a message, the ID of that message. Proposed for the standard.
   */
  readonly lastEventId: string;
  /**
   * How long the source waits before it reconnects, in milliseconds: 3000, or the latest `retry` field of the server.
   * Proposed for the standard.
   */
  readonly reconnectionTime: number;
  /**
   * How the stream is read: `'fetch'`, `'xhr'`, or `'stream'` for `fromReadableStream()`. `'auto'` only on sources that
   * were made after `eventsource-wasm/auto` was imported and before it has loaded the class. Not in the standard.
   */
  readonly transport: 'auto' | 'fetch' | 'xhr' | 'stream';

  /** The event handler of `open`; `null` if there is none. @default null */
  onopen: ((this: NativeOr<EventSource>, event: Event) => any) | null;
  /**
   * The event handler of `message`; `null` if there is none. See the type parameter for the type of `data`.
   *
   * @default null
   */
  onmessage: ((this: NativeOr<EventSource>, event: HandledMessage<Data>) => any) | null;
  /** The event handler of `error`; `null` if there is none. @default null */
  onerror: ((this: NativeOr<EventSource>, event: EventSourceErrorEvent) => any) | null;

  /** Ends the connection and sets `readyState` to `CLOSED`. No event is dispatched after it, and none for it. */
  close(): void;

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
  new <Data extends Record<keyof Data, string> = {}>(
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
  fromReadableStream<Data extends Record<keyof Data, string> = {}>(stream: ByteStream): EventSource<Data>;
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

type AbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Native extends object } }
  ? Native
  : MinimalAbortSignal;

interface Event extends NativeEvent {}

interface EventTarget extends NativeEventTarget {}

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

interface MinimalAbortSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}
