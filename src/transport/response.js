// A response that may be the page's own: what is asked of it, read at one moment.
//
// Knows https://fetch.spec.whatwg.org/#response-class. Must not know what the answers mean. See response.rs.

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
