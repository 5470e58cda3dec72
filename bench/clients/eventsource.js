// eventsource, over fetch, its only transport.

import { EventSource } from 'eventsource';
import { follow } from './follow.js';

export const open = (url, listener) => follow(new EventSource(url), listener);
