// The legacy build of this package: the core as JavaScript, over its default transport.

import { EventSource } from '../../pkg/dist/legacy.mjs';
import { follow } from './follow.js';

export const open = (url, listener) => follow(new EventSource(url), listener);
