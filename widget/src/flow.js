// @ts-check
/**
 * What follows from what a person does: state changes, calls to the server, events to the server and to the page.
 * Must not know the DOM. The rules of the state itself are in state.js.
 */

import { Asker } from './asker.js';
import { Outbox } from './outbox.js';
import { Seen } from './seen.js';
import { currentPage, initial, isAskable, reduce, screenOf, subjectOf } from './state.js';

const LONGEST_TYPED = 2000;
const LONGEST_QUERY = 4000;

/**
 * @typedef {import('./state').Action} Action
 * @typedef {import('./state').State} State
 * @typedef {import('./state').Target} Target
 * @typedef {import('./contract').EventKind} EventKind
 * @typedef {'ready'|'query'|'suggestions-shown'|'article-opened'|'accepted'|'rejected'|'escalated'|'submitted'|'error'} Signal
 *
 * @typedef {{form?: string, page?: string, product?: string, tags?: string[]}} Context the contact form that the
 *   widget stands beside, the address of the page, the product and whatever else says what a question is about
 *
 * @typedef {object} FlowOptions
 * @property {import('./api').Api} api
 * @property {string} locale
 * @property {Context} [context] where the widget stands
 * @property {(query: string) => Partial<import('./contract').Question>} [question] what was typed, if not in one field
 * @property {() => void} [toHuman] where a human is reached, if not by a form of our own
 * @property {boolean} [human] false: the way to a human is turned off
 * @property {(state: State, before: State) => void} changed
 * @property {(signal: Signal, detail: object) => void} emit
 * @property {import('./contract').Clock} [clock]
 */

export class Flow {
  /** @type {State} */
  state = initial;
  /** @type {import('./contract').Config} */
  config = {};
  /** @type {import('./contract').QuickLink[] | null} */
  #links = null;
  #isUnprepared = false;
  /** @type {((links: import('./contract').Suggestion[]) => void)[]} */
  #waiting = [];
  #life = new AbortController();

  /** @param {FlowOptions} options */
  constructor(options) {
    const { api, clock, context = {} } = options;
    this.options = options;
    this.context = context;
    this.asker = new Asker({
      suggest: (query, typing, signal) => this.#suggest(query, typing, signal),
      report: (action) => this.#dispatch(action),
      hasEnquiry: () => this.state.enquiry !== null,
      clock,
    });
    this.outbox = new Outbox({
      send: (enquiry, event) => api.event(enquiry, event),
      leave: (events) => api.leave(events),
      clock,
    });
    this.seen = new Seen({ report: (enquiry, article) => this.outbox.add(enquiry, { kind: 'seen', article }), clock });
  }

  /** The form whose quick links are shown and that a ticket goes to. */
  get form() {
    const forms = this.config.forms ?? [];
    return forms.find(({ id }) => id === this.chosenForm) ?? forms[0] ?? null;
  }

  /** The id of the form that the person, else the page, has chosen. */
  get chosenForm() {
    return this.state.draft.form ?? this.context.form;
  }

  /** What is offered before anything is typed: what the page suggests, else the form's quick links. */
  get links() {
    return this.#links ?? this.form?.quick_links ?? [];
  }

  /** Articles by their ids, with titles; those that are not there are left out. @param {string[]} ids */
  async titled(ids) {
    const { api, locale } = this.options;
    const found = await Promise.allSettled(ids.map((id) => api.article(id, locale, this.#life.signal)));
    return found.flatMap((one) => (one.status === 'fulfilled' ? [{ article: one.value.id, title: one.value.title }] : []));
  }

  /** What the server suggests for words of the page: an enquiry of its own. @param {string} query */
  async fitting(query) {
    const { api, locale } = this.options;
    const { suggestions } = await api.suggest({ query, locale, limit: 3, ...given(this.context) }, this.#life.signal);
    return suggestions.map(({ article, title }) => ({ article, title }));
  }

  /** @param {import('./contract').QuickLink[] | null} links null: the form's again */
  suggest(links) {
    this.#links = links;
    this.draft({});
  }

  /** What was typed is asked again, now that more is known. @param {Context} context */
  setContext(context) {
    this.context = { ...this.context, ...context };
    this.draft({});
    if (screenOf(this.state) === 'ask' && isAskable(this.state.query)) this.asker.again(this.state.query);
  }

  /** Loads what the server knows; `quietly`: the page has been told before. */
  async start(quietly = false) {
    const { api, locale } = this.options;
    try {
      this.config = (await api.config(locale, this.#life.signal)) ?? {};
      this.#isUnprepared = false;
    } catch (error) {
      if (this.#life.signal.aborted) return;
      this.#isUnprepared = true;
      this.#complain(problemOf(error));
    }
    this.#dispatch({ type: 'drafted', draft: {} });
    if (!quietly) this.#emit('ready', {});
  }

  /** The network is there again: what failed without it is tried once more. */
  reconnect() {
    const { status, query, submitted } = this.state;
    this.outbox.wake();
    if (this.#isUnprepared) void this.start(true);
    if (currentPage(this.state)?.problem) void this.load();
    if (status === 'error' && submitted) this.submit();
    else if (status === 'error') this.asker.again(query);
  }

  /** Somebody is known now who was not: what they may see is asked for, and what was typed is asked again. */
  async refresh() {
    await this.start(true);
    if (screenOf(this.state) === 'ask' && isAskable(this.state.query)) this.asker.again(this.state.query);
    if (currentPage(this.state)?.problem) void this.load();
  }

  stop() {
    this.asker.cancel();
    this.#life.abort();
    this.seen.show(null, []);
    this.outbox.leave();
    this.#settle();
  }

  /** @param {string} query */
  type(query) {
    this.#dispatch({ type: 'typed', query });
    this.asker.type(query);
    if (!isAskable(query)) this.#settle();
  }

  submit() {
    this.asker.submit(this.state.query);
  }

  /** Asks at once; resolves with what is suggested, be it nothing because the person went elsewhere. @returns {Promise<import('./contract').Suggestion[]>} */
  ask() {
    const answered = new Promise((resolve) => this.#waiting.push(resolve));
    this.submit();
    if (!this.asker.isAsking) this.#settle();
    return /** @type {Promise<import('./contract').Suggestion[]>} */ (answered);
  }

  #cancel() {
    this.asker.cancel();
    this.#settle();
  }

  #settle() {
    for (const resolve of this.#waiting.splice(0)) resolve(this.state.suggestions);
  }

  /** @param {Target} target */
  open(target) {
    this.#cancel();
    this.#dispatch({ type: 'opened', target });
    this.#tell('opened', 'article-opened', target.id);
    return this.load();
  }

  /** Loads the article on screen, again if it failed before. */
  async load() {
    const page = currentPage(this.state);
    if (!page) return;
    try {
      const { api, locale } = this.options;
      const article = await api.article(page.id, page.locale ?? locale, this.#life.signal);
      this.#dispatch({ type: 'loaded', id: page.id, article });
    } catch (error) {
      if (this.#life.signal.aborted) return;
      this.#dispatch({ type: 'unloaded', id: page.id, problem: problemOf(error) });
      this.#complain(problemOf(error));
    }
  }

  /** One step back; words typed before leaving are asked again if their answer never came. */
  back() {
    this.#dispatch({ type: 'back' });
    const { status, query, submitted } = this.state;
    if (status === 'empty' && !submitted && isAskable(query)) this.asker.type(query);
  }

  accept() {
    this.#tell('accepted', 'accepted', this.#article());
    this.#dispatch({ type: 'accepted' });
  }

  undo() {
    this.#tell('undone', null, this.#article());
    this.#dispatch({ type: 'undone' });
  }

  /** "No": the reason is asked before anything is recorded. */
  refuse() {
    this.#dispatch({ type: 'refused' });
  }

  /**
   * On to the next suggestion; to a human where none is left, with the person's own words.
   * @param {import('./contract').Reason} [reason]
   * @param {string} [text]
   */
  reject(reason, text = '') {
    this.#tell('rejected', 'rejected', this.#article(), { ...given({ reason, text: text.trim() }) });
    if (text.trim() && !this.state.draft.description) this.draft({ description: text.trim() });
    this.#dispatch({ type: 'rejected' });
    if (!this.state.suggestions.length && this.options.human !== false) this.human();
  }

  /** What of the help was good, from 1 to 5; the last of each counts. @param {import('./contract').Rating} rating */
  rate(rating) {
    this.#tell('rated', null, this.#article(), rating);
    this.#dispatch({ type: 'rated', rating });
  }

  /** What the customer is told of an incident now, or null. */
  get banner() {
    return this.state.banner ?? this.config.banners?.[0] ?? null;
  }

  /**
   * Asks to be told of a topic. Resolves with what went wrong, if anything did.
   * @param {string} topic
   * @param {string} email
   * @returns {Promise<import('./contract').Problem | null>}
   */
  async follow(topic, email) {
    const { api, locale } = this.options;
    const { enquiry } = this.state;
    try {
      await api.follow(topic, { email, ...given({ locale, enquiry }) }, this.#life.signal);
    } catch (error) {
      return problemOf(error);
    }
    this.#dispatch({ type: 'followed', topic, email });
    return null;
  }

  human() {
    this.#cancel();
    if (!this.options.toHuman) this.#dispatch({ type: 'human' });
    this.#emit('escalated', {});
    this.options.toHuman?.();
  }

  /** @param {Partial<import('./state').Draft>} draft */
  draft(draft) {
    this.#dispatch({ type: 'drafted', draft });
  }

  async send() {
    if (this.state.sending) return;
    this.#dispatch({ type: 'sending' });
    try {
      const ticket = await this.options.api.ticket(this.#ticketRequest(), this.#life.signal);
      this.#emit('submitted', { ticket: ticket.ticket });
      this.#dispatch({ type: 'sent', ticket });
    } catch (error) {
      if (this.#life.signal.aborted) return;
      this.#dispatch({ type: 'unsent', problem: problemOf(error) });
      this.#complain(problemOf(error));
    }
  }

  restart() {
    this.asker.cancel();
    this.#dispatch({ type: 'restarted' });
    this.#settle();
  }

  /** Tells which suggestions are on screen. @param {string[]} articles */
  show(articles) {
    this.seen.show(this.state.enquiry, articles);
  }

  #article() {
    return currentPage(this.state)?.id ?? '';
  }

  /**
   * @param {string} query
   * @param {boolean} typing
   * @param {AbortSignal} signal
   */
  #suggest(query, typing, signal) {
    const { api, locale, question = () => ({ query }) } = this.options;
    const { enquiry } = this.state;
    this.#emit('query', { query, typing });
    const context = given({ enquiry, ...this.context, form: this.chosenForm });
    return api.suggest({ ...sized(question(query), typing), locale, typing, limit: 3, ...context }, signal);
  }

  /** @returns {import('./contract').TicketRequest} */
  #ticketRequest() {
    const { draft, enquiry } = this.state;
    return {
      subject: subjectOf(this.state),
      description: draft.description.trim(),
      locale: this.options.locale,
      ...given({ enquiry, email: draft.email.trim(), form: this.chosenForm }),
    };
  }

  /** @param {Action} action */
  #dispatch(action) {
    const before = this.state;
    this.state = reduce(before, action);
    if (this.state === before) return;
    this.options.changed(this.state, before);
    this.#announceOffer(before);
    if (['shown', 'empty', 'error'].includes(this.state.status)) this.#settle();
    if (this.state.problem && this.state.problem !== before.problem) this.#complain(this.state.problem);
  }

  /** @param {State} before */
  #announceOffer(before) {
    const articles = this.state.suggestions.map(({ article }) => article);
    const old = before.suggestions.map(({ article }) => article);
    const isNews = articles.length > 0 && articles.join('\n') !== old.join('\n');
    if (isNews && screenOf(this.state) === 'ask') this.#emit('suggestions-shown', { articles });
  }

  /**
   * Records what the person did with an article. Without an enquiry (nothing was asked yet) only the page is told.
   * @param {EventKind} kind
   * @param {Signal | null} signal
   * @param {string} article
   * @param {Partial<import('./contract').EnquiryEvent>} [more]
   */
  #tell(kind, signal, article, more = {}) {
    const { enquiry } = this.state;
    if (enquiry) this.outbox.add(enquiry, { kind, article, locale: this.options.locale, ...more });
    if (signal) this.#emit(signal, { article, ...more });
  }

  /** @param {import('./contract').Problem} problem */
  #complain({ code, message }) {
    this.#emit('error', { code, message });
  }

  /** @param {Signal} signal @param {object} detail */
  #emit(signal, detail) {
    this.options.emit(signal, { enquiry: this.state.enquiry, ...detail });
  }
}

/**
 * While one types, what was written last says enough, and is answered sooner.
 * @param {Partial<import('./contract').Question>} question
 * @param {boolean} typing
 */
function sized(question, typing) {
  const { query, description } = question;
  return {
    ...question,
    ...(query !== undefined && { query: whole(query.slice(0, LONGEST_QUERY)) }),
    ...(typing && description !== undefined && { description: whole(description.slice(-LONGEST_TYPED)) }),
  };
}

/** Without the halves of characters at its ends. @param {string} text */
const whole = (text) => text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');

/** Only what has a value. @param {Record<string, string | string[] | null | undefined>} fields */
function given(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value?.length));
}

/** @param {unknown} error @returns {import('./contract').Problem} */
function problemOf(error) {
  const { problem } = /** @type {{problem?: import('./contract').Problem}} */ (error);
  return problem ?? { code: 'unknown', message: String(error) };
}
