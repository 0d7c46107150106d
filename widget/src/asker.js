// @ts-check
/**
 * When to ask the server: after typing rests, or at once on Enter; one request replaces the other.
 * Numbers the requests and reports what came of each, late answers included: state.js drops those.
 * Must not know the DOM, HTTP or what is shown.
 */

import { realClock } from './clock.js';
import { isAskable } from './state.js';

/**
 * @typedef {import('./state').Action} Action
 * @typedef {(query: string, typing: boolean, signal: AbortSignal) => Promise<import('./contract').Answer>} Suggest
 * @typedef {{
 *   suggest: Suggest, report: (action: Action) => void, hasEnquiry: () => boolean, clock?: import('./contract').Clock
 * }} AskerOptions
 */

const REST = 150;
const STALL = 400;

export class Asker {
  #number = 0;
  #last = '';
  /** @type {unknown} */
  #timer;
  /** @type {AbortController | null} */
  #running = null;
  /** @type {(() => void) | null} */
  #held = null;

  /** @param {AskerOptions} options */
  constructor({ suggest, report, hasEnquiry, clock = realClock }) {
    this.suggest = suggest;
    this.report = report;
    this.hasEnquiry = hasEnquiry;
    this.clock = clock;
  }

  /** Whether an answer is awaited. */
  get isAsking() {
    return this.#running !== null;
  }

  /** @param {string} text */
  type(text) {
    const query = oneSpaced(text.trimStart());
    this.#held = null;
    this.clock.clearTimeout(this.#timer);
    if (!isAskable(query)) return this.cancel();
    this.#timer = this.clock.setTimeout(() => this.#ask(query, true), REST);
  }

  /** @param {string} text */
  submit(text) {
    const query = tidy(text);
    this.clock.clearTimeout(this.#timer);
    if (query) this.#ask(query, false);
  }

  /** The same words, asked at once of a server that now knows more. @param {string} text */
  again(text) {
    this.#last = '';
    this.#ask(oneSpaced(text.trimStart()), true);
  }

  /** Forgets what was going on; the same words may be asked again. */
  cancel() {
    this.clock.clearTimeout(this.#timer);
    this.#held = null;
    this.#last = '';
    this.#running?.abort();
    this.#running = null;
  }

  /**
   * The first request of an enquiry is let finish, so that the server counts one enquiry and not two.
   * @param {string} query
   * @param {boolean} typing
   */
  #ask(query, typing) {
    if (this.#running && !this.hasEnquiry()) this.#held = () => this.#ask(query, typing);
    else if (typing && query.trim() === this.#last.trim()) this.report({ type: 'unchanged' });
    else void this.#send(query, typing);
  }

  /**
   * @param {string} query
   * @param {boolean} typing
   */
  async #send(query, typing) {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const request = ++this.#number;
    this.#last = query;
    this.report({ type: 'asked', request, submitted: !typing });
    const stall = this.clock.setTimeout(() => this.report({ type: 'stalled', request }), STALL);
    try {
      const answer = await this.suggest(query, typing, running.signal);
      this.report({ type: 'answered', request, answer });
    } catch (error) {
      this.#forget(running);
      const { problem } = /** @type {import('./api').ApiError} */ (error);
      this.report({ type: 'failed', request, problem: problem ?? { code: 'unknown', message: String(error) } });
    }
    this.clock.clearTimeout(stall);
    this.#finish(running);
  }

  /** @param {AbortController} running */
  #forget(running) {
    if (this.#running === running) this.#last = '';
  }

  /** @param {AbortController} running */
  #finish(running) {
    if (this.#running !== running) return;
    this.#running = null;
    const held = this.#held;
    this.#held = null;
    held?.();
  }
}

/** @param {string} text */
const tidy = (text) => oneSpaced(text.trim());

/**
 * While one types, a space at the end stays: it says that the last word is finished.
 * @param {string} text
 */
const oneSpaced = (text) => text.replace(/\s+/g, ' ');
