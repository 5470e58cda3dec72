// What a parser reports to `onError`.
//
// Knows its members, and the words of its messages. Must not know when it is reported.

/** How much of a name or a value a message quotes. */
const QUOTED = 20;

export class ParseError extends Error {
  constructor(message, { type, field = undefined, value = undefined, line = undefined }) {
    super(message);
    this.name = 'ParseError';
    this.type = type;
    this.field = field;
    this.value = value;
    this.line = line;
  }
}

// Whatever a minifier calls it.
Object.defineProperty(ParseError, 'name', { value: 'ParseError' });

/** A line that is neither a field of the standard nor a comment; or a `retry` field whose value is not valid. */
export function errorOfLine(field, value, line) {
  return field === 'retry'
    ? new ParseError(`The value of a retry field is not a number: ${quoted(value)}`, {
        type: 'invalid-retry',
        value,
        line,
      })
    : new ParseError(`A field is not known: ${quoted(field)}`, { type: 'unknown-field', field, value, line });
}

export function errorOfSize(limit) {
  return new ParseError(`An event of the stream is larger than ${limit} bytes`, {
    type: 'max-buffer-size-exceeded',
  });
}

function quoted(text) {
  return JSON.stringify(text.length > QUOTED ? `${text.slice(0, QUOTED)}\u2026` : text);
}
