// The browser's own EventSource.

import { follow } from './follow.js';

export const open = (url, listener) => follow(new EventSource(url), listener);
