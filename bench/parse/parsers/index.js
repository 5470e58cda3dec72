// The parsers: name → start(listen, workload), which returns { feed(chunk), stop() }.

import * as eventSourcePolyfill from './event_source_polyfill.js';
import * as eventsourceParser from './eventsource_parser.js';
import * as fetchEventSource from './fetch_event_source.js';
import * as floor from './floor.js';
import * as ours from './ours.js';
import * as oursParserEntry from './ours_parser_entry.js';
import * as parseSse from './parse_sse.js';
import * as sseJs from './sse_js.js';

export const parsers = {
  floor: floor.start,
  ours: ours.start,
  // Not in the tables: `npm run bench:parse -- --parser=ours-parser-entry`.
  'ours-parser-entry': oursParserEntry.start,
  'eventsource-parser': eventsourceParser.start,
  control: eventsourceParser.start,
  'fetch-event-source': fetchEventSource.start,
  'event-source-polyfill': eventSourcePolyfill.start,
  'sse.js': sseJs.start,
  'parse-sse': parseSse.start,
};
