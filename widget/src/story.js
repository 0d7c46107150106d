// @ts-check
/**
 * What a form of the page takes along when it is sent: the enquiry, and what was done with suggestions beside it.
 * Must not know how suggestions come about, nor where they stand.
 */

/**
 * @typedef {'shown' | 'opened' | 'accepted' | 'rejected'} Deed
 * @typedef {{enquiry: string | null, session: string} | null | undefined} Asker
 */

const NAME = 'answerbot';
/** Taken from here: a control of the form may have the same name as a method. */
const { append, getAttribute } = Element.prototype;

export class Story {
  /** @type {Record<Deed, Set<string>>} */
  #told = { shown: new Set(), opened: new Set(), accepted: new Set(), rejected: new Set() };
  /** @type {HTMLInputElement[]} */
  #inputs = [];
  /** The last submission. @type {SubmitEvent | null} */
  #submission = null;

  /** @param {HTMLFormElement | null} form @param {import('./answerbot.js').Kit['h']} h */
  constructor(form, h) {
    this.form = form;
    this.h = h;
  }

  /** Whether it went along with a submission already. */
  get isSent() {
    return this.#submission !== null;
  }

  /** @param {Deed} deed @param {string} article */
  add(deed, article) {
    this.#told[deed].add(article);
  }

  /** The form is being sent. @param {SubmitEvent} event @param {Asker} asker */
  send(event, asker) {
    this.#submission = event;
    this.#removeInputs();
    this.#write((name, value) => {
      const input = this.h('input', { type: 'hidden', name, value });
      append.call(/** @type {HTMLFormElement} */ (this.form), input);
      this.#inputs.push(input);
    }, asker, this.#method === 'post');
  }

  /** The form is being read. @param {FormData} formData @param {Asker} asker */
  fill(formData, asker) {
    this.#write((name, value) => formData.set(name, value), asker, this.#isReadByPage());
  }

  forget() {
    for (const articles of Object.values(this.#told)) articles.clear();
    this.#removeInputs();
    this.#submission = null;
  }

  /** How the form is sent; nothing: the page did not say. */
  get #method() {
    const { submitter } = this.#submission ?? {};
    const method = submitter?.getAttribute('formmethod') ?? (this.form && getAttribute.call(this.form, 'method'));
    return method?.toLowerCase() ?? '';
  }

  /** Whether a script of the page reads the form. Else the browser sends it, which by GET puts it into an address. */
  #isReadByPage() {
    const sent = this.#submission;
    return this.#method === 'post' || (this.#method !== 'get' && !(sent && sent.eventPhase === Event.NONE && !sent.defaultPrevented));
  }

  /**
   * @param {(name: string, value: string) => void} set
   * @param {Asker} asker
   * @param {boolean} isPrivate whether nobody but the receiver sees it: an address is kept in logs
   */
  #write(set, asker, isPrivate) {
    if (!asker?.enquiry) return;
    const { enquiry, session } = asker;
    const proof = isPrivate ? { session } : {};
    const told = Object.fromEntries(Object.entries(this.#told).map(([deed, articles]) => [deed, [...articles]]));
    set(`${NAME}_enquiry`, enquiry);
    if (proof.session) set(`${NAME}_session`, proof.session);
    set(NAME, JSON.stringify({ enquiry, ...proof, ...told }));
  }

  #removeInputs() {
    for (const input of this.#inputs.splice(0)) input.remove();
  }
}
