// @ts-check
/** The form to a human. What is typed is kept in the state, so that going back loses nothing. Must not know requests. */

import { button, h, icon } from './dom.js';
import { subjectOf } from './state.js';
import { ways } from './ways.js';

/**
 * @typedef {import('./state').State} State
 * @typedef {import('./stage').Stage} Stage
 * @typedef {'subject' | 'description' | 'email'} FieldName
 * @typedef {{control: HTMLInputElement | HTMLTextAreaElement, error: HTMLElement, row: HTMLElement}} Field
 */

export const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;

export class FormView {
  /** @param {Stage} stage */
  constructor(stage) {
    const { t, flow } = stage;
    this.stage = stage;
    /** @type {Record<FieldName, Field>} */
    this.fields = {
      subject: this.#field('subject', h('input', { type: 'text', maxlength: 300, dir: 'auto' })),
      description: this.#field('description', h('textarea', { rows: 4, maxlength: 20_000, dir: 'auto' })),
      email: this.#field('email', h('input', { type: 'email', autocomplete: 'email', maxlength: 254, dir: 'ltr' })),
    };
    this.title = h('h2', { id: 'form-title', tabindex: -1 }, t('form'));
    this.failure = h('p', { class: 'failure', tabindex: -1, hidden: true });
    this.submit = h('button', { type: 'submit', class: 'primary' }, t('send'));
    const { subject, description, email } = this.fields;
    const form = h(
      'form', { novalidate: true, 'aria-labelledby': 'form-title' },
      ...this.#topic(), subject.row, description.row, email.row, this.failure, this.submit,
    );
    form.addEventListener('submit', (event) => this.#send(event));
    const back = button('', 'back', () => flow.back());
    back.append(icon('back'), t('back'));
    this.node = h('div', { class: 'screen form' }, back, this.title, h('p', { class: 'meta' }, t('form_hint')), form, ...ways(t, flow.config.contact));
  }

  /** @param {State} state @param {State} before */
  update(state, before) {
    const { t, announcer } = this.stage;
    this.submit.textContent = t(state.sending ? 'sending' : 'send');
    this.submit.setAttribute('aria-disabled', String(state.sending));
    if (state.sending && !before.sending) announcer.say(t('sending'));
    if (state.refusal !== before.refusal) this.#showRefusal(state.refusal);
  }

  /** The first field that still needs something. */
  focus() {
    const { subject, description, email } = this.fields;
    const empty = [subject, description, email].find(({ control }) => !control.value);
    (empty?.control ?? this.title).focus();
  }

  recheck() {}

  /**
   * @param {FieldName} name
   * @param {HTMLInputElement | HTMLTextAreaElement} control
   * @returns {Field}
   */
  #field(name, control) {
    const { t, flow } = this.stage;
    const error = h('p', { id: `${name}-error`, class: 'error', hidden: true });
    const label = h('label', { for: name }, t(name));
    control.id = name;
    control.required = true;
    control.value = name === 'subject' ? subjectOf(flow.state) : flow.state.draft[name];
    control.addEventListener('input', () => {
      flow.draft({ [name]: control.value });
      this.#mark({ control, error }, null);
    });
    return { control, error, row: h('div', { class: 'row' }, label, control, error) };
  }

  /** @returns {HTMLElement[]} */
  #topic() {
    const { t, flow } = this.stage;
    const forms = flow.config.forms ?? [];
    if (forms.length < 2) return [];
    const chosen = flow.chosenForm ?? '';
    const known = forms.map(({ id, title }) => h('option', { value: id, selected: id === chosen }, title));
    const select = h('select', { id: 'topic' }, h('option', { value: '', selected: chosen === '' }, t('any_topic')), ...known);
    select.addEventListener('change', () => flow.draft({ form: select.value }));
    return [h('div', { class: 'row' }, h('label', { for: 'topic' }, t('topic')), select)];
  }

  /** @param {SubmitEvent} event */
  #send(event) {
    event.preventDefault();
    const names = /** @type {FieldName[]} */ (Object.keys(this.fields));
    for (const name of names) this.#mark(this.fields[name], this.#fault(name));
    const wrong = names.find((name) => this.#fault(name));
    if (wrong) return this.fields[wrong].control.focus();
    void this.stage.flow.send();
  }

  /** @param {FieldName} name @returns {string | null} */
  #fault(name) {
    const value = this.fields[name].control.value.trim();
    if (!value) return this.stage.t('missing');
    return name === 'email' && !ADDRESS.test(value) ? this.stage.t('email_wrong') : null;
  }

  /** @param {Pick<Field, 'control' | 'error'>} field @param {string | null} fault */
  #mark({ control, error }, fault) {
    error.textContent = fault;
    error.hidden = !fault;
    control.setAttribute('aria-invalid', String(Boolean(fault)));
    if (fault) control.setAttribute('aria-describedby', error.id);
    else control.removeAttribute('aria-describedby');
  }

  /** @param {import('./contract').Problem | null} refusal */
  #showRefusal(refusal) {
    const { t } = this.stage;
    const field = refusal?.field && Object.hasOwn(this.fields, refusal.field) ? this.fields[/** @type {FieldName} */ (refusal.field)] : null;
    this.failure.hidden = !refusal || field !== null;
    if (!refusal) return;
    if (field) {
      this.#mark(field, refusal.message);
      return field.control.focus();
    }
    const wait = refusal.retryAfter;
    this.failure.textContent = wait ? t('busy', { count: Math.ceil(wait) }) : t('not_sent');
    this.failure.focus();
  }
}
