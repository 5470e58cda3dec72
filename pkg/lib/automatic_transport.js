// The transport of a source unless the page chooses one.
// Knows what engines have. Must not know what a transport does.

/** `fetch` where a body can be read while it arrives. @returns {'fetch' | 'xhr'} */
export const automaticTransport = () =>
  typeof fetch === 'function' && typeof Response === 'function' && 'body' in Response.prototype
    ? 'fetch'
    : 'xhr';
