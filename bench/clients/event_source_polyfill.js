// event-source-polyfill, which uses fetch if available.

import { EventSourcePolyfill } from 'event-source-polyfill';
import { follow } from './follow.js';

export const open = (url, listener) => follow(new EventSourcePolyfill(url), listener);
