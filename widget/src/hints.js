// @ts-check
/**
 * The screens beside a form of the page: what is suggested, and the end of it. An article in between is shown as
 * everywhere. Must not know the form.
 */

import { noticeOf } from './i18n.js';

/**
 * @typedef {import('./state').State} State
 * @typedef {import('./stage.js').Stage} Stage
 * @typedef {import('./answerbot.js').Kit} Kit
 * @typedef {import('./attachment.js').Attachment} Attachment
 */

const PASSAGE = 120;

/** @param {Kit} kit @param {Attachment} beside */
export const hintView = ({ h, button, icon, excerpt, FollowBox, SuggestionList }, beside) =>
  class {
    /** @param {Stage} stage */
    constructor(stage) {
      this.stage = stage;
      const { t, flow } = stage;
      this.title = h('p', { id: 'list-title', class: 'list-title' });
      const close = button(icon('cross'), 'close', () => beside.leave());
      close.setAttribute('aria-label', t('close'));
      this.list = new SuggestionList({
        labelledby: 'list-title',
        open: (target) => void flow.open(target),
        leave: () => beside.toField(),
        visible: (articles) => flow.show(document.hidden ? [] : articles),
      });
      this.notice = h('p', { class: 'notice' });
      this.banner = new FollowBox(stage, 'banner');
      this.topic = new FollowBox(stage, 'topic');
      this.node = h('div', { class: 'screen hints' }, close, this.banner.node, this.title, this.notice, this.list.node, this.topic.node);
      /** The incident that was read out. @type {string | undefined} */
      this.heard = undefined;
      /** What is in the list. */
      this.shown = '';
    }

    /** @param {State} state @param {State} before */
    update(state, before) {
      const { suggestions, notice } = state;
      const { t, announcer } = this.stage;
      const banner = state.banner && { ...state.banner, id: state.banner.topic };
      const topic = suggestions.length ? null : state.topic;
      this.banner.show(banner);
      this.topic.show(topic);
      this.title.hidden = this.list.node.hidden = !suggestions.length;
      this.title.textContent = t(state.rejected.length ? 'more_suggestions' : 'suggestions');
      this.notice.textContent = noticeOf(t, notice);
      const key = JSON.stringify(suggestions);
      if (key !== this.shown) this.#list(suggestions);
      this.shown = key;
      const matters = [banner, topic].flatMap((matter) => (matter ? [matter.id] : []));
      beside.offer(suggestions.map(({ article }) => article), matters);
      if (suggestions === before.suggestions) return;
      announcer.hush();
      const heard = state.banner?.topic === this.heard ? '' : state.banner?.title;
      const counted = suggestions.length ? t('found', { count: suggestions.length }) : before.suggestions.length ? t('none_left') : '';
      const parts = [heard, topic?.title, counted, noticeOf(t, notice)].filter((part) => part);
      if (parts.length) announcer.say(parts.join('. '), () => (this.heard = state.banner?.topic));
    }

    /** @param {State} _ @param {State} before */
    focus(_, before) {
      if (!this.list.focusOn(before.trail[0]?.id ?? '') && !this.list.focusFirst()) {
        const first = this.node.querySelector(':is(.banner, .topic):not([hidden]) :is(a, button)');
        if (first) /** @type {HTMLElement} */ (first).focus();
        else beside.toField();
      }
    }

    recheck() {
      this.list.recheck();
    }

    /** @param {State['suggestions']} suggestions */
    #list(suggestions) {
      this.list.show(
        suggestions.map(({ article, title, locale, passage }) => ({
          target: { id: article, title, locale, anchor: passage?.anchor },
          passage: excerpt(passage?.text ?? '', passage?.highlights ?? [], PASSAGE),
        })),
      );
    }
  };

/** The person said that an article answered: there is nothing to send, and nothing that keeps from it. @param {Kit} kit @param {Attachment} beside */
export const solvedView = ({ h, button, icon }, beside) =>
  class {
    /** @param {Stage} stage */
    constructor({ t, flow }) {
      this.title = h('h2', { tabindex: -1 }, t('thanks'));
      const discard = beside.form ? [button(t('discard'), 'secondary', () => beside.discard())] : [];
      const choices = [button(t('close'), 'primary', () => beside.leave()), ...discard, button(t('undo'), 'link', () => flow.undo())];
      const seal = h('span', { class: 'seal' }, icon('tick'));
      this.node = h('div', { class: 'screen done' }, seal, this.title, h('p', {}, t('no_need')), h('div', { class: 'choices' }, ...choices));
    }

    update() {
      beside.stay();
    }

    recheck() {}

    focus() {
      this.title.focus();
    }
  };
