// What a response says, and how the page reads one that the source refuses.
//
// Knows https://fetch.spec.whatwg.org/#response-class and https://xhr.spec.whatwg.org/. Must not know what the answers mean, nor
// why a response is refused. See response.rs and xhr.rs.

/** What is asked of a response of `fetch`, which may be the page's own: read at one moment. */
export class ResponseParts {
  /** Throws what the response throws, which may be anything. */
  constructor(response) {
    const { headers } = response;
    const header = (name) => textOr(headers.get(name), undefined);
    this.status = response.status;
    this.isOpaqueRedirect = response.type === 'opaqueredirect';
    // A script makes responses of the type "default", and mocks have none.
    this.isFromNetwork = response.type === 'basic' || response.type === 'cors';
    this.url = textOr(response.url, '') || undefined;
    // In lower case, for headers of a mock that are a plain map.
    this.contentType = header('content-type');
    this.retryAfter = header('retry-after');
    this.location = header('location');
    this.response = response;
  }

  /** This locks the body. */
  reader() {
    const { body } = this.response;
    return body ? body.getReader() : undefined;
  }
}

function textOr(value, other) {
  return typeof value === 'string' ? value : other;
}

/** How much is read, in UTF-16 code units. */
const LIMIT = 1 << 20;

/** The body of a refused response over an XMLHttpRequest, whose text goes on arriving. */
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
