// event-source-polyfill, which takes fetch where there is one.

import { EventSourcePolyfill } from 'event-source-polyfill';
import { follow } from './follow.js';

export const open = (url, listener) => follow(new EventSourcePolyfill(url), listener);
