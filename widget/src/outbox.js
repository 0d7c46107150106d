// @ts-check
/**
 * Events on their way to the server, in order. Each has an id of its own, so that sending twice counts once.
 * Must not know HTTP or the DOM.
 */

import { realClock, sleep } from './clock.js';
import { newId } from './ids.js';

/**
 * @typedef {import('./contract').EnquiryEvent} EnquiryEvent
 * @typedef {{enquiry: string, event: EnquiryEvent, tries: number}} Letter `tries`: how often the server answered that it cannot now
 * @typedef {(enquiry: string, event: EnquiryEvent) => Promise<unknown>} Send
 * @typedef {(events: {enquiry: string, event: EnquiryEvent}[]) => void} Leave
 */

const MOST_WAITING = 100;
const MOST_TRIES = 8;
const LONGEST_PAUSE = 60_000;

export class Outbox {
  /** @type {Letter[]} */
  #letters = [];
  #busy = false;
  /** Failures in a row. */
  #failures = 0;
  #nap = new AbortController();

  /** @param {{send: Send, leave: Leave, clock?: import('./contract').Clock, id?: () => string}} options */
  constructor({ send, leave, clock = realClock, id = newId }) {
    this.send = send;
    this.farewell = leave;
    this.clock = clock;
    this.id = id;
  }

  /** How many events have not been confirmed. */
  get waiting() {
    return this.#letters.length;
  }

  /**
   * @param {string} enquiry
   * @param {Omit<EnquiryEvent, 'id'>} event
   */
  add(enquiry, event) {
    if (this.#letters.length >= MOST_WAITING) return;
    this.#letters.push({ enquiry, event: { id: this.id(), ...event }, tries: 0 });
    if (!this.#busy) void this.#deliver();
  }

  /** The page is being left: hand everything unconfirmed to the browser. It stays queued, in case the page comes back. */
  leave() {
    if (this.#letters.length) this.farewell(this.#letters.map(({ enquiry, event }) => ({ enquiry, event })));
  }

  /** There is hope: the pause is over. */
  wake() {
    this.#failures = 0;
    this.#nap.abort();
  }

  async #deliver() {
    this.#busy = true;
    while (this.#letters.length) {
      const letter = this.#letters[0];
      const pause = await this.#try(letter);
      if (pause) await this.#rest(pause);
      else this.#letters.shift();
    }
    this.#busy = false;
  }

  /** @param {number} pause */
  async #rest(pause) {
    this.#nap = new AbortController();
    await sleep(this.clock, pause, this.#nap.signal).catch(() => {});
  }

  /**
   * Milliseconds to pause before the next try; 0 when this letter is done with. Without a network no try counts.
   * @param {Letter} letter
   */
  async #try(letter) {
    try {
      await this.send(letter.enquiry, letter.event);
    } catch (error) {
      const { passing, status } = /** @type {{passing?: boolean, status?: number}} */ (error);
      if (status !== 0) letter.tries++;
      if (passing && letter.tries < MOST_TRIES) return Math.min(LONGEST_PAUSE, 1000 * 2 ** this.#failures++);
    }
    this.#failures = 0;
    return 0;
  }
}
