// @ts-check
/** What every screen is given, and what a screen is. Must not know any screen. */

import { Announcer } from './announcer.js';
import { momentOf, translator } from './i18n.js';

/**
 * @typedef {import('./state').State} State
 * @typedef {import('./flow').Flow} Flow
 *
 * @typedef {object} View one screen
 * @property {HTMLElement} node
 * @property {(state: State, before: State) => void} update
 * @property {(state: State, before: State) => void} focus where the focus belongs when the screen comes up
 * @property {() => void} recheck the page became visible or hidden
 *
 * @typedef {object} Surroundings what a form on the page lends to the widget beside it
 * @property {Record<string, new (stage: Stage) => View>} screens in place of the widget's own
 * @property {() => {subject: string, description: string}} question
 * @property {() => void} leave moves the focus back to the field
 */

export class Stage {
  /** @param {{flow: Flow, catalogue: import('./i18n').Catalogue, heading: string, apiOrigin: string}} given */
  constructor({ flow, catalogue, heading, apiOrigin }) {
    this.flow = flow;
    this.locale = catalogue.locale;
    this.t = translator(catalogue);
    this.announcer = new Announcer();
    this.heading = heading || this.t('heading');
    /** Whether there is a way to a human. */
    this.human = flow.options.human !== false;
    this.apiOrigin = apiOrigin;
    this.dates = new Intl.DateTimeFormat(catalogue.locale, { dateStyle: 'medium' });
  }

  /** @param {string} iso */
  formatDate = (iso) => (Number.isNaN(Date.parse(iso)) ? '' : this.dates.format(new Date(iso)));

  /** A moment: today only the time, else with the day. @param {string} iso */
  formatTime = (iso) => momentOf(iso, this.locale);
}
