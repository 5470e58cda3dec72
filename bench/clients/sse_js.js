// sse.js, over XMLHttpRequest: it has no other way. It opens when it is told to, so that no event is missed.

import { SSE } from 'sse.js';
import { follow } from './follow.js';

export function open(url, listener) {
  const source = new SSE(url, { start: false });
  const close = follow(source, listener);
  source.stream();
  return close;
}
