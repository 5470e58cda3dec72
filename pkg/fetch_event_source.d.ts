/**
 * Event streams over `fetch`, with callbacks: names and meaning of @microsoft/fetch-event-source 2.
 *
 * The declarations need neither lib.dom nor @types/node: what is not declared there is `any` here.
 */

/** The value of `Content-Type` that an event stream has: `text/event-stream`. */
export declare const EventStreamContentType = 'text/event-stream';

/** A message of an event stream. */
export interface EventSourceMessage {
  /** The last event ID: of this message, or of one before. Empty if there is none. */
  id: string;
  /** The type that the server has set, or the empty string. */
  event: string;
  /** The values of its `data` fields, joined by line feeds. */
  data: string;
  /** The reconnection time in milliseconds, if the server has set one since the message before. */
  retry?: number | undefined;
}

/** The options of `fetch`, and these. */
export type FetchEventSourceInit = Omit<NativeRequestInit, 'headers' | 'signal'> & FetchEventSourceOptions;

/** What `fetchEventSource()` takes beyond the options of `fetch`. */
export interface FetchEventSourceOptions {
  /** As `fetch` takes them. `Accept` is `text/event-stream` unless it is set; `last-event-id` is where the stream begins. */
  headers?: Record<string, string> | Array<[string, string]> | { forEach(callback: any): void } | undefined;
  /** Aborting it ends the stream for good, and resolves the promise. No callback is called after that. */
  signal?: { readonly aborted: boolean; addEventListener: any; removeEventListener: any } | null | undefined;
  /**
   * Called with each response. What it throws goes to `onerror`. The default throws unless the status is 200 and the type
   * `text/event-stream`, or the status is 204, which ends the stream.
   */
  onopen?: ((response: NativeResponse) => Promise<void> | void) | undefined;
  /** Called for each message with data, of every type. What it throws goes to `onerror`. */
  onmessage?: ((message: EventSourceMessage) => void) | undefined;
  /** Called when the server has ended the stream. The promise resolves after that, unless it throws: see `onerror`. */
  onclose?: (() => void) | undefined;
  /**
   * Called for every error: of the request, of the stream, and what the callbacks have thrown. Returns how many
   * milliseconds to wait before the next request (nothing: what the server has set, or 1000), or throws: then there is none,
   * and the promise is rejected with what it throws.
   */
  onerror?:
    | ((error: any) => number | null | undefined | void | Promise<number | null | undefined | void>)
    | undefined;
  /**
   * Whether the request goes on while the page is hidden. By default, it is aborted then, and made again with the last
   * event ID when the page is visible.
   *
   * @default false
   */
  openWhenHidden?: boolean | undefined;
  /** Used in place of the global `fetch`. */
  fetch?: NativeFetch | undefined;
}

/**
 * Requests an event stream, and requests it again after each error. Resolves when the server has ended it or `signal` is
 * aborted; is rejected with what `onerror` throws.
 */
export declare function fetchEventSource(
  input: NativeRequestInfo,
  init?: FetchEventSourceInit,
): Promise<void>;

type NativeFetch = typeof globalThis extends { fetch: infer Native }
  ? Native
  : (input: any, init?: any) => Promise<any>;

type NativeRequestInfo = NativeFetch extends (input: infer Input, ...rest: any[]) => any ? Input : any;

type NativeRequestInit = NativeFetch extends (input: any, init?: infer Init) => any ? NonNullable<Init> : any;

type NativeResponse = typeof globalThis extends { Response: { prototype: infer Native } } ? Native : any;
