// Ours, as old engines get it: the same core as JavaScript, over what transport it takes by itself.

import { EventSource } from '../../pkg/dist/legacy.mjs';
import { follow } from './follow.js';

export const open = (url, listener) => follow(new EventSource(url), listener);
