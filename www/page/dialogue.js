// The panel of the answers: asks the question of the visitor, shows the words, and stops or asks again.
// Knows the elements of the panel. Must not know how a question is sent, or what a token is.

import { ask, wordsOf } from './answer.js';
import { Exchanges } from './exchanges.js';
import { Token } from './token.js';
import { transports } from './transports.js';

const LAMPS = { idle: 'not asked', done: 'complete' };

export class Dialogue {
  #element = document.getElementById('answers');
  #question = /** @type {HTMLInputElement} */ (document.getElementById('question'));
  #answer = document.getElementById('answer');
  #reason = document.getElementById('answer-reason');
  #note = document.getElementById('answer-note');
  #expiry = document.getElementById('token-state');
  #buttons = /** @type {Record<string, HTMLButtonElement>} */ (
    Object.fromEntries(
      ['ask', 'stop', 'retry', 'expire'].map((name) => [name, document.getElementById(name)]),
    )
  );
  #exchanges = new Exchanges();
  #token = new Token();
  #announce;
  #origin = '';
  #transport = transports.find(({ loadClass }) => loadClass);
  #controller = new AbortController();
  #running = false;
  /** What is asked, and the name of its requests in the log. @type {{ question: string, name: string } | null} */
  #asked = null;

  /** @param {(text: string) => void} announce writes to the live region of screen readers */
  constructor(announce) {
    this.#announce = announce;
    document.getElementById('answer-code').textContent = `${ask}\n\n${wordsOf}`;
    document.getElementById('ask-form').addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.#running)
        this.#ask({ question: this.#question.value, name: crypto.randomUUID().slice(0, 8) });
    });
    this.#buttons.stop.addEventListener('click', () => this.close());
    this.#buttons.retry.addEventListener('click', () => this.#ask(this.#asked));
    this.#buttons.expire.addEventListener('click', () => this.#expire());
  }

  /** Takes the chosen transport where it has the options, else this package over fetch. */
  use(transport, origin) {
    this.close();
    this.#origin = origin;
    this.#transport = transport.loadClass ? transport : transports.find(({ name }) => name === 'fetch');
    this.#note.textContent =
      transport === this.#transport
        ? `Asked with: ${transport.label}.`
        : `${transport.label} cannot send a POST or a token. This panel asks with: ${this.#transport.label}.`;
    this.#buttons.ask.disabled = this.#running;
  }

  /** Closes the request that is under way, if there is one. */
  close() {
    this.#controller.abort();
  }

  async #ask(asked) {
    this.#asked = asked;
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    this.#begin();
    try {
      const { transport, loadClass } = this.#transport;
      const source = ask(asked.question, {
        EventSource: await loadClass(),
        transport,
        url: `${this.#origin}/answers?as=${asked.name}`,
        token: (options) => this.#token.value(options),
        signal,
      });
      source.onopen = () => this.#show('open');
      source.onerror = (event) => this.#explain(event);
      this.#exchanges.follow(asked.name, () => this.#running);
      for await (const word of wordsOf(source)) this.#append(word);
      this.#end('done');
    } catch (error) {
      if (!signal.aborted) this.#reason.textContent ||= error.message;
      this.#end(signal.aborted ? 'stopped' : 'closed');
    }
  }

  #append(word) {
    this.#answer.append(word);
    this.#answer.scrollTop = this.#answer.scrollHeight;
  }

  #begin() {
    this.#running = true;
    this.#answer.replaceChildren();
    this.#reason.textContent = this.#expiry.textContent = '';
    this.#show('connecting');
  }

  #end(state) {
    this.#running = false;
    this.#show(state);
    this.#announce(`The answer: ${LAMPS[state] ?? state}`);
    this.#exchanges.follow(this.#asked.name, () => false);
  }

  /** What an `error` event of this package says. */
  #explain({ message, status, willRetry }) {
    const facts = [status && `status: ${status}`, `willRetry: ${willRetry}`].filter(Boolean).join(', ');
    this.#reason.textContent = `error: ${message} (${facts})`;
  }

  async #expire() {
    try {
      await this.#token.expire();
      this.#expiry.textContent = 'It has expired. The page does not know yet: ask again.';
    } catch (error) {
      this.#expiry.textContent = `The demo does not answer: ${error.message}`;
    }
  }

  #show(state) {
    this.#element.dataset.state = state;
    this.#element.querySelector('.lamp-text').textContent = LAMPS[state] ?? state;
    this.#buttons.ask.disabled = this.#running;
    this.#buttons.stop.disabled = !this.#running;
    this.#buttons.retry.disabled = this.#running;
  }
}
