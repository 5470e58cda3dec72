// The parser by itself, for those who have the bytes already.
// Knows names of exports. Must not know how it parses.

export { createParser, load } from './lib/event_parser.js';
export { ParseError } from './lib/parse_error.js';
export { EventSourceParserStream } from './lib/parser_stream.js';
