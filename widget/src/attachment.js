// @ts-check
/**
 * One form of the page, with suggestions under the field that is being typed in. They stand in an element of our own
 * after the form, over the page; the form is left as it is. Must not know how suggestions come about.
 */

import { control, head, isAtEnd, mayRead, tail, textOf } from './fields.js';
import { hintView, solvedView } from './hints.js';
import { placed } from './placing.js';
import { Story } from './story.js';

/**
 * @typedef {import('./attach.js').Field} Field
 * @typedef {import('./element.js').HelpWidget} HelpWidget
 */

const LONGEST_SUBJECT = 500;
/** Of a long description its end says what is being written now, and is quick to compare. */
const LONGEST = 2_000;
/** Taken from here: a control of the form may have the same name as a method. */
const { after, querySelector } = Element.prototype;
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

  /** @param {Node} form @param {import('./answerbot.js').Kit} kit */
  constructor(form, kit) {
    this.form = form instanceof HTMLFormElement ? form : null;
    this.kit = kit;
    this.story = new Story(this.form, kit.h);
    const { signal } = this.#life;
    for (const event of ['scroll', 'resize']) {
      addEventListener(event, () => this.#place(), { capture: true, passive: true, signal });
    }
    addEventListener('focusin', ({ target }) => target !== this.#widget && target !== this.#field && this.#putAway(), { signal });
    if (!this.form) return;
    // Before the page's own listeners, which may read the form there.
    const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ hear) =>
      addEventListener(name, (event) => event.target === form && hear(event), { capture: true, signal });
    listen('submit', (event) => this.#sent(event));
    listen('formdata', ({ formData }) => this.story.fill(formData, this.#widget));
    listen('reset', () => this.restart());
  }

  /** The fields that count now: a page may replace them while somebody types. @param {Field[]} fields */
  use(fields) {
    if (fields.length === this.#fields.length && fields.every((field, i) => field === this.#fields[i])) return;
    this.#bound.abort();
    this.#bound = new AbortController();
    this.#fields = fields;
    for (const field of fields) this.#listen(field, this.#bound.signal);
    if (this.#field && !fields.includes(this.#field)) this.#show(false);
    const field = fields.find((one) => one === document.activeElement);
    if (field && this.kit.isTyped(field)) this.#type(field);
    else if (field) this.#enter(field);
  }

  destroy() {
    this.#show(false);
    this.#bound.abort();
    this.#life.abort();
    this.story.forget();
    this.#widget?.remove();
    this.#widget = null;
  }

  /** @param {Field} field @param {AbortSignal} signal */
  #listen(field, signal) {
    const typed = (/** @type {Event} */ event) => {
      if (!(/** @type {InputEvent} */ (event).isComposing)) this.#type(field);
    };
    field.addEventListener('beforeinput', () => this.#beginAnew(), { signal });
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
    const widget = this.#present();
    await widget.ready;
    const now = this.#question();
    widget.flow?.type(`${now.subject}\n${now.description}`);
  }

  /** What stands in the fields: the first line of text is the subject, all else the description. */
  #question() {
    const fields = this.#fields.filter((field) => field.isConnected && mayRead(field));
    const subject = fields.find(({ tagName }) => tagName === 'INPUT');
    const rest = fields.filter((field) => field !== subject);
    return {
      subject: head(subject ? textOf(subject) : '', LONGEST_SUBJECT),
      description: tail(rest.map(textOf).filter((text) => text.trim()).join('\n'), LONGEST),
    };
  }

  /** A page that compares its nodes with what they should be may have taken the widget away. */
  #present() {
    if (this.#widget?.isConnected) return this.#widget;
    this.#show(false);
    this.#widget = this.#make();
    const dialog = this.#field?.closest('dialog');
    // What is outside of a modal dialog cannot be pressed.
    if (this.form && (!dialog || dialog.contains(this.form))) after.call(this.form, this.#widget);
    else (dialog ?? document.body).append(this.#widget);
    return this.#widget;
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
    for (const deed of /** @type {const} */ (['opened', 'accepted', 'rejected'])) {
      const event = `help-widget:${deed === 'opened' ? 'article-opened' : deed}`;
      widget.addEventListener(event, (told) => this.story.add(deed, /** @type {CustomEvent} */ (told).detail.article), { signal });
    }
    widget.addEventListener('keydown', (event) => this.#tab(event), { signal });
    // The field keeps the focus while a suggestion is pressed: there the person goes on typing.
    widget.addEventListener('mousedown', (event) => this.#widget?.flow?.state.status === 'article' || event.preventDefault(), { signal });
    // Another session or language: what was told belongs to an enquiry that ended.
    widget.addEventListener('help-widget:ready', () => this.#forget(), { signal });
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
    for (const article of articles) this.story.add('shown', article);
    this.#show(key !== '' && !this.#isDismissed && this.#hasFocus());
  }

  /** An article or the thanks: it stays until it is closed. */
  stay() {
    this.#show(true);
  }

  /** Back to the field; what was on offer stays away until there is something else. */
  leave() {
    this.#closeArticle();
    this.#isDismissed = true;
    this.#show(false);
    this.#field?.focus();
  }

  #closeArticle() {
    const flow = this.#widget?.flow;
    while (flow?.state.status === 'article') flow.back();
  }

  /** Nothing may cover what has the focus. */
  #putAway() {
    if (!this.#isShown) return;
    this.#closeArticle();
    this.#show(false);
  }

  /** The field, with the suggestions still there. */
  toField() {
    this.#field?.focus();
  }

  /** The person was answered: the form is emptied, as its own reset button would. */
  discard() {
    if (this.form) HTMLFormElement.prototype.reset.call(this.form);
    this.leave();
  }

  /** @param {Field} field */
  #enter(field) {
    this.#beginAnew();
    if (field !== this.#field && !this.#isAsking()) this.#putAway();
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
    if (!widget || (isShown && !widget.isConnected)) return;
    if (isShown !== this.#isShown) {
      this.#isShown = isShown;
      widget.toggleAttribute('data-shown', isShown);
      if (widget.isConnected) widget[isShown ? 'showPopover' : 'hidePopover']?.();
      for (const field of this.#fields) control(field, widget.id, isShown && field === this.#field);
    }
    this.#place();
  }

  #place() {
    if (!this.#isShown || !this.#field || !this.#widget) return;
    const submit = this.form && querySelector.call(this.form, '[type=submit], button:not([type])');
    this.#sheet.replaceSync(placed(this.#field, this.#widget, this.#isAsking() ? submit : null));
  }

  /** Never holds the form up: it only takes along what was seen. @param {SubmitEvent} event */
  #sent(event) {
    this.story.send(event, this.#widget);
    this.#show(false);
  }

  /** A form that a script sent and emptied is there for the next question. */
  #beginAnew() {
    if (!this.story.isSent) return;
    const { subject, description } = this.#question();
    if (!`${subject}${description}`.trim()) this.restart();
  }

  #forget() {
    this.story.forget();
    this.#articles = '';
    this.#show(false);
  }

  restart() {
    this.#forget();
    this.#widget?.flow?.restart();
  }
}
