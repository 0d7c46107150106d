// @ts-check
/**
 * Finds the forms to stand beside, also those that come later or are replaced. Must not know what is suggested.
 */

import { Attachment } from './attachment.js';
import { mayRead } from './fields.js';

/** @typedef {HTMLElement & {value?: string, form?: HTMLFormElement | null}} Field */

/** The key of fields that are in no form and no dialog. */
const LOOSE = document;

export class Attachments {
  /** @type {Map<Node, Attachment>} */
  #known = new Map();
  #isDue = false;

  /** @param {string} selector @param {import('./answerbot.js').Kit} kit */
  constructor(selector, kit) {
    this.selector = selector;
    this.kit = kit;
    this.watcher = new MutationObserver(() => this.#soon());
    this.watcher.observe(document, { childList: true, subtree: true });
    this.#scan();
  }

  /** How many forms have suggestions. */
  get size() {
    return this.#known.size;
  }

  destroy() {
    this.watcher.disconnect();
    for (const attachment of this.#known.values()) attachment.destroy();
    this.#known.clear();
  }

  /** Another person sits down: what was told of the one before is forgotten. */
  restart() {
    for (const attachment of this.#known.values()) attachment.restart();
  }

  /** Many changes at once are looked at once. */
  #soon() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#scan();
    });
  }

  #scan() {
    /** @type {Map<Node, Field[]>} */
    const found = new Map();
    for (const field of /** @type {NodeListOf<Field>} */ (document.querySelectorAll(this.selector))) {
      if (!mayRead(field)) continue;
      const form = field.form ?? field.closest('form') ?? field.closest('dialog') ?? LOOSE;
      found.set(form, [...(found.get(form) ?? []), field]);
    }
    for (const [form, attachment] of this.#known) {
      if (found.has(form)) continue;
      attachment.destroy();
      this.#known.delete(form);
    }
    for (const [form, fields] of found) {
      if (!this.#known.has(form)) this.#known.set(form, new Attachment(form, this.kit));
      this.#known.get(form)?.use(fields);
    }
  }
}

/** @param {string} selector @param {import('./answerbot.js').Kit} kit */
export function attach(selector, kit) {
  try {
    document.querySelector(selector);
  } catch {
    throw new Error(`AnswerBot: attach "${selector}" is not a CSS selector; one such as "#subject,#description" is needed`);
  }
  return new Attachments(selector, kit);
}
