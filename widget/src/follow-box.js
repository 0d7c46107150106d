// @ts-check
/**
 * What many ask about at once: an incident, or a question without an answer, with a field for who wants to be told.
 * Must not know requests, nor when it is shown.
 */

import { button, h } from './dom.js';
import { ADDRESS } from './form-view.js';
import { webAddress } from './links.js';
import { outward } from './render.js';

/**
 * @typedef {import('./stage').Stage} Stage
 * @typedef {{id: string, title: string, text?: string, until?: string | null, url?: string, follow?: boolean}} Matter
 */

export class FollowBox {
  #shown = '';

  /** @param {Stage} stage @param {'banner' | 'topic'} kind */
  constructor(stage, kind) {
    this.stage = stage;
    this.kind = kind;
    this.node = h('section', { class: kind, 'aria-labelledby': `${kind}-title`, hidden: true });
  }

  /** Draws anew only what is new: a half-typed address stays. @param {Matter | null} matter */
  show(matter) {
    this.node.hidden = !matter;
    const key = JSON.stringify(matter && [matter, this.stage.flow.state.followed[matter.id]]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.node.replaceChildren(...(matter ? this.#content(matter) : []));
  }

  /** @param {Matter} matter @returns {Node[]} */
  #content({ id, title, text, until, url, follow = true }) {
    const { t, formatTime, apiOrigin } = this.stage;
    const time = until ? formatTime(until) : '';
    const address = webAddress(url, apiOrigin);
    const lines = [text, time && t('expected_fix', { time })].filter((line) => line).map((line) => h('p', { dir: 'auto' }, line ?? ''));
    return [
      h('h3', { id: `${this.kind}-title`, class: 'strong', dir: 'auto' }, title),
      ...lines,
      ...(address ? [h('p', {}, outward(t('more'), address, t))] : []),
      ...(follow ? [this.#follow(id)] : []),
    ];
  }

  /** @param {string} id */
  #follow(id) {
    const { t, flow } = this.stage;
    const email = flow.state.followed[id];
    if (email) return h('p', { class: 'told', tabindex: -1, role: 'status' }, t('followed', { email }));
    const form = this.#form(id);
    const ask = button(t(this.kind === 'banner' ? 'follow_fix' : 'follow_answer'), 'link', () => {
      form.hidden = false;
      form.querySelector('input')?.focus();
      ask.hidden = true;
    });
    return h('div', {}, ask, form);
  }

  /** @param {string} id */
  #form(id) {
    const { t, flow } = this.stage;
    const name = `${this.kind}-email`;
    const control = h('input', { id: name, type: 'email', autocomplete: 'email', maxlength: 254, required: true, dir: 'ltr' });
    const error = h('p', { id: `${name}-error`, class: 'error', hidden: true });
    const submit = h('button', { type: 'submit', class: 'secondary' }, t('follow'));
    const form = h('form', { novalidate: true, hidden: true }, h('label', { for: name }, t('email')), h('div', { class: 'pair' }, control, submit), error);
    control.value = flow.state.draft.email;
    const mark = (/** @type {string} */ fault) => {
      error.textContent = fault;
      error.hidden = !fault;
      control.setAttribute('aria-invalid', String(Boolean(fault)));
      control.setAttribute('aria-describedby', fault ? error.id : '');
      if (fault) control.focus();
    };
    control.addEventListener('input', () => mark(''));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const address = control.value.trim();
      if (!ADDRESS.test(address)) return mark(t('email_wrong'));
      submit.setAttribute('aria-disabled', 'true');
      const problem = await flow.follow(id, address);
      submit.removeAttribute('aria-disabled');
      if (problem) mark(t(problem.retryAfter ? 'busy' : 'follow_failed', { count: Math.ceil(problem.retryAfter ?? 0) }));
      else /** @type {HTMLElement | null} */ (this.node.querySelector('.told'))?.focus();
    });
    return form;
  }
}
