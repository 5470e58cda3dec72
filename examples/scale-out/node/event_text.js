// The text of an event stream: an event, a gap, the reconnection time, a heartbeat.
// Knows the format of text/event-stream. Must not know where events come from.

/** @param {[string, string[]]} entry of a Redis stream: its id, its fields and their values in turn */
export function eventText([id, fields]) {
  const type = fields[fields.indexOf('type') + 1];
  const data = fields[fields.indexOf('data') + 1];
  const event = type === 'message' ? '' : `event: ${type}\n`;
  return `${event}id: ${id}\n${dataLines(data)}\n`;
}

/** It has no id: if the connection breaks before the next event, the client asks with the old one again. */
export const gapText = (gap) => `event: gap\n${dataLines(JSON.stringify(gap))}\n`;

export const retryText = (milliseconds) => `retry: ${milliseconds}\n\n`;

export const HEARTBEAT = ':\n\n';

/** Each of the three line ends would end the field. */
function dataLines(data) {
  return data
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}\n`)
    .join('');
}
