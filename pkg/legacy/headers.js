// The headers of a response, for engines without the class Headers.
//
// Knows what a page asks of them: https://fetch.spec.whatwg.org/#headers-class. Must not know where they come from.

export class PlainHeaders {
  constructor() {
    Object.defineProperty(this, '_values', { value: {} });
  }

  append(name, value) {
    const key = KEY + name.toLowerCase();
    this._values[key] = this.has(name) ? `${this._values[key]}, ${value}` : value;
  }

  get(name) {
    return this.has(name) ? this._values[KEY + String(name).toLowerCase()] : null;
  }

  has(name) {
    return Object.prototype.hasOwnProperty.call(this._values, KEY + String(name).toLowerCase());
  }

  forEach(callback, receiver) {
    Object.keys(this._values).forEach((key) => {
      callback.call(receiver, this._values[key], key.slice(KEY.length), this);
    });
  }
}

/** Before a name, so that none is one that objects know: `__proto__`. */
const KEY = 'h:';
