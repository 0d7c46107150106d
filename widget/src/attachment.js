// @ts-check
/**
 * One form of the page, with suggestions under the field that is being typed in. They stand in an element of our own
 * after the form, over the page; the form is left as it is. Must not know how suggestions come about.
 */

import { hintView, solvedView } from './hints.js';
import { placed } from './placing.js';

/**
 * @typedef {import('./attach.js').Field} Field
 * @typedef {import('./element.js').HelpWidget} HelpWidget
 * @typedef {{enquiry: string | null, session: string, shown: string[], opened: string[], accepted: string[], rejected: string[]}} Story
 */

const NAME = 'answerbot';
const LONGEST_SUBJECT = 500;
const LONGEST = 20_000;
let number = 0;

export class Attachment {
  /** @type {Field[]} */
  #fields = [];
  /** @type {Field | null} */
  #field = null;
  /** @type {HelpWidget | null} */
  #widget = null;
  #bound = new AbortController();
  #life = new AbortController();
  #sheet = new CSSStyleSheet();
  #isShown = false;
  #isDismissed = false;
  #articles = '';
  /** @type {Record<string, Set<string>>} */
  #told = { shown: new Set(), opened: new Set(), accepted: new Set(), rejected: new Set() };
  /** @type {HTMLInputElement[]} */
  #inputs = [];

  /** @param {Node} form @param {import('./answerbot.js').Kit} kit */
  constructor(form, kit) {
    this.form = form instanceof HTMLFormElement ? form : null;
    this.kit = kit;
    const { signal } = this.#life;
    if (!this.form) return;
    // Before the page's own listeners, which may read the form there.
    addEventListener('submit', (event) => event.target === form && this.#sent(), { capture: true, signal });
    this.form.addEventListener('formdata', ({ formData }) => this.#write((name, value) => formData.set(name, value)), { signal });
    this.form.addEventListener('reset', () => this.#restart(), { signal });
  }

  /** The fields that count now: a page may replace them while somebody types. @param {Field[]} fields */
  use(fields) {
    if (fields.length === this.#fields.length && fields.every((field, i) => field === this.#fields[i])) return;
    this.#bound.abort();
    this.#bound = new AbortController();
    this.#fields = fields;
    for (const field of fields) {
      if (/** @type {HTMLInputElement} */ (field).type !== 'password') this.#listen(field, this.#bound.signal);
    }
    if (this.#field && !fields.includes(this.#field)) this.#show(false);
    if (fields.includes(/** @type {Field} */ (document.activeElement))) this.#type(/** @type {Field} */ (document.activeElement));
  }

  destroy() {
    this.#show(false);
    this.#bound.abort();
    this.#life.abort();
    for (const input of this.#inputs) input.remove();
    this.#widget?.remove();
    this.#widget = null;
  }

  /** @param {Field} field @param {AbortSignal} signal */
  #listen(field, signal) {
    const typed = (/** @type {Event} */ event) => {
      if (!(/** @type {InputEvent} */ (event).isComposing)) this.#type(field);
    };
    field.addEventListener('input', typed, { signal });
    field.addEventListener('compositionend', typed, { signal });
    field.addEventListener('focus', () => this.#enter(field), { signal });
    field.addEventListener('blur', (event) => this.#left(event), { signal });
    field.addEventListener('keydown', (event) => this.#key(event, field), { signal });
  }

  /** @param {Field} field */
  async #type(field) {
    this.#enter(field);
    const question = this.#question();
    const text = `${question.subject}\n${question.description}`;
    if (!this.#widget && !text.trim()) return;
    const widget = (this.#widget ??= this.#make());
    await widget.ready;
    const now = this.#question();
    widget.flow?.type(`${now.subject}\n${now.description}`);
  }

  /** What stands in the fields: the first line of text is the subject, all else the description. */
  #question() {
    const subject = this.#fields.find(({ tagName }) => tagName === 'INPUT');
    const rest = this.#fields.filter((field) => field !== subject && field.isConnected);
    return {
      subject: clip(subject ? textOf(subject) : '', LONGEST_SUBJECT),
      description: clip(rest.map(textOf).filter((text) => text.trim()).join('\n'), LONGEST),
    };
  }

  #make() {
    const { HelpWidget } = this.kit;
    const widget = /** @type {HelpWidget} */ (document.createElement('help-widget'));
    widget.id = `answerbot-${++number}`;
    widget.setAttribute('popover', 'manual');
    widget.surroundings = {
      screens: { ask: hintView(this.kit, this), done: solvedView(this.kit, this) },
      question: () => this.#question(),
      leave: () => this.leave(),
    };
    widget.shadowRoot?.adoptedStyleSheets.push(this.#sheet);
    const { signal } = this.#life;
    for (const [event, list] of [['article-opened', 'opened'], ['accepted', 'accepted'], ['rejected', 'rejected']]) {
      widget.addEventListener(`help-widget:${event}`, (told) => this.#told[list].add(/** @type {CustomEvent} */ (told).detail.article), { signal });
    }
    widget.addEventListener('keydown', (event) => this.#tab(event), { signal });
    // The field keeps the focus while a suggestion is pressed: there the person goes on typing.
    widget.addEventListener('mousedown', (event) => this.#widget?.flow?.state.status === 'article' || event.preventDefault(), { signal });
    for (const event of ['scroll', 'resize']) {
      addEventListener(event, () => this.#place(), { capture: true, passive: true, signal });
    }
    (this.form ?? this.#fields[0].closest('dialog') ?? document.body.lastElementChild)?.after(widget);
    return widget;
  }

  /**
   * Told by the screens what is on them; nothing at all: there is nothing to see.
   * @param {string[]} articles of the hints
   * @param {string[]} topics that stand beside them
   */
  offer(articles, topics) {
    const key = [...topics, ...articles].join('\n');
    if (key !== this.#articles) this.#isDismissed = false;
    this.#articles = key;
    for (const article of articles) this.#told.shown.add(article);
    this.#show(key !== '' && !this.#isDismissed && this.#hasFocus());
  }

  /** An article or the thanks: it stays until it is closed. */
  stay() {
    this.#show(true);
  }

  /** Back to the field; what was on offer stays away until there is something else. */
  leave() {
    const flow = this.#widget?.flow;
    while (flow?.state.status === 'article') flow.back();
    this.#isDismissed = true;
    this.#show(false);
    this.#field?.focus();
  }

  /** The field, with the suggestions still there. */
  toField() {
    this.#field?.focus();
  }

  /** The person was answered: the form is emptied, as its own reset button would. */
  discard() {
    this.form?.reset();
    this.leave();
  }

  /** @param {Field} field */
  #enter(field) {
    this.#field = field;
    if (this.#articles && !this.#isDismissed && this.#isAsking()) this.#show(true);
  }

  /** @param {FocusEvent} event */
  #left({ relatedTarget }) {
    if (relatedTarget !== this.#widget && this.#isAsking()) this.#show(false);
  }

  #isAsking() {
    return !['article', 'thanks'].includes(this.#widget?.flow?.state.status ?? '');
  }

  #hasFocus() {
    const { activeElement } = document;
    // A button that goes with its screen leaves the focus to the body.
    const isOrphaned = this.#isShown && activeElement === document.body;
    return isOrphaned || (activeElement !== null && (activeElement === this.#widget || activeElement === this.#field));
  }

  /** @param {KeyboardEvent} event @param {Field} field */
  #key(event, field) {
    if (event.isComposing || !this.#isShown) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (this.#widget?.flow?.state.status === 'article') this.#widget.flow.back();
      else this.leave();
    }
    if (event.key === 'ArrowDown' && isAtEnd(field)) {
      event.preventDefault();
      this.#widget?.open();
    }
  }

  /** Tab goes on from the field, as if the suggestions were part of it. @param {KeyboardEvent} event */
  #tab(event) {
    if (event.key !== 'Tab' || !this.#isAsking()) return;
    const from = /** @type {Element} */ (event.composedPath()[0]);
    const hasIncident = this.#widget?.shadowRoot?.querySelector('.banner:not([hidden])');
    if (from.closest('.banner, .topic') || (event.shiftKey && hasIncident)) return;
    if (event.shiftKey) event.preventDefault();
    this.#field?.focus();
  }

  /** @param {boolean} isShown */
  #show(isShown) {
    const widget = this.#widget;
    if (!widget?.isConnected) return;
    if (isShown !== this.#isShown) {
      this.#isShown = isShown;
      widget.toggleAttribute('data-shown', isShown);
      widget[isShown ? 'showPopover' : 'hidePopover']?.();
      for (const field of this.#fields) field.removeAttribute('aria-controls');
      if (isShown) this.#field?.setAttribute('aria-controls', widget.id);
    }
    this.#place();
  }

  #place() {
    if (!this.#isShown || !this.#field || !this.#widget) return;
    const submit = this.form?.querySelector('[type=submit], button:not([type])');
    this.#sheet.replaceSync(placed(this.#field, this.#widget, this.#isAsking() ? submit : null));
  }

  /** Never holds the form up: it only takes along what was seen. */
  #sent() {
    for (const input of this.#inputs.splice(0)) input.remove();
    this.#write((name, value) => {
      const input = this.kit.h('input', { type: 'hidden', name, value });
      this.form?.append(input);
      this.#inputs.push(input);
    });
    this.#show(false);
  }

  /** @param {(name: string, value: string) => void} set */
  #write(set) {
    if (!this.#widget?.enquiry) return;
    const { enquiry, session } = this.#widget;
    const told = Object.fromEntries(Object.entries(this.#told).map(([list, articles]) => [list, [...articles]]));
    set(`${NAME}_enquiry`, enquiry);
    set(`${NAME}_session`, session);
    set(NAME, JSON.stringify({ enquiry, session, ...told }));
  }

  #restart() {
    for (const articles of Object.values(this.#told)) articles.clear();
    for (const input of this.#inputs.splice(0)) input.remove();
    this.#articles = '';
    this.#show(false);
    this.#widget?.flow?.restart();
  }
}

/** @param {Field} field */
const textOf = (field) => field.value ?? field.innerText ?? '';

/** Not in the middle of a character. @param {string} text @param {number} length */
const clip = (text, length) => text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/**
 * Whether the down arrow is free: in a field of several lines it moves the cursor, except at the very end.
 * @param {Field} field
 */
function isAtEnd(field) {
  const { tagName, value, selectionStart, selectionEnd } = /** @type {HTMLTextAreaElement} */ (field);
  if (tagName !== 'TEXTAREA') return tagName === 'INPUT' || isCaretLast(field);
  return selectionStart === selectionEnd && selectionEnd === value.length;
}

/** @param {Field} field an editable element */
function isCaretLast(field) {
  const selection = getSelection();
  if (!selection?.isCollapsed || !selection.rangeCount) return false;
  const rest = selection.getRangeAt(0).cloneRange();
  rest.setEndAfter(field.lastChild ?? field);
  return rest.toString().trim() === '';
}
