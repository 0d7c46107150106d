// @ts-check
/**
 * <help-widget>: reads its attributes, keeps one screen in its shadow root, moves the focus between screens.
 * The only file that wires. Must not know what the screens hold.
 */

import { Api } from './api.js';
import { ArticleView } from './article-view.js';
import { AskView } from './ask-view.js';
import { checked, fitted } from './context.js';
import { DoneView } from './done-view.js';
import { h } from './dom.js';
import { Flow } from './flow.js';
import { FormView } from './form-view.js';
import { currentToken, knownToken, renewedToken } from './identity.js';
import { canonical, directionOf, loadCatalogue } from './i18n.js';
import { Panel } from './panel.js';
import { currentSession } from './session.js';
import { contextOfTag, replaceSettings, setting } from './settings.js';
import { Stage } from './stage.js';
import { currentPage, initial, screenOf } from './state.js';
import { STYLES } from './styles.js';
import { currentVisitor } from './visitor.js';

/**
 * @typedef {import('./state').State} State
 * @typedef {import('./flow').Context} Context
 * @typedef {import('./stage').View} View
 * @typedef {import('./stage').Surroundings} Surroundings
 * @typedef {'light' | 'dark' | 'auto'} Theme
 * @typedef {{subject?: string, description?: string, email?: string, form?: string, query?: string}} Draft
 */

/** @type {Record<string, new (stage: Stage) => View>} */
const SCREENS = { ask: AskView, article: ArticleView, form: FormView, done: DoneView };
const ATTRIBUTES = ['api-key', 'api', 'locale', 'form', 'heading', 'human', 'mode'];

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);

export class HelpWidget extends HTMLElement {
  static observedAttributes = [...ATTRIBUTES, 'theme', 'position'];

  /** All that are on the page, in the order in which they came. @type {Set<HelpWidget>} */
  static all = new Set();

  /** Set before the element is on the page. @type {Surroundings | null} */
  surroundings = null;

  /** @type {Stage | null} */
  #stage = null;
  /** @type {View | null} */
  #view = null;
  /** @type {Panel | null} */
  #panel = null;
  #root = h('section', { class: 'widget' });
  #frame = h('div');
  #runs = 0;
  #isStarted = false;
  /** What to ask once the panel is open. @type {string | null} */
  #held = null;
  /** @type {Context} */
  #context = {};
  /** Of all widgets. @type {Context} */
  static context = {};
  /** @type {Promise<void>} */
  #ready = Promise.resolve();

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
    return currentSession();
  }

  static get session() {
    return currentSession();
  }

  /** Whether it stands in the page, floats over it, or belongs to a form. @returns {'inline' | 'floating' | 'attached'} */
  get mode() {
    if (this.surroundings) return 'attached';
    return this.#setting('mode') === 'floating' ? 'floating' : 'inline';
  }

  /** Whether its panel is open. */
  get isOpen() {
    return this.#panel?.isOpen ?? false;
  }

  /** Resolves once the widget can be used. */
  get ready() {
    return this.#ready;
  }

  /** What is going on, for whoever looks from outside; null before it is ready. */
  get flow() {
    return this.#stage?.flow ?? null;
  }

  connectedCallback() {
    HelpWidget.all.add(this);
    addEventListener('pagehide', this);
    addEventListener('online', this);
    document.addEventListener('visibilitychange', this);
    if (!this.#runs) this.restart();
  }

  /** A node that is only moved keeps its state. */
  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      HelpWidget.all.delete(this);
      removeEventListener('pagehide', this);
      removeEventListener('online', this);
      document.removeEventListener('visibilitychange', this);
      this.stop();
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (!this.#runs || before === after) return;
    if (ATTRIBUTES.includes(name)) this.restart();
    else this.#dress();
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === 'online') this.#stage?.flow.reconnect();
    if (event.type === 'pagehide' || document.hidden) this.#stage?.flow.outbox.leave();
    this.#view?.recheck();
  }

  /** Begins anew, with the attributes as they are now. */
  restart() {
    this.#ready = this.#start().catch(({ message }) => this.#emit('error', { enquiry: null, code: 'not_loaded', message }));
    return this.#ready;
  }

  /** Ends everything; `restart` begins anew. */
  stop() {
    this.#runs = 0;
    this.#clear();
  }

  /** Opens the panel; a widget in the page takes the focus. */
  open() {
    if (this.#panel) this.#panel.open();
    else this.#focus();
  }

  close() {
    if (this.#panel?.isOpen) this.#panel.close();
    this.surroundings?.leave();
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Asks as if it had been typed, and resolves with what is suggested. @param {string} query */
  async search(query) {
    const { flow } = this.#require();
    this.open();
    if (screenOf(flow.state) !== 'ask') flow.restart();
    flow.type(query);
    return flow.ask();
  }

  /** Opens an article. @param {string} id */
  async article(id) {
    const { flow } = this.#require();
    this.open();
    await flow.open({ id, title: '' });
    const page = currentPage(flow.state);
    if (page?.problem) throw new Error(`AnswerBot: article ${id}: ${page.problem.message}`);
  }

  /**
   * Offers articles before anything is typed: these, or what fits some words. None: the form's quick links again.
   * @param {string[] | string} [wanted]
   */
  async suggest(wanted = []) {
    const { flow } = this.#require();
    const links = typeof wanted === 'string' ? await flow.fitting(wanted) : await flow.titled(wanted);
    flow.suggest(wanted.length ? links : null);
    return links;
  }

  /** What is known of the question already; `query` is put into the field, of a closed panel once it opens. @param {Draft} [draft] */
  prefill(draft = {}) {
    const { flow } = this.#require();
    const { query, ...rest } = Object.fromEntries(Object.entries(draft).filter(([, value]) => typeof value === 'string'));
    flow.draft(rest);
    if (query !== undefined && this.#panel && !this.isOpen) this.#held = query;
    else if (query !== undefined) flow.type(query);
  }

  /** What the customer is told of an incident now, or null. */
  banner() {
    return this.#require().flow.banner;
  }

  /** @param {Context} context */
  setContext(context) {
    const known = checked(context);
    this.#context = { ...this.#context, ...known };
    this.#stage?.flow.setContext(known);
  }

  /** Back to the start: nothing typed, no enquiry. */
  reset() {
    const { flow } = this.#require();
    this.#held = null;
    flow.restart();
    flow.draft({ email: '' });
  }

  #require() {
    if (!this.#stage) throw new Error('AnswerBot: the widget is not ready yet; await its `ready`');
    return this.#stage;
  }

  /** @param {string} name */
  #setting(name) {
    return this.getAttribute(name) ?? setting(name);
  }

  /** Texts first, then the screen, then what the server knows. Several attributes set at once start one run. */
  async #start() {
    const run = ++this.#runs;
    const chosen = canonical(this.#setting('locale'));
    const locale = chosen || canonical(/** @type {HTMLElement | null} */ (this.closest('[lang]'))?.lang) || canonical(navigator.language);
    const catalogue = await loadCatalogue(locale);
    if (run !== this.#runs || !this.isConnected) return;
    this.#clear();
    const apiOrigin = this.#setting('api') || new URL(import.meta.url).origin;
    const flow = this.#flow(apiOrigin, locale);
    this.#stage = new Stage({ flow, catalogue, heading: this.#setting('heading'), apiOrigin });
    const { t, announcer } = this.#stage;
    this.#root = h('section', { class: 'widget', 'aria-label': t('widget') });
    const content = h('div', {}, this.#root, announcer.node);
    if (this.mode === 'floating') this.#panel = new Panel({ t, content, changed: (isOpen) => this.#opened(isOpen) });
    this.#frame = h('div', { lang: catalogue.locale, dir: this.#direction(chosen) }, ...(this.#panel?.nodes ?? [content]));
    this.#dress();
    this.shadowRoot?.replaceChildren(this.#frame);
    this.#show(initial, initial);
    if (this.mode === 'inline') await this.#begin();
    else this.#emit('ready', { enquiry: null });
  }

  /** Asks the server what it knows, once it may be needed. */
  async #begin() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    await this.#stage?.flow.start(this.mode !== 'inline');
  }

  #clear() {
    this.#stage?.announcer.hush();
    this.#stage?.flow.stop();
    this.#stage = this.#view = this.#panel = null;
    this.#isStarted = false;
    this.#held = null;
    this.shadowRoot?.replaceChildren();
  }

  /** Mode, side and colours. A page that says nothing of colours gets what the reader's system wants. */
  #dress() {
    const theme = this.#setting('theme');
    const isSilent = getComputedStyle(this).colorScheme === 'normal' && !document.querySelector('meta[name="color-scheme"]');
    const scheme = theme === 'light' || theme === 'dark' ? theme : isSilent ? 'system' : 'page';
    this.#frame.className = `frame ${this.mode} ${scheme} ${this.#setting('position')}`;
    this.#frame.setAttribute('part', 'frame');
    this.toggleAttribute('data-over', this.mode === 'floating');
  }

  /** @param {boolean} isOpen */
  #opened(isOpen) {
    this.#emit(isOpen ? 'open' : 'close', { enquiry: this.enquiry });
    if (!isOpen) return;
    void this.#begin();
    if (this.#held !== null) this.#stage?.flow.type(this.#held);
    this.#held = null;
    this.#focus();
  }

  /** Where a keyboard user begins. */
  #focus() {
    const { state } = this.#require().flow;
    this.#view?.focus(state, state);
  }

  /** @param {string} origin @param {string} locale */
  #flow(origin, locale) {
    const { surroundings } = this;
    return new Flow({
      api: new Api({
        origin, key: this.#setting('api-key'), session: currentSession(),
        identity: {
          current: currentToken, known: knownToken, renewed: renewedToken, visitor: currentVisitor,
          refused: ({ code, message }) => this.#emit('identity-expired', { enquiry: this.enquiry, code, message }),
        },
      }),
      locale,
      human: this.#setting('human') !== 'off',
      context: { ...fitted({ page: location.origin + location.pathname, ...contextOfTag(), form: this.#setting('form') }), ...HelpWidget.context, ...this.#context },
      question: surroundings?.question,
      toHuman: surroundings?.leave,
      changed: (state, before) => this.#show(state, before),
      emit: (signal, detail) => this.#emit(signal, detail),
    });
  }

  /** @param {string} name @param {object} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`help-widget:${name}`, { bubbles: true, composed: true, detail }));
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
    const Screen = { ...SCREENS, ...this.surroundings?.screens }[screenOf(state)];
    this.#view = new Screen(stage);
    this.#root.replaceChildren(this.#view.node);
  }

  /** One step back: from an article or the form, from the panel. @param {KeyboardEvent} event */
  #escape(event) {
    const flow = this.#stage?.flow;
    if (!flow || event.key !== 'Escape' || event.isComposing) return;
    const isAway = flow.state.status === 'article' || flow.state.status === 'form';
    if (!isAway && !this.isOpen && !this.surroundings) return;
    event.preventDefault();
    event.stopPropagation();
    if (isAway) flow.back();
    else this.close();
  }
}

/** Names the screen, and on it the article. @param {State} state */
const placeOf = (state) => [screenOf(state), screenOf(state) === 'article' && state.trail.length, currentPage(state)?.id].join(' ');

/**
 * Makes <help-widget> known to the page; `settings` stand in for attributes that an element lacks.
 * @param {Record<string, string>} [settings]
 */
export function define(settings = {}) {
  replaceSettings(settings);
  if (!customElements.get('help-widget')) customElements.define('help-widget', HelpWidget);
}
