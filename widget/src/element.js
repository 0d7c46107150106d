// @ts-check
/**
 * <help-widget>: reads its attributes, keeps one screen in its shadow root, moves the focus between screens.
 * The only file that wires. Must not know what the screens hold.
 */

import { Announcer } from './announcer.js';
import { Api } from './api.js';
import { ArticleView } from './article-view.js';
import { AskView } from './ask-view.js';
import { DoneView } from './done-view.js';
import { h } from './dom.js';
import { Flow } from './flow.js';
import { FormView } from './form-view.js';
import { directionOf, loadCatalogue, momentOf, translator } from './i18n.js';
import { newSession } from './ids.js';
import { currentPage, initial, screenOf } from './state.js';
import { STYLES } from './styles.js';

/**
 * @typedef {import('./state').State} State
 * @typedef {AskView | ArticleView | FormView | DoneView} View
 *
 * @typedef {object} Stage what every screen is given
 * @property {Flow} flow
 * @property {import('./i18n').Translate} t
 * @property {Announcer} announcer
 * @property {string} heading
 * @property {boolean} human whether there is a way to a human
 * @property {string} apiOrigin
 * @property {(iso: string) => string} formatDate
 * @property {(iso: string) => string} formatTime a moment: today only the time, else with the day
 */

const SCREENS = { ask: AskView, article: ArticleView, form: FormView, done: DoneView };
const ATTRIBUTES = ['api-key', 'api', 'locale', 'form', 'heading', 'human'];

const session = newSession();
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);
/** @type {Record<string, string>} */
const defaults = {};

export class HelpWidget extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  /** @type {Stage | null} */
  #stage = null;
  /** @type {View | null} */
  #view = null;
  #root = h('section', { class: 'widget' });
  #runs = 0;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [sheet];
    shadow.addEventListener('keydown', (event) => this.#escape(/** @type {KeyboardEvent} */ (event)));
  }

  /** The id of the enquiry under way, or null. */
  get enquiry() {
    return this.#stage?.flow.state.enquiry ?? null;
  }

  /** The tab's session: a form on the page that sends `enquiry` along proves with it that the enquiry is its own. */
  get session() {
    return session;
  }

  connectedCallback() {
    addEventListener('pagehide', this);
    document.addEventListener('visibilitychange', this);
    if (!this.#runs) void this.#start();
  }

  /** A node that is only moved keeps its state. */
  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      removeEventListener('pagehide', this);
      document.removeEventListener('visibilitychange', this);
      this.#stop();
      this.#runs = 0;
    });
  }

  /** @param {string} _ @param {string | null} before @param {string | null} after */
  attributeChangedCallback(_, before, after) {
    if (this.#runs && before !== after) void this.#start();
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === 'pagehide' || document.hidden) this.#stage?.flow.outbox.leave();
    this.#view?.recheck();
  }

  /** @param {string} name */
  #setting(name) {
    return this.getAttribute(name) ?? defaults[name] ?? '';
  }

  /** Texts first, then the screen, then what the server knows. Several attributes set at once start one run. */
  async #start() {
    const run = ++this.#runs;
    const chosen = this.#setting('locale');
    const locale = chosen || /** @type {HTMLElement | null} */ (this.closest('[lang]'))?.lang || navigator.language;
    const catalogue = await loadCatalogue(locale);
    if (run !== this.#runs || !this.isConnected) return;
    this.#stop();
    const apiOrigin = this.#setting('api') || new URL(import.meta.url).origin;
    const t = translator(catalogue);
    const dates = new Intl.DateTimeFormat(catalogue.locale, { dateStyle: 'medium' });
    const formatDate = (/** @type {string} */ iso) => (Number.isNaN(Date.parse(iso)) ? '' : dates.format(new Date(iso)));
    const flow = this.#flow(apiOrigin, locale);
    const announcer = new Announcer();
    const heading = this.#setting('heading') || t('heading');
    const formatTime = (/** @type {string} */ iso) => momentOf(iso, catalogue.locale);
    this.#stage = { flow, t, announcer, heading, human: flow.options.human !== false, apiOrigin, formatDate, formatTime };
    this.#root = h('section', { class: 'widget', 'aria-label': t('widget'), lang: catalogue.locale, dir: this.#direction(chosen) });
    this.shadowRoot?.replaceChildren(this.#root, announcer.node);
    this.#show(initial, initial);
    await flow.start();
  }

  #stop() {
    this.#stage?.announcer.hush();
    this.#stage?.flow.stop();
    this.#stage = this.#view = null;
    this.shadowRoot?.replaceChildren();
  }

  /** @param {string} origin @param {string} locale */
  #flow(origin, locale) {
    return new Flow({
      api: new Api({ origin, key: this.#setting('api-key'), session }),
      locale,
      form: this.#setting('form'),
      human: this.#setting('human') !== 'off',
      page: location.origin + location.pathname,
      changed: (state, before) => this.#show(state, before),
      emit: (signal, detail) =>
        this.dispatchEvent(new CustomEvent(`help-widget:${signal}`, { bubbles: true, composed: true, detail })),
    });
  }

  /** @param {string} locale as the page's author chose it */
  #direction(locale) {
    return this.dir || (locale ? directionOf(locale) : getComputedStyle(this).direction);
  }

  /**
   * The focus follows to a new screen, unless it is elsewhere on the page by now.
   * @param {State} state
   * @param {State} before
   */
  #show(state, before) {
    if (!this.#stage) return;
    const isFirst = !this.#view;
    const isNew = isFirst || placeOf(state) !== placeOf(before);
    const mayFocus = !isFirst && (document.activeElement === this || document.activeElement === document.body);
    if (isNew) this.#change(state);
    this.#view?.update(state, before);
    if (isNew && mayFocus) this.#view?.focus(state, before);
  }

  /** @param {State} state */
  #change(state) {
    const stage = /** @type {Stage} */ (this.#stage);
    stage.announcer.hush();
    stage.flow.show([]);
    this.#view = new SCREENS[screenOf(state)](stage);
    this.#root.replaceChildren(this.#view.node);
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    const flow = this.#stage?.flow;
    if (!flow || event.key !== 'Escape' || event.isComposing) return;
    if (flow.state.status !== 'article' && flow.state.status !== 'form') return;
    event.preventDefault();
    event.stopPropagation();
    flow.back();
  }
}

/** Names the screen, and on it the article. @param {State} state */
const placeOf = (state) => [screenOf(state), screenOf(state) === 'article' && state.trail.length, currentPage(state)?.id].join(' ');

/**
 * Makes <help-widget> known to the page; `settings` stand in for attributes that an element lacks.
 * @param {Record<string, string>} [settings]
 */
export function define(settings = {}) {
  Object.assign(defaults, settings);
  if (!customElements.get('help-widget')) customElements.define('help-widget', HelpWidget);
}
