// sse.js, over XMLHttpRequest, its only transport. It starts after the listeners are added, so that no event is missed.

import { SSE } from 'sse.js';
import { follow } from './follow.js';

export function open(url, listener) {
  const source = new SSE(url, { start: false });
  const close = follow(source, listener);
  source.stream();
  return close;
}
