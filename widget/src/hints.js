// @ts-check
/**
 * The screens beside a form of the page: what is suggested, and the end of it. An article in between is shown as
 * everywhere. Must not know the form.
 */

/**
 * @typedef {import('./state').State} State
 * @typedef {import('./element.js').Stage} Stage
 * @typedef {import('./answerbot.js').Kit} Kit
 * @typedef {import('./attachment.js').Attachment} Attachment
 */

const PASSAGE = 120;

/** @param {Kit} kit @param {Attachment} beside */
export const hintView = ({ h, button, icon, excerpt, SuggestionList }, beside) =>
  class {
    /** @param {Stage} stage */
    constructor(stage) {
      this.stage = stage;
      const { t, flow } = stage;
      this.title = h('h3', { id: 'list-title', class: 'list-title' });
      const close = button(icon('cross'), 'close', () => beside.leave());
      close.setAttribute('aria-label', t('close'));
      this.list = new SuggestionList({
        labelledby: 'list-title',
        open: (target) => void flow.open(target),
        leave: () => beside.toField(),
        visible: (articles) => flow.show(document.hidden ? [] : articles),
      });
      this.notice = h('p', { class: 'notice' });
      this.node = h('div', { class: 'screen hints' }, close, this.title, this.notice, this.list.node);
      /** What is in the list. */
      this.shown = '';
    }

    /** @param {State} state @param {State} before */
    update(state, before) {
      const { suggestions, notice } = state;
      const { t, announcer } = this.stage;
      this.title.textContent = t(state.rejected.length ? 'more_suggestions' : 'suggestions');
      this.notice.textContent = notice?.message ?? '';
      const key = JSON.stringify(suggestions);
      if (key !== this.shown) this.#list(suggestions);
      this.shown = key;
      beside.offer(suggestions.map(({ article }) => article));
      if (suggestions === before.suggestions) return;
      announcer.hush();
      if (suggestions.length) announcer.say(`${t('found', { count: suggestions.length })} ${notice?.message ?? ''}`);
      else if (before.suggestions.length) announcer.say(t('none_left'));
    }

    /** @param {State} _ @param {State} before */
    focus(_, before) {
      if (!this.list.focusOn(before.trail[0]?.id ?? '') && !this.list.focusFirst()) beside.toField();
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
