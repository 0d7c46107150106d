// @ts-check
/**
 * Lets a page go on calling `Beacon(...)`: each call becomes one of AnswerBot's, or a hint on the console that it does
 * nothing. Load it after the tag. Must not know the widget, only its commands and events.
 */

import { hinter, safely } from './shim.js';

const MOST_SUGGESTED = 10;
const hint = hinter('Beacon');

/** @type {Record<string, string>} */
const EVENTS = {
  ready: 'ready', open: 'open', close: 'close', 'article-viewed': 'article-opened', search: 'query', 'email-sent': 'submitted',
};

/** Who listens, so that `off` finds it. @type {{event: string, tell: Function, end: () => void}[]} */
let listeners = [];

/** @param {string} event @param {Function} tell @param {boolean} [once] */
function on(event, tell, once) {
  if (!Object.hasOwn(EVENTS, event)) return hint(`'on', '${event}'`);
  const end = AnswerBot('on', EVENTS[event], (/** @type {any} */ detail) => {
    if (once) off(event, tell);
    tell(event === 'article-viewed' ? { id: detail.article } : detail);
  });
  listeners.push({ event, tell, end });
}

/** @param {string} event @param {Function} [tell] none: all of them */
function off(event, tell) {
  const isMeant = (/** @type {typeof listeners[0]} */ one) => one.event === event && (!tell || one.tell === tell);
  for (const { end } of listeners.filter(isMeant)) end();
  listeners = listeners.filter((one) => !isMeant(one));
}

/** @type {Record<string, (...args: any[]) => any>} */
const METHODS = {
  on,
  off,
  once: (event, tell) => on(event, tell, true),
  // Its argument is the id of a Beacon, or settings of one: ours stand on the tag.
  init: () => AnswerBot('init'),
  destroy: () => AnswerBot('destroy'),
  open: () => AnswerBot('open'),
  close: () => AnswerBot('close'),
  toggle: () => AnswerBot('toggle'),
  reset: () => AnswerBot('reset'),
  logout: () => AnswerBot('logout'),
  info: () => AnswerBot('info'),
  search: (query) => AnswerBot('search', query),
  article: (id) => AnswerBot('article', String(id)),
  suggest: (wanted) => {
    const articles = wanted ?? [];
    if (articles.some((/** @type {unknown} */ one) => typeof one !== 'string')) hint('suggest with links');
    return AnswerBot('suggest', articles.filter((/** @type {unknown} */ one) => typeof one === 'string').slice(0, MOST_SUGGESTED));
  },
  identify: (who) => AnswerBot('prefill', { email: who?.email }),
  prefill: (known) => {
    const { email, subject, text, name } = known ?? {};
    if (name) hint('prefill of name');
    return AnswerBot('prefill', { email, subject, description: text });
  },
};

/** @param {string} method @param {any[]} args */
const Beacon = (method, ...args) =>
  Object.hasOwn(METHODS, method) ? safely(() => METHODS[method](...args)) : hint(`'${method}'`);

/** What the page's stub was asked before we came. @type {{method: string, options?: any, data?: any}[]} */
const early = /** @type {any} */ (window).Beacon?.readyQueue ?? [];
Object.assign(window, { Beacon });
for (const { method, options, data } of early) void Beacon(method, options, data);
