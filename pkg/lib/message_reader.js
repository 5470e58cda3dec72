// Reads a batch of messages where the core has laid it out in its memory: see src/batch.rs.
//
// Knows that layout. Must not know what becomes of the messages.

import { refreshView, words } from './memory.js';
import { RawText, StringDecoder } from './string_decoder.js';

/** The width of the table: start and end of the type, of the last event ID, of the data. */
const ROW = 6;

/**
 * The batches of one source, one after the other. One text for all messages of a batch; each message is a row of the
 * table, and what is the same as in the row before is sliced once.
 */
export class MessageReader {
  type = '';
  lastEventId = '';
  data = '';
  // Not private: private fields cost more than the rest.
  _decoder = new StringDecoder();
  /** @type {string | RawText} */
  _text = '';
  /** The next row, and the end of the table, in words. */
  _at = 0;
  _end = 0;
  /** How far behind the table the one is that is read instead of it. */
  _shift = 0;
  _typeStart = 0;
  _typeEnd = 0;
  _idStart = 0;
  _idEnd = 0;

  /** Begins with a batch: what the core gives is in src/event_source/target.rs, `dispatch_messages`. */
  begin(text, textLength, table, tableLength, rawText, rawTable) {
    refreshView();
    this._at = table / 4;
    this._end = this._at + tableLength;
    this._shift = 0;
    try {
      this._text = this._decoder.decode(text, textLength, text === rawText);
    } catch {
      // The text is not UTF-8. Each string by itself is decoded as the standard says.
      this._text = new RawText(rawText);
      this._shift = (rawTable - table) / 4;
    }
    this.type = this.lastEventId = '';
    this._typeStart = this._typeEnd = this._idStart = this._idEnd = 0;
  }

  /** Goes on to the next message; false if there is none. */
  next() {
    if (this._at >= this._end) return false;
    // The page may have made the memory grow since the last message.
    refreshView();
    const at = this._at + this._shift;
    this._at += ROW;
    const text = this._text;
    const typeStart = words[at];
    const typeEnd = words[at + 1];
    if (typeStart !== this._typeStart || typeEnd !== this._typeEnd) {
      this._typeStart = typeStart;
      this._typeEnd = typeEnd;
      this.type = text.slice(typeStart, typeEnd);
    }
    const idStart = words[at + 2];
    const idEnd = words[at + 3];
    if (idStart !== this._idStart || idEnd !== this._idEnd) {
      this._idStart = idStart;
      this._idEnd = idEnd;
      this.lastEventId = text.slice(idStart, idEnd);
    }
    this.data = text.slice(words[at + 4], words[at + 5]);
    return true;
  }
}
