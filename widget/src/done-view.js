// @ts-check
/** The end of an enquiry: thanks for a Yes, or the receipt of a ticket. Must not know requests. */

import { button, h, icon } from './dom.js';
import { webAddress } from './links.js';
import { ratings } from './rating.js';
import { outward } from './render.js';

/**
 * @typedef {import('./state').State} State
 * @typedef {import('./stage').Stage} Stage
 */

export class DoneView {
  /** @param {Stage} stage */
  constructor(stage) {
    const { flow } = stage;
    this.stage = stage;
    const isSent = flow.state.status === 'sent';
    this.title = h('h2', { tabindex: -1 }, stage.t(isSent ? 'sent' : 'thanks'));
    const seal = h('span', { class: 'seal' }, icon(isSent ? 'send' : 'tick'));
    this.node = h('div', { class: 'screen done' }, seal, this.title, ...(isSent ? this.#sent(flow.state) : this.#thanks()));
  }

  update() {}

  recheck() {}

  focus() {
    this.title.focus();
  }

  #thanks() {
    const { t, flow } = this.stage;
    const choices = [button(t('restart'), 'secondary', () => flow.restart()), button(t('undo'), 'link', () => flow.undo())];
    const rated = flow.state.enquiry ? [h('div', { class: 'ratings' }, ...ratings(this.stage))] : [];
    const human = this.stage.human ? [h('p', {}, button(t('human'), 'link human', () => flow.human()))] : [];
    return [h('p', {}, t('thanks_hint')), ...rated, h('div', { class: 'choices' }, ...choices), ...human];
  }

  /** @param {State} state */
  #sent({ ticket, draft }) {
    const { t, flow, apiOrigin } = this.stage;
    const address = webAddress(ticket?.url, apiOrigin);
    const choices = h('div', { class: 'choices' }, button(t('restart'), 'secondary', () => flow.restart()));
    const link = address ? [h('p', {}, outward(t('sent_link'), address, t))] : [];
    const number = h('p', { class: 'strong' }, t('sent_number', { number: String(ticket?.number ?? ticket?.ticket ?? '') }));
    return [number, h('p', {}, t('sent_hint', { email: draft.email.trim() })), ...link, choices];
  }
}
