// The body of a response that an XMLHttpRequest has got and the source refuses, for a page that wants to read it.
//
// Knows how the rest of a response arrives. Must not know why it is refused. See xhr.rs.

/** How much is read, in UTF-16 code units. */
const LIMIT = 1 << 20;

export class RefusedBody {
  state = 'offered';

  constructor(xhr) {
    this.xhr = xhr;
  }

  /** A promise of the text, up to a limit. From now on, the request is not the source's to abort. */
  text() {
    const { xhr } = this;
    if (this.state === 'released') return Promise.reject(tooLate());
    this.state = 'wanted';
    return new Promise((resolve) => {
      const read = () => {
        const text = xhr.responseText;
        if (xhr.readyState !== 4 && text.length < LIMIT) return;
        xhr.removeEventListener('readystatechange', read);
        resolve(text.slice(0, LIMIT));
        xhr.abort();
      };
      xhr.addEventListener('readystatechange', read);
      read();
    });
  }

  /** It can be read no more, unless that has begun. Says whether it has. */
  release() {
    const isWanted = this.state === 'wanted';
    if (!isWanted) this.state = 'released';
    return isWanted;
  }
}

/** Why a body cannot be read. */
export function tooLate() {
  return new TypeError('text() has to be called while the error event is dispatched.');
}
