// @ts-check
/**
 * Speaks HTTP with the bot: headers, time limits, `Retry-After`, one error shape.
 * Must not know the DOM, nor what the widget shows.
 */

import { realClock, sleep } from './clock.js';

/**
 * @typedef {import('./contract').Clock} Clock
 * @typedef {(url: string, body: string) => boolean} Beacon whether the browser took it
 * @typedef {import('./contract').Problem} Problem
 * @typedef {{body?: object, signal?: AbortSignal, isNew?: boolean}} CallOptions `isNew`: an enquiry may begin with it
 */

/**
 * @typedef {object} Identity who the customer is
 * @property {() => Promise<string>} current the token to send, empty if there is none
 * @property {() => string} known likewise, at once
 * @property {(refused: string) => Promise<string>} renewed another one; empty if there is none
 * @property {() => string | undefined} [visitor] the id by which the browser is known again, if it keeps one
 * @property {(problem: Problem) => void} refused told when a token proves nothing and there is no other
 */

/** @type {Identity} */
const nobody = { current: async () => '', known: () => '', renewed: async () => '', refused: () => {} };

/** @type {Beacon} */
const realBeacon = (url, body) => globalThis.navigator?.sendBeacon?.(url, body) ?? false;

const TIME_LIMIT = 10_000;
const LONGEST_WAIT = 10_000;
const ATTEMPTS = 3;
const DEFAULT_WAIT = 2;

/** A call that did not succeed. `status` 0: no answer came at all. */
export class ApiError extends Error {
  /**
   * @param {Problem} problem
   * @param {number} status
   */
  constructor(problem, status = 0) {
    super(problem.message);
    this.problem = problem;
    this.status = status;
  }

  /** Whether the same call may well succeed later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export class Api {
  #notBefore = 0;

  /**
   * @param {{
   *   origin: string, key: string, session: string, fetch?: typeof fetch, beacon?: Beacon, clock?: Clock,
   *   identity?: Identity
   * }} options
   */
  constructor({ origin, key, session, identity = nobody, fetch = globalThis.fetch.bind(globalThis), beacon = realBeacon, clock = realClock }) {
    this.origin = origin.replace(/\/+$/, '');
    this.key = key;
    this.session = session;
    this.beacon = beacon;
    this.identity = identity;
    this.headers = { Authorization: `Bearer ${key}`, 'X-Answerbot-Session': session };
    this.fetch = fetch;
    this.clock = clock;
  }

  /**
   * @param {import('./contract').Question} question
   * @param {AbortSignal} [signal]
   * @returns {Promise<import('./contract').Answer>}
   */
  suggest(question, signal) {
    return this.#call('POST', '/v1/suggest', { body: question, signal, isNew: true });
  }

  /**
   * @param {string} id
   * @param {string} locale
   * @param {AbortSignal} [signal]
   * @returns {Promise<import('./contract').Article>}
   */
  article(id, locale, signal) {
    return this.#call('GET', `/v1/articles/${encodeURIComponent(id)}?locale=${encodeURIComponent(locale)}`, { signal });
  }

  /**
   * @param {string} locale
   * @param {AbortSignal} [signal]
   * @returns {Promise<import('./contract').Config>}
   */
  config(locale, signal) {
    return this.#call('GET', `/v1/config?locale=${encodeURIComponent(locale)}`, { signal });
  }

  /**
   * @param {import('./contract').TicketRequest} request
   * @param {AbortSignal} [signal]
   * @returns {Promise<import('./contract').Ticket>}
   */
  ticket(request, signal) {
    return this.#call('POST', '/v1/tickets', { body: request, signal, isNew: true });
  }

  /**
   * @param {string} topic
   * @param {import('./contract').FollowRequest} request
   * @param {AbortSignal} [signal]
   */
  follow(topic, request, signal) {
    return this.#call('POST', `/v1/topics/${encodeURIComponent(topic)}/followers`, { body: request, signal });
  }

  /**
   * @param {string} enquiry
   * @param {import('./contract').EnquiryEvent} event
   */
  event(enquiry, event) {
    return this.#call('POST', `/v1/enquiries/${encodeURIComponent(enquiry)}/events`, { body: event });
  }

  /**
   * The page is being left: the browser sends these whatever becomes of it. A beacon has no headers, and needs no
   * preflight, for which there would be no time.
   * @param {{enquiry: string, event: import('./contract').EnquiryEvent}[]} events
   */
  leave(events) {
    const url = `${this.origin}/v1/beacon`;
    const body = JSON.stringify({ key: this.key, session: this.session, identity: this.identity.known() || undefined, events });
    if (this.beacon?.(url, body)) return;
    this.fetch(url, { method: 'POST', body, credentials: 'omit', keepalive: true }).catch(() => {});
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {CallOptions} options
   * @returns {Promise<any>}
   */
  async #call(method, path, options) {
    let token = await this.identity.current();
    let isRenewed = false;
    for (let attempt = 1; ; attempt++) {
      await this.#waitForTurn(options.signal);
      const response = await this.#send(method, path, options, token);
      if (response instanceof ApiError && response.problem.code.startsWith('identity_')) {
        const other = isRenewed ? '' : await this.identity.renewed(token);
        // Never as nobody instead: what is a person's is not to be asked or sent in nobody's name.
        if (!other) this.identity.refused(response.problem);
        if (!other) throw response;
        token = other;
        isRenewed = true;
      } else if (response instanceof ApiError) {
        const busy = response.problem.retryAfter;
        if (busy === undefined) throw response;
        this.#notBefore = this.clock.now() + busy * 1000;
        if (attempt === ATTEMPTS) throw response;
      } else return response.body;
    }
  }

  /** @param {AbortSignal} [signal] */
  async #waitForTurn(signal) {
    const wait = this.#notBefore - this.clock.now();
    if (wait > LONGEST_WAIT) throw new ApiError(busyProblem(Math.ceil(wait / 1000)), 429);
    if (wait > 0) await sleep(this.clock, wait, signal);
  }

  /**
   * One try. A refusal is returned, everything else that goes wrong is thrown.
   * @param {string} method
   * @param {string} path
   * @param {CallOptions} options
   * @param {string} token
   */
  async #send(method, path, { body, signal, isNew }, token) {
    const limit = new AbortController();
    const stop = () => limit.abort();
    const timer = this.clock.setTimeout(stop, TIME_LIMIT);
    // Who is proven is known by that alone.
    const known = !token && isNew && this.identity.visitor?.();
    signal?.addEventListener('abort', stop);
    try {
      if (signal?.aborted) stop();
      const response = await this.fetch(this.origin + path, {
        method,
        headers: { ...this.headers, ...(token && { 'X-Answerbot-Identity': token }), ...(known && { 'X-Answerbot-Visitor': known }), ...(body && { 'Content-Type': 'application/json' }) },
        body: body && JSON.stringify(body),
        // On the bot's own pages staff are told apart by their cookie; from other sites none goes along.
        credentials: 'same-origin',
        signal: limit.signal,
      });
      if (response.status === 204) return { body: null };
      return response.ok ? { body: await response.json() } : await readRefusal(response, this.clock);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError({ code: limit.signal.aborted ? 'timeout' : 'unreachable', message: String(error) });
    } finally {
      this.clock.clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }
}

/** @param {number} seconds @returns {Problem} */
const busyProblem = (seconds) => ({ code: 'busy', message: `Retry after ${seconds} s`, retryAfter: seconds });

/**
 * @param {Response} response
 * @param {Clock} clock
 */
async function readRefusal(response, clock) {
  const { error } = await response.json().catch(() => ({})) ?? {};
  /** @type {Problem} */
  const problem = {
    code: String(error?.code ?? `http_${response.status}`),
    message: String(error?.message ?? `HTTP ${response.status}`),
  };
  if (error?.field) problem.field = String(error.field);
  if (response.status === 429 || response.status === 503) {
    problem.retryAfter = readRetryAfter(response.headers.get('Retry-After'), clock.now());
  }
  // For the developer of the page; customers are told in their own words.
  const isOver = problem.code === 'identity_expired';
  if ((response.status === 401 && !isOver) || problem.code === 'origin_not_allowed') console.error(`help-widget: ${problem.message}`);
  return new ApiError(problem, response.status);
}

/**
 * Seconds to wait, from a number of seconds or an HTTP date.
 * @param {string | null} value
 * @param {number} now milliseconds
 */
export function readRetryAfter(value, now) {
  if (!value?.trim()) return DEFAULT_WAIT;
  const seconds = /^\s*\d+\s*$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : DEFAULT_WAIT;
}
