// Ours, as old engines get it: the same core as JavaScript, over what transport it takes by itself.

import * as legacy from '../../pkg/dist/legacy.js';
import { follow } from './follow.js';

const { EventSourcePolyfill } = /** @type {any} */ (legacy);

export const open = (url, listener) => follow(new EventSourcePolyfill(url), listener);
