// A global object like that of React Native: no DOM class, no TextDecoder, no WebAssembly; `fetch` without streams; an
// XMLHttpRequest that shows its text while it arrives only if a handler for that is set when it is sent.
// Knows React Native's globals. Must not know the package.

import http from 'node:http';
import vm from 'node:vm';

/** A realm in which CommonJS can be evaluated: `load(path, read)`. */
export function createRealm() {
  const context = vm.createContext({ console, setTimeout, clearTimeout, setInterval, clearInterval, URL });
  context.window = context.self = context.global = context;
  context.fetch = () => Promise.reject(new TypeError('Network request failed'));
  context.Response = class Response {};
  context.Headers = class Headers {};
  context.Request = class Request {};
  context.AbortController = AbortController;
  context.XMLHttpRequest = XMLHttpRequest;
  context.navigator = { product: 'ReactNative' };
  vm.runInContext('delete globalThis.WebAssembly;', context);
  return context;
}

/** As in React Native's Libraries/Network/XMLHttpRequest.js: no `overrideMimeType`, handlers as attributes. */
class XMLHttpRequest {
  readyState = 0;
  status = 0;
  responseText = '';
  responseURL = '';
  withCredentials = true;
  #headers = {};
  #request;
  #response;
  #listeners = {};

  addEventListener(type, listener) {
    (this.#listeners[type] ??= []).push(listener);
  }

  open(method, url) {
    this.url = url;
    this.#become(1);
  }

  setRequestHeader(name, value) {
    this.#headers[name] = value;
  }

  getResponseHeader(name) {
    return this.#response?.headers[name.toLowerCase()] ?? null;
  }

  send() {
    const isIncremental = Boolean(this.onreadystatechange || this.onprogress);
    this.#request = http.get(this.url, { headers: this.#headers }, (response) => {
      this.#response = response.setEncoding('utf8');
      this.status = response.statusCode;
      this.responseURL = this.url;
      this.#become(2);
      let text = '';
      response.on('data', (data) => {
        text += data;
        if (!isIncremental) return;
        this.responseText = text;
        this.#become(3);
        this.#fire('progress');
      });
      response.on('end', () => {
        this.responseText = text;
        this.#become(4);
        this.#fire('load');
      });
    });
    this.#request.on('error', () => {
      this.#become(4);
      this.#fire('error');
    });
  }

  abort() {
    this.#request?.destroy();
  }

  #become(state) {
    this.readyState = state;
    this.#fire('readystatechange');
  }

  #fire(type) {
    const event = { type, target: this };
    this[`on${type}`]?.call(this, event);
    for (const listener of this.#listeners[type] ?? []) listener.call(this, event);
  }
}
