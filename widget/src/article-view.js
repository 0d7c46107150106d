// @ts-check
/** An article in place, and the question whether it answered. Must not know requests. */

import { button, h, icon } from './dom.js';
import { directionOf } from './i18n.js';
import { webAddress } from './links.js';
import { outward, renderBlocks } from './render.js';
import { currentPage } from './state.js';

/**
 * @typedef {import('./state').State} State
 * @typedef {import('./state').Page} Page
 * @typedef {import('./stage').Stage} Stage
 */

/** @type {import('./contract').Reason[]} */
const REASONS = ['not_related', 'did_not_answer', 'out_of_date', 'could_not_follow'];

export class ArticleView {
  /** @param {Stage} stage */
  constructor(stage) {
    const { t, flow } = stage;
    this.stage = stage;
    this.title = h('h2', { id: 'article-title', tabindex: -1 });
    this.meta = h('p', { class: 'meta' });
    this.body = h('div', { class: 'body', tabindex: 0, role: 'group', 'aria-labelledby': 'article-title' });
    this.human = button(t('human'), 'link human', () => flow.human());
    this.no = button(t('no'), 'secondary', () => flow.refuse());
    this.why = h('p', { id: 'why', class: 'strong', tabindex: -1 }, t('why'));
    this.verdict = this.#verdict();
    this.reasons = this.#reasons();
    const back = button('', 'back', () => flow.back());
    back.append(icon('back'), t('back'));
    this.foot = h('footer', {}, this.verdict, this.reasons, ...(stage.human ? [this.human] : []));
    this.node = h('article', { class: 'screen article', 'aria-labelledby': 'article-title' }, back, this.title, this.meta, this.body, this.foot);
  }

  /** @param {State} state @param {State} before */
  update(state, before) {
    const page = currentPage(state);
    if (page && page !== this.page) this.#draw(page);
    this.verdict.hidden = !page?.content || state.asksReason;
    this.reasons.hidden = !state.asksReason;
    if (state.asksReason && !before.asksReason) this.why.focus();
    if (!state.asksReason && before.asksReason && before.status === 'article') this.no.focus();
  }

  /** @param {State} _ @param {State} before */
  focus(_, before) {
    (before.status === 'form' ? this.human : this.title).focus();
  }

  recheck() {}

  #verdict() {
    const { t, flow } = this.stage;
    const question = h('p', { id: 'verdict', class: 'strong' }, t('verdict'));
    const yes = button(t('yes'), 'primary', () => flow.accept());
    const choices = h('div', { class: 'choices' }, yes, this.no);
    return h('div', { class: 'verdict', role: 'group', 'aria-labelledby': 'verdict', hidden: true }, question, choices);
  }

  #reasons() {
    const { t, flow } = this.stage;
    const words = h('textarea', { id: 'words', rows: 2, maxlength: 2_000, dir: 'auto' });
    const reasons = REASONS.map((reason) => button(t(reason), 'secondary', () => flow.reject(reason, words.value)));
    const skip = button(t('skip'), 'link', () => flow.reject(undefined, words.value));
    words.addEventListener('input', () => {
      const isSaid = words.value.trim() !== '';
      skip.textContent = t(isSaid ? 'send' : 'skip');
      skip.className = isSaid ? 'primary' : 'link';
    });
    const choices = h('div', { class: 'choices' }, ...reasons);
    const own = h('div', { class: 'row' }, h('label', { for: 'words' }, t('own_words')), words);
    const last = h('div', { class: 'choices' }, skip);
    return h('div', { class: 'reasons', role: 'group', 'aria-labelledby': 'why', hidden: true }, this.why, choices, own, last);
  }

  /** @param {Page} page */
  #draw(page) {
    this.page = page;
    const { content } = page;
    this.title.textContent = content?.title ?? page.title;
    const locale = content?.locale ?? page.locale;
    for (const node of locale ? [this.title, this.body] : []) {
      node.lang = locale ?? '';
      node.dir = directionOf(locale ?? '');
    }
    this.meta.replaceChildren(...(content ? this.#facts(content) : []));
    this.body.replaceChildren(...this.#content(page));
    if (content && page.anchor) this.#goTo(page.anchor, false);
  }

  /** @param {Page} page @returns {Node[]} */
  #content({ content, problem }) {
    const { t, flow, announcer, apiOrigin } = this.stage;
    if (problem?.code === 'not_found') return [h('p', { class: 'strong' }, t('article_gone'))];
    if (problem) return [h('p', { class: 'strong' }, t('article_failed')), button(t('retry'), 'secondary', () => void flow.load())];
    if (!content) return [h('p', { class: 'waiting' }, h('span', { class: 'spinner' }), t('loading'))];
    return renderBlocks(content.blocks ?? [], {
      t,
      base: webAddress(content.url, apiOrigin) ?? apiOrigin,
      openArticle: (id) => void flow.open({ id, title: '' }),
      goTo: (anchor) => this.#goTo(anchor, true),
      announce: (text) => announcer.say(text),
    });
  }

  /** @param {import('./contract').Article} article @returns {Node[]} */
  #facts({ section, updated_at: updated, url }) {
    const { t, formatDate, apiOrigin } = this.stage;
    const date = updated ? formatDate(updated) : '';
    const address = webAddress(url, apiOrigin);
    const facts = [section, date && t('updated', { date })].filter((fact) => fact).map((fact) => h('span', {}, fact ?? ''));
    return address ? [...facts, outward(t('full_article'), address, t)] : facts;
  }

  /** Scrolls inside the article, so that the page around it stays where it is. @param {string} anchor @param {boolean} focus */
  #goTo(anchor, focus) {
    const headings = /** @type {HTMLElement[]} */ ([...this.body.querySelectorAll('[data-anchor]')]);
    const target = headings.find(({ dataset }) => dataset.anchor === anchor);
    for (const heading of headings) heading.classList.toggle('here', heading === target);
    if (!target) return;
    if (focus) target.focus({ preventScroll: true });
    const offset = target.getBoundingClientRect().top - this.body.getBoundingClientRect().top;
    if (this.body.scrollHeight > this.body.clientHeight) this.body.scrollTop += offset - 4;
    else target.scrollIntoView({ block: 'start' });
  }
}
