// The answers: for a question sent by POST with a valid token, writes an event stream of words that ends with [DONE].
// Knows the paths, the texts and the format of the stream. Must not know the page, or how tokens are issued.
//
//   data: {"text":"A "}
//
//   data: [DONE]
//

import { readFileSync } from 'node:fs';
import express from 'express';

export class Answers {
  #tokens;
  #requestLog;
  #pace;
  #open = 0;

  /**
   * @param {import('./tokens.js').Tokens} tokens
   * @param {import('./request_log.js').RequestLog} requestLog
   * @param {{ word: number }} pace a word takes `word` ms
   */
  constructor(tokens, requestLog, { word }) {
    this.#tokens = tokens;
    this.#requestLog = requestLog;
    this.#pace = word;
  }

  /** How many answers are being written. */
  get open() {
    return this.#open;
  }

  /** @param {import('express').Express} app */
  serve(app) {
    // Over XMLHttpRequest, a source with headers asks first whether the server redirects. It does not.
    app.head('/answers', (request, response) => {
      this.#log(request, 204);
      response.status(204).end();
    });
    app.post('/answers', (request, response, next) => this.#authorize(request, response, next));
    app.post('/answers', express.json(), (request, response) => this.#answer(request, response));
  }

  #authorize(request, response, next) {
    if (this.#tokens.isValid(tokenOf(request))) return next();
    this.#log(request, 401);
    response.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'The token is not valid' });
  }

  #answer(request, response) {
    const exchange = this.#log(request, 200);
    exchange.words = 0;
    exchange.end = null;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    this.#open += 1;
    const words = answerTo(String(request.body?.question ?? '')).match(/\S+\s*/g);
    const timer = setInterval(() => {
      if (exchange.words === words.length) {
        clearInterval(timer);
        response.end('data: [DONE]\n\n');
        return;
      }
      response.write(`data: ${JSON.stringify({ text: words[exchange.words] })}\n\n`);
      exchange.words += 1;
    }, this.#pace);
    response.once('close', () => {
      clearInterval(timer);
      this.#open -= 1;
      exchange.end = endOf(request, response);
    });
  }

  #log(request, status) {
    const exchange = { method: request.method, token: tokenOf(request).slice(-4), status };
    return this.#requestLog.addExchange(request.query.as, exchange);
  }
}

const tokenOf = (request) => /^Bearer (\w+)$/.exec(request.get('Authorization') ?? '')?.[1] ?? '';

/** How a response has ended. A server that stops closes its socket before its connections. */
function endOf({ socket }, response) {
  if (response.writableFinished) return 'complete';
  return socket.server.listening ? 'closed by the page' : 'broken off';
}

function answerTo(question) {
  const asked = question.toLowerCase();
  return ANSWERS.find(({ keys }) => keys.some((key) => key === '*' || asked.includes(key))).text;
}

/** Parses the file: [{ keys, text }]. */
function read(file) {
  return file
    .split('\n\n')
    .filter((paragraph) => !paragraph.startsWith('#'))
    .map((paragraph) => {
      const [, keys, text] = /^(.+):\n([^]+)$/.exec(paragraph.trim());
      return { keys: keys.split(', '), text };
    });
}

const ANSWERS = read(readFileSync(new URL('answers.txt', import.meta.url), 'utf8'));
