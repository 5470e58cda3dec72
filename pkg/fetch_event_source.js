// Event streams over `fetch`, with callbacks.
// Knows names of exports. Must not know what they do.

export { EventStreamContentType, fetchEventSource } from './lib/fetch_event_source.js';
