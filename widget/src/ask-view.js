// @ts-check
/** The asking screen: the field, what is suggested, and the way to a human. Must not know requests. */

import { button, h, icon } from './dom.js';
import { FollowBox } from './follow-box.js';
import { noticeOf } from './i18n.js';
import { excerpt } from './spans.js';
import { saysNothingFits } from './state.js';
import { SuggestionList } from './suggestion-list.js';
import { ways } from './ways.js';

/**
 * @typedef {import('./state').State} State
 * @typedef {import('./stage').Stage} Stage
 * @typedef {import('./suggestion-list').Entry} Entry
 */

const PASSAGE = 160;
const LONGEST_QUERY = 500;

export class AskView {
  /** @param {Stage} stage */
  constructor(stage) {
    const { t, flow, heading } = stage;
    this.stage = stage;
    this.field = h('input', {
      id: 'field', type: 'text', enterkeyhint: 'search', autocomplete: 'off', maxlength: LONGEST_QUERY,
      placeholder: t('placeholder'),
    });
    /** The incident that was read out. */
    this.heard = '';
    /** What the list and the message show now. */
    this.shown = '';
    /** @type {'out_of_reach' | 'offline' | 'no_fit' | null | undefined} */
    this.kind = undefined;
    this.spinner = h('span', { class: 'spinner', hidden: true });
    this.title = h('h3', { id: 'list-title', class: 'list-title', tabindex: -1 });
    this.notice = h('p', { class: 'notice' });
    this.message = h('div', { class: 'message', tabindex: -1 });
    this.human = button(t('human'), 'link human', () => flow.human());
    this.list = new SuggestionList({
      labelledby: 'list-title',
      open: (target) => void flow.open(target),
      leave: () => this.field.focus(),
      visible: (articles) => flow.show(document.hidden ? [] : articles),
    });
    this.banner = new FollowBox(stage, 'banner');
    this.topic = new FollowBox(stage, 'topic');
    const label = h('h2', { class: 'heading' }, h('label', { for: 'field' }, heading));
    const form = h('form', { role: 'search' }, label, h('div', { class: 'field' }, icon('search'), this.field, this.spinner));
    this.foot = h('p', { class: 'foot' }, ...(stage.human ? [h('span', {}, t('human_hint')), ' ', this.human] : []));
    this.results = h('div', { class: 'results' }, this.banner.node, this.title, this.notice, this.list.node, this.topic.node, this.message);
    this.node = h('div', { class: 'screen ask' }, form, this.results, this.foot);
    this.#listen(form);
  }

  /** @param {State} state @param {State} before */
  update(state, before) {
    if (this.field.value !== state.query) this.field.value = state.query;
    this.field.dir = state.query ? 'auto' : '';
    this.spinner.hidden = state.status !== 'stalled';
    this.#showList(state);
    this.notice.textContent = state.suggestions.length ? noticeOf(this.stage.t, state.notice) : '';
    this.#showMessage(state);
    const { banner } = this.stage.flow;
    this.banner.show(banner && { ...banner, id: banner.topic });
    this.topic.show(state.suggestions.length ? null : state.topic);
    if (state.status !== before.status || state.suggestions !== before.suggestions) this.#announce(state, before);
    const isReply = state.status === 'shown' && state.submitted && before.request !== null && state.request === null;
    if (isReply && this.#hasFocus()) this.list.focusFirst();
  }

  /** Where the focus belongs when this screen comes up. @param {State} state @param {State} before */
  focus(state, before) {
    if (before.status === 'form') (this.foot.hidden ? this.message : this.human).focus();
    else if (state.rejected.length > before.rejected.length) (state.suggestions.length ? this.title : this.message).focus();
    else if (!this.list.focusOn(before.trail[0]?.id ?? '')) this.field.focus();
  }

  /** The page became visible or hidden. */
  recheck() {
    this.list.recheck();
  }

  /** @param {HTMLFormElement} form */
  #listen(form) {
    const { flow } = this.stage;
    const typed = () => flow.type(this.field.value);
    this.field.addEventListener('input', (event) => {
      if (!(/** @type {InputEvent} */ (event).isComposing)) typed();
    });
    this.field.addEventListener('compositionend', typed);
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' && !event.isComposing && this.list.focusFirst()) event.preventDefault();
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      flow.submit();
    });
  }

  #hasFocus() {
    return /** @type {ShadowRoot} */ (this.node.getRootNode()).activeElement === this.field;
  }

  /** @param {State} state */
  #showList(state) {
    const { t } = this.stage;
    const entries = this.#entries(state);
    const title = state.suggestions.length ? t(state.rejected.length ? 'more_suggestions' : 'suggestions') : t('quick_links');
    this.title.textContent = title;
    this.title.hidden = this.list.node.hidden = entries.length === 0;
    const key = JSON.stringify(entries);
    if (key !== this.shown) this.list.show(entries);
    this.shown = key;
  }

  /** @param {State} state @returns {Entry[]} */
  #entries({ query, suggestions }) {
    if (!query.trim()) return this.#quickLinks();
    return suggestions.map(({ article, title, locale, passage }) => ({
      target: { id: article, title, locale, anchor: passage?.anchor },
      passage: excerpt(passage?.text ?? '', passage?.highlights ?? [], PASSAGE),
    }));
  }

  /** @returns {Entry[]} */
  #quickLinks() {
    return this.stage.flow.links.map(({ article, title }) => ({ target: { id: article, title }, passage: [] }));
  }

  /** @param {State} state */
  #showMessage(state) {
    const trouble = navigator.onLine ? 'out_of_reach' : 'offline';
    const kind = state.status === 'error' ? trouble : saysNothingFits(state) ? 'no_fit' : null;
    this.message.hidden = kind === null;
    this.foot.hidden = kind !== null || !this.stage.human;
    if (kind === this.kind) return;
    this.kind = kind;
    const { t, flow } = this.stage;
    if (!kind) return this.message.replaceChildren();
    const human = button(t('human'), 'primary', () => flow.human());
    const retry = button(t('retry'), 'secondary', () => flow.submit());
    const hint = this.#hint(kind);
    const choices = h('div', { class: 'choices' }, ...(kind === 'no_fit' ? [] : [retry]), ...(this.stage.human ? [human] : []));
    this.message.replaceChildren(h('p', { class: 'strong' }, t(kind)), h('p', {}, hint), choices, ...ways(t, flow.config.contact));
  }

  /** What to do; nothing of humans where there is no way to one. @param {'out_of_reach' | 'offline' | 'no_fit'} kind */
  #hint(kind) {
    const { t, human } = this.stage;
    const wait = kind === 'out_of_reach' && this.stage.flow.state.problem?.retryAfter;
    if (wait) return t('busy', { count: Math.ceil(wait) });
    if (human || kind === 'offline') return t(`${kind}_hint`);
    return kind === 'no_fit' ? t('other_words') : '';
  }

  /** Speaks of what came, never while letters are still being typed; of an incident once. @param {State} state @param {State} before */
  #announce(state, before) {
    const { announcer, flow } = this.stage;
    const incident = flow.banner && flow.banner.topic !== this.heard ? flow.banner : null;
    announcer.hush();
    const parts = [incident?.title, ...this.#news(state, before)].flatMap((part) => (part ? [part.replace(/[.。]$/, '')] : []));
    if (parts.length) announcer.say(`${parts.join('. ')}.`, () => (this.heard = incident?.topic ?? this.heard));
  }

  /** @param {State} state @param {State} before @returns {(string | undefined)[]} */
  #news(state, before) {
    const { t } = this.stage;
    if (state.status === 'stalled') return [t('looking')];
    if (this.kind) return [this.topic.node.hidden ? '' : state.topic?.title, t(this.kind), this.#hint(this.kind)];
    if (state.status === 'shown') return [t('found', { count: state.suggestions.length }), noticeOf(t, state.notice)];
    if (state.status === 'empty' && state.topic) return [state.topic.title];
    return before.suggestions.length && !state.suggestions.length ? [t('none_left')] : [];
  }
}
