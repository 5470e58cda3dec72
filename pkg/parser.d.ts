/**
 * The parser for event streams by itself, for text or bytes that one has already: names and meaning of eventsource-parser 4.
 *
 * The declarations need neither lib.dom nor @types/node. Where one of them declares `ReadableStream`, that declaration is
 * used; else a minimal one at the end of this file.
 *
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */

/** What a `ParseError` is about. */
export type ErrorType = 'invalid-retry' | 'unknown-field' | 'max-buffer-size-exceeded';

/** What the standard ignores in a stream, or an event that is too large. */
export declare class ParseError extends Error {
  constructor(
    message: string,
    options: {
      type: ErrorType;
      field?: string | undefined;
      value?: string | undefined;
      line?: string | undefined;
    },
  );
  /** What the error is about. */
  type: ErrorType;
  /** The name of an unknown field: what is before the first colon of its line. */
  field?: string | undefined;
  /** The value of an unknown field, or of a `retry` field that is no number. */
  value?: string | undefined;
  /** The whole line. */
  line?: string | undefined;
}

/** An event of a stream. */
export interface EventSourceMessage {
  /** The type that the server has set. `undefined`, not `message`, if it has set none. */
  event?: string | undefined;
  /** The ID that this very event has set. `undefined` if it has none of its own: see `onId` for what lasts. */
  id?: string | undefined;
  /** The values of its `data` fields, joined by line feeds. */
  data: string;
}

/** What a parser calls, in the order of the stream. Each may throw, and may call `feed()` and `reset()`. */
export interface ParserCallbacks {
  /** An event is complete. */
  onEvent?: ((event: EventSourceMessage) => void) | undefined;
  /**
   * A block with an `id` field is complete, whether or not it has data. It is called before the `onEvent` of the same
   * block. The value is what the next request sends as `Last-Event-ID`; an empty one resets it.
   */
  onId?: ((id: string) => void) | undefined;
  /** The server has set the reconnection time, in milliseconds: at most 2147483647, which a timer can hold. */
  onRetry?: ((retry: number) => void) | undefined;
  /** A comment, without its colon and one space behind that. */
  onComment?: ((comment: string) => void) | undefined;
  /** A line that the standard ignores, or an event that is too large. */
  onError?: ((error: ParseError) => void) | undefined;
}

/** The argument of `createParser()`. */
export interface ParserConfig extends ParserCallbacks {
  /**
   * How many bytes of an unfinished event are stored. A larger one is a `ParseError` with the type
   * `'max-buffer-size-exceeded'`; `feed()` throws after that, until `reset()` is called.
   *
   * @default 67108864 (64 MiB)
   */
  maxBufferSize?: number | undefined;
}

/** What `createParser()` gives. Both functions may be called without it. */
export interface EventSourceParser {
  /**
   * Parses the next part of the stream: text, or bytes of UTF-8. It may start and end anywhere. The callbacks are called
   * before this returns, once the parser is loaded (see `load()`); inside of a callback, after that one.
   */
  feed(chunk: string | ArrayBuffer | ArrayBufferView): void;
  /**
   * Begins with another stream. What is unfinished is dropped; with `consume`, its last line is read first as if it had
   * ended, so that an `onError` may see it. Call it at the end of a stream: it frees the parser's memory.
   */
  reset(options?: { consume?: boolean | undefined }): void;
}

/** Creates a parser for one stream, or for one after the other. */
export declare function createParser(config: ParserConfig): EventSourceParser;

/**
 * Resolves when parsers call back at once: before that, what is fed waits. Only needed where WebAssembly cannot be
 * compiled synchronously or not at all; elsewhere parsers do so from the start. Not in eventsource-parser.
 */
export declare function load(): Promise<void>;

/** The argument of `EventSourceParserStream`. */
export interface StreamOptions {
  /** See `ParserCallbacks`. */
  onId?: ((id: string) => void) | undefined;
  /** See `ParserCallbacks`. */
  onRetry?: ((retry: number) => void) | undefined;
  /** See `ParserCallbacks`. */
  onComment?: ((comment: string) => void) | undefined;
  /**
   * A function is called for each `ParseError`; `'terminate'` makes the first one the error of the stream. An event that is
   * too large always is.
   */
  onError?: 'terminate' | ((error: ParseError) => void) | undefined;
  /** See `ParserConfig`. */
  maxBufferSize?: number | undefined;
}

/**
 * A transform stream from bytes or text to events.
 *
 * ```js
 * for await (const { event, id, data } of response.body.pipeThrough(new EventSourceParserStream())) …
 * ```
 */
export declare class EventSourceParserStream {
  constructor(options?: StreamOptions);
  /** The events. */
  readonly readable: EventSourceMessageStream;
  /** Takes bytes or text. */
  readonly writable: NativeWritableStream;
}

/** A `ReadableStream` of events: of lib.dom or of @types/node where that is declared. */
export type EventSourceMessageStream = {
  getReader(): {
    read(): Promise<{ done: false; value: EventSourceMessage } | { done: true; value?: undefined }>;
    cancel(reason?: any): Promise<void>;
    releaseLock(): void;
    readonly closed: Promise<any>;
  };
  [Symbol.asyncIterator](): AsyncIterableIterator<EventSourceMessage>;
} & NativeReadableStream;

type NativeReadableStream = typeof globalThis extends {
  ReadableStream: { prototype: infer Native extends object };
}
  ? Native
  : { readonly locked: boolean; cancel(reason?: any): Promise<void> };

type NativeWritableStream = typeof globalThis extends {
  WritableStream: { prototype: infer Native extends object };
}
  ? Native
  : { readonly locked: boolean; abort(reason?: any): Promise<void> };
