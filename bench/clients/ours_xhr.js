// This package, over XMLHttpRequest.

import { EventSource } from '../../pkg/dist/index.js';
import { follow } from './follow.js';

export const open = (url, listener) => follow(new EventSource(url, { transport: 'xhr' }), listener);
