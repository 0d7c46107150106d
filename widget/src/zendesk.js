// @ts-check
/**
 * Lets a page go on calling `zE('webWidget', ...)`: each call becomes one of AnswerBot's, or a hint on the console that
 * it does nothing. Load it after the tag. Must not know the widget, only its commands and events.
 */

import { hinter, onPage, safely } from './shim.js';

/** @typedef {(...args: any[]) => any} Zendesk */

const hint = hinter('zE');
const hide = (/** @type {boolean} */ isHidden) => onPage((widget) => widget.toggleAttribute('hidden', isHidden));

/** What a customer did, under the names that page analytics know. @type {Record<string, [string, (detail: any) => object | undefined]>} */
const DEEDS = {
  open: ['Web Widget Opened', () => undefined],
  close: ['Web Widget Minimised', () => undefined],
  query: ['Help Center Search', ({ query }) => ({ term: query })],
  'article-opened': ['Help Center Article Viewed', ({ article }) => ({ id: article })],
  escalated: ['Contact Form Shown', () => undefined],
  submitted: ['Contact Form Submitted', ({ ticket }) => ({ ticket })],
};

/** @type {Record<string, (options?: any) => unknown>} */
const ACTIONS = {
  open: () => AnswerBot('open'),
  close: () => AnswerBot('close'),
  toggle: () => AnswerBot('toggle'),
  show: () => hide(false),
  hide: () => hide(true),
  reset: () => AnswerBot('reset'),
  clear: () => AnswerBot('reset'),
  logout: () => AnswerBot('logout'),
  identify: (who) => AnswerBot('prefill', { email: who?.email }),
  prefill: (known) => {
    if (known?.name || known?.phone) hint('prefill of name and phone');
    return AnswerBot('prefill', { email: known?.email?.value });
  },
  setLocale: (locale) => AnswerBot('setLocale', locale),
  updatePath: (to) => AnswerBot('setContext', { page: to?.url ?? location.href }),
  'helpCenter:setSuggestions': (wanted) => {
    const { search, labels, url } = wanted ?? {};
    if (labels) return AnswerBot('setContext', { tags: labels });
    if (search) return AnswerBot('suggest', search);
    return url && AnswerBot('setContext', { page: location.href });
  },
};

/** @type {Record<string, (tell: (...args: any[]) => void) => unknown>} */
const EVENTS = {
  open: (tell) => AnswerBot('on', 'open', () => tell()),
  close: (tell) => AnswerBot('on', 'close', () => tell()),
  userEvent: (tell) => {
    for (const [event, [action, properties]] of Object.entries(DEEDS)) {
      AnswerBot('on', event, (/** @type {any} */ detail) => tell({ category: 'Zendesk Web Widget', action, properties: properties(detail) }));
    }
  },
};

function display() {
  const widget = /** @type {(HTMLElement & {isOpen?: boolean}) | null} */ (document.querySelector('help-widget'));
  if (!widget || widget.hidden) return 'hidden';
  return widget.isOpen ? 'helpCenter' : 'launcher';
}

/** @param {string} name */
const act = (name) => (/** @type {any} */ options) => void safely(() => ACTIONS[name](options));

/** @type {Zendesk} */
const zE = (kind, name, options) => {
  if (typeof kind === 'function') return void kind();
  if (kind === 'webWidget' && Object.hasOwn(ACTIONS, name)) return act(name)(options);
  if (kind === 'webWidget:on' && Object.hasOwn(EVENTS, name)) return void safely(() => EVENTS[name](options));
  if (kind === 'webWidget:get' && name === 'display') return display();
  hint(`'${kind}', '${name}'`);
};

/** What the page's stub was asked before we came. @type {ArrayLike<any>[]} */
const early = /** @type {any} */ (window).zE?._ ?? [];
Object.assign(window, {
  zE: Object.assign(zE, {
    setLocale: act('setLocale'), identify: act('identify'), hide: act('hide'), show: act('show'), activate: act('open'),
    setHelpCenterSuggestions: act('helpCenter:setSuggestions'),
  }),
});
for (const call of early) void safely(() => zE(.../** @type {Parameters<Zendesk>} */ (Array.from(call))));
