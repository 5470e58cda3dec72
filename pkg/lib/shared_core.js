// What the other entry points take from the main one, so that there is one core for all of them.
//
// Knows which parts that are. Must not know what is done with them. It is no part of the public interface.

import { loadCore } from './load_core.js';
import { coreExports } from './memory.js';
import { MessageReader } from './message_reader.js';

export const shared = { loadCore, MessageReader, coreExports: () => coreExports };
