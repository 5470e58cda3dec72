// A batch of messages, read where the core has laid it out in its memory: see src/batch.rs.
//
// Knows that layout. Must not know what becomes of the messages.

import { look } from '../src/browser.js';
import { RawText, TextReader } from './text.js';

/** The width of the table: start and end of the type, of the last event ID, of the data. */
const ROW = 6;

/**
 * The batches of one source, one after the other. One text for all messages of a batch; each message is a row of the
 * table, and what is the same as in the row before is sliced once.
 */
export class Batch {
  type = '';
  lastEventId = '';
  data = '';
  // Not private: those cost more than the rest.
  _reader = new TextReader();
  /** @type {string | RawText} */
  _text = '';
  /** Where the core's report is, see src/source.rs; and the next row. In words. */
  _report = 0;
  _at = 0;
  /** How far behind the table that is read instead of it is. */
  _shift = 0;
  _typeStart = 0;
  _typeEnd = 0;
  _idStart = 0;
  _idEnd = 0;

  /** Begins with the batch that is reported there. */
  begin(report) {
    const words = look();
    const at = (this._report = report / 4);
    this._at = words[at + 2];
    this._shift = 0;
    const start = words[at];
    const raw = words[at + 4];
    try {
      this._text = this._reader.read(start, words[at + 1], start === raw);
    } catch {
      // Each string by itself is decoded as the standard says.
      this._text = new RawText(raw);
      this._shift = words[at + 5] - this._at;
    }
    this.type = this.lastEventId = '';
    this._typeStart = this._typeEnd = this._idStart = this._idEnd = 0;
  }

  /** Goes on to the next message; false if there is none, or the core has taken the rest back. */
  next() {
    const words = look();
    if (this._at >= words[this._report + 3]) return false;
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
