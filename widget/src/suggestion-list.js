// @ts-check
/**
 * A list of articles to choose from: buttons, with the arrow keys as a shorter way through them.
 * Watches which of them are on screen. Must not know where they come from.
 */

import { h, icon } from './dom.js';
import { directionOf } from './i18n.js';

/**
 * @typedef {import('./state').Target} Target
 * @typedef {{target: Target, passage: import('./spans').Piece<true>[]}} Entry
 *
 * @typedef {object} ListOptions
 * @property {string} labelledby id of the list's title
 * @property {(target: Target) => void} open
 * @property {() => void} leave moves the focus back to the field
 * @property {(articles: string[]) => void} visible
 */

const MOSTLY = 0.6;

export class SuggestionList {
  /** @type {{entry: Entry, button: HTMLButtonElement}[]} */
  #rows = [];
  #visible = new Set();

  /** @param {ListOptions} options */
  constructor(options) {
    this.options = options;
    this.node = h('ul', { class: 'list', 'aria-labelledby': options.labelledby });
    this.node.addEventListener('keydown', (event) => this.#move(event));
    this.watcher = new IntersectionObserver((changes) => this.#look(changes), { threshold: MOSTLY });
  }

  /** Replaces the entries; the focus stays with the article that has it. @param {Entry[]} entries */
  show(entries) {
    const focused = this.#focused();
    const id = this.#rows[focused]?.entry.target.id;
    this.#rows = entries.map((entry, i) => ({ entry, button: this.#button(entry, i) }));
    this.node.replaceChildren(...this.#rows.map(({ button }) => h('li', {}, button)));
    this.recheck();
    if (focused >= 0 && !this.focusOn(id ?? '')) this.options.leave();
  }

  /** Looks anew at what is on screen. */
  recheck() {
    this.watcher.disconnect();
    this.#visible.clear();
    if (!this.#rows.length) this.options.visible([]);
    for (const { button } of this.#rows) this.watcher.observe(button);
  }

  /** @returns {boolean} whether there was something to focus */
  focusFirst() {
    this.#rows[0]?.button.focus();
    return this.#rows.length > 0;
  }

  /** @param {string} article @returns {boolean} whether it is in the list */
  focusOn(article) {
    const row = this.#rows.find(({ entry }) => entry.target.id === article);
    row?.button.focus();
    return row !== undefined;
  }

  #focused() {
    const root = /** @type {ShadowRoot} */ (this.node.getRootNode());
    return this.#rows.findIndex(({ button }) => button === root.activeElement);
  }

  /** @param {IntersectionObserverEntry[]} changes */
  #look(changes) {
    for (const { target, isIntersecting } of changes) {
      const row = this.#rows.find(({ button }) => button === target);
      if (row) this.#visible[isIntersecting ? 'add' : 'delete'](row.entry.target.id);
    }
    this.options.visible([...this.#visible]);
  }

  /** @param {Entry} entry @param {number} i */
  #button({ target, passage }, i) {
    const title = h('span', { class: 'title', id: `title-${i}` }, target.title);
    const words = passage.map(({ text, value }) => (value ? h('mark', {}, text) : text));
    const text = h('span', { class: 'texts' }, title);
    if (words.length) text.append(h('span', { class: 'passage', id: `passage-${i}` }, ...words));
    const names = { 'aria-labelledby': `title-${i}`, 'aria-describedby': words.length ? `passage-${i}` : null };
    const language = target.locale ? { lang: target.locale, dir: directionOf(target.locale) } : {};
    const node = h('button', { type: 'button', class: 'suggestion', ...names, ...language }, text, icon('next'));
    node.addEventListener('click', () => this.options.open(target));
    return node;
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const at = this.#focused();
    const last = this.#rows.length - 1;
    /** @type {Record<string, number>} */
    const goals = { ArrowDown: Math.min(at + 1, last), ArrowUp: at - 1, Home: 0, End: last, Escape: -1 };
    const goal = goals[event.key];
    if (goal === undefined || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (goal < 0) this.options.leave();
    else this.#rows[goal].button.focus();
  }
}
