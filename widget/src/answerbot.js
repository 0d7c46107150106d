// @ts-check
/**
 * What `AnswerBot(...)` can do, and what the tag asks for. Commands run one after another, in the order they came.
 * Must not know the screens.
 */

import { checked } from './context.js';
import { button, h, icon } from './dom.js';
import { define, HelpWidget } from './element.js';
import { FollowBox } from './follow-box.js';
import { canonical } from './i18n.js';
import { isIdentified, setIdentity } from './identity.js';
import { Keeper } from './keeper.js';
import { loadWith, part } from './parts.js';
import { renewSession } from './session.js';
import { settings } from './settings.js';
import { excerpt } from './spans.js';
import { SuggestionList } from './suggestion-list.js';
import { setConsent } from './visitor.js';

/**
 * @typedef {import('./parts.js').Call} Call
 * @typedef {import('./flow.js').Context} Context
 *
 * @typedef {object} Options what stands on the tag as `data-...`
 * @property {string} [key] public key of the help center
 * @property {string} [api] origin of the bot
 * @property {string} [locale]
 * @property {string} [form] contact form: its quick links, and where a ticket goes
 * @property {string} [heading]
 * @property {'inline' | 'floating'} [mode]
 * @property {'start' | 'end'} [position]
 * @property {'light' | 'dark' | 'auto'} [theme]
 * @property {string} [target] a CSS selector: where to put the widget
 * @property {string} [attach] a CSS selector of the fields of a form
 * @property {string} [product]
 * @property {string | string[]} [tags]
 * @property {'visitor' | 'consent'} [remember] keep a random id in the browser: at once, or after `remember`
 * @property {string | number} [rememberDays] for how long, 90 if it is not said
 * @property {import('./identity.js').Source} [identity] a signed token, or what fetches one
 *
 * @typedef {object} Info
 * @property {string} version
 * @property {'inline' | 'floating' | 'attached' | null} mode null: there is no widget
 * @property {boolean} isOpen
 * @property {string | null} enquiry
 * @property {string} session
 * @property {number} attached how many forms have suggestions
 * @property {Options} settings
 */

export { define, HelpWidget };

export const EVENTS = [
  'ready', 'open', 'close', 'query', 'suggestions-shown', 'article-opened', 'accepted', 'rejected', 'escalated', 'submitted', 'identity-expired', 'error',
];
const THEMES = ['light', 'dark', 'auto'];
const VERSION = typeof BUILT_VERSION === 'string' ? BUILT_VERSION : 'source';
/** What a part that is loaded later needs of this one. */
const KIT = {
  h, button, icon, excerpt, FollowBox, SuggestionList, HelpWidget,
  /** Whether somebody typed into a field since the tag ran. @param {EventTarget} field @returns {boolean} */
  isTyped: (field) => /** @type {any} */ (window).AnswerBot?.typed?.has(field) ?? false,
};

/** @typedef {typeof KIT} Kit */

/** @type {Record<string, any>} */
let tag = {};
/** @type {HTMLElement | null} */
let place = null;
/** Of widgets that the page did not write itself. */
const keeper = new Keeper();
/** @type {import('./attach.js').Attachments | null} */
let attachments = null;
/** @type {Promise<unknown>} */
let last = Promise.resolve();

/** @type {Record<string, (...args: any[]) => any>} */
const commands = {
  init, destroy, setLocale, setTheme, setContext, identify, logout, config, info,
  open: ofWidget('open'), close: ofWidget('close'), toggle: ofWidget('toggle'), search: ofWidget('search'),
  article: ofWidget('article'), suggest: ofWidget('suggest'), prefill: ofWidget('prefill'), reset: ofWidget('reset'),
  banner: ofWidget('banner'),
  remember: () => setConsent(true), forget: () => setConsent(false),
};

/**
 * Called by the tag, with what was asked for before this was loaded.
 * @param {Call[]} queue
 * @param {Record<string, string>} dataset
 * @param {import('./parts.js').GetPart} get
 * @param {HTMLElement} script
 */
export function start(queue, dataset, get, script) {
  loadWith(get);
  tag = dataset;
  place = document.body.contains(script) ? script : null;
  const waiting = queue.splice(0);
  queue.push = (call) => {
    run(call);
    return 0;
  };
  const starts = tag.auto !== 'false' && !waiting.some(({ a }) => a[0] === 'init');
  for (const call of waiting.filter(({ a }) => a[0] === 'on')) listen(call);
  if (starts) last = init().catch((error) => console.error(error));
  for (const call of waiting.filter(({ a }) => a[0] && a[0] !== 'on')) run(call);
}

/** A listener that came too early to be told of its mistake; the others go on. @param {Call} call */
function listen(call) {
  try {
    run(call);
  } catch (error) {
    console.error(error);
  }
}

/** @param {Call} call */
function run(call) {
  const [name, ...args] = call.a;
  if (name === 'on') call.x = on(args[0], args[1]);
  else last = last.then(() => command(name)(...args)).then(call.y, call.n);
}

/** @param {string} name */
function command(name) {
  if (Object.hasOwn(commands, name)) return commands[name];
  throw new Error(`AnswerBot: there is no command "${name}"; there are ${Object.keys(commands).sort().join(', ')}, on`);
}

/**
 * @param {string} event
 * @param {(detail: any) => void} tell
 * @returns {() => void} ends it
 */
function on(event, tell) {
  if (!EVENTS.includes(event)) throw new Error(`AnswerBot: there is no event "${event}"; there are ${EVENTS.join(', ')}`);
  if (typeof tell !== 'function') throw new Error(`AnswerBot: on "${event}" needs a function; it was given ${JSON.stringify(tell)}`);
  const hear = (/** @type {Event} */ happened) => tell(/** @type {CustomEvent} */ (happened).detail);
  document.addEventListener(`help-widget:${event}`, hear);
  return () => document.removeEventListener(`help-widget:${event}`, hear);
}

/** Begins, or begins anew with other settings. @param {Options} [options] they go before what stands on the tag */
async function init(options = {}) {
  destroy();
  const { key, attach, target, identity, ...rest } = { ...tag, ...options };
  if (identity) setIdentity(identity);
  const known = { 'api-key': key, ...rest, target, attach, tags: String(rest.tags ?? '') };
  define(/** @type {Record<string, string>} */ (Object.fromEntries(Object.entries(known).filter(([, value]) => value))));
  for (const widget of document.querySelectorAll('help-widget')) {
    if (widget instanceof HelpWidget) void widget.restart();
  }
  if (!Array.from(HelpWidget.all).some(({ isConnected }) => isConnected)) put(rest.mode, target, attach);
  if (attach) attachments = (await part('attach.js')).attach(attach, KIT);
  await allReady();
}

/** @param {string} [mode] @param {string} [target] @param {string} [attach] */
function put(mode, target, attach) {
  const widget = document.createElement('help-widget');
  const beside = () => (target ? document.querySelector(target) : null);
  if (beside()) keeper.keep(widget, beside);
  else if (mode === 'floating') keeper.keep(widget, () => document.body);
  else if (place?.isConnected && !attach) {
    place.after(widget);
    keeper.keep(widget, () => null);
  }
}

/** Takes away what was put on the page; what the page wrote itself is emptied. */
function destroy() {
  attachments?.destroy();
  attachments = null;
  keeper.clear();
  for (const widget of HelpWidget.all) widget.stop();
}

const allReady = () => Promise.all(Array.from(HelpWidget.all, ({ ready }) => ready));

/** The widget that commands go to: the first that is not part of a form. */
const first = () => Array.from(HelpWidget.all).find(({ surroundings }) => !surroundings);

/** @param {'open' | 'close' | 'toggle' | 'search' | 'article' | 'suggest' | 'prefill' | 'reset' | 'banner'} name */
function ofWidget(name) {
  return async (/** @type {any[]} */ ...args) => {
    const widget = first();
    if (!widget) throw new Error(`AnswerBot: ${name} needs a widget; AnswerBot('init', { mode: 'floating' }) makes one`);
    await widget.ready;
    return /** @type {any} */ (widget)[name](...args);
  };
}

/** @param {string} locale */
function setLocale(locale) {
  const known = canonical(locale);
  if (!known) throw new Error(`AnswerBot: "${locale}" is no locale; en or pt-BR is one`);
  return setAll('locale', known);
}

/** @param {string} theme */
function setTheme(theme) {
  if (!THEMES.includes(theme)) throw new Error(`AnswerBot: theme "${theme}" is none of ${THEMES.join(', ')}`);
  return setAll('theme', theme);
}

/** Also for widgets that come later. @param {string} name @param {string} value */
async function setAll(name, value) {
  define({ ...settings(), [name]: value });
  for (const widget of HelpWidget.all) widget.setAttribute(name, value);
  await allReady();
}

/** @param {Context} context */
function setContext(context) {
  const known = checked(context);
  HelpWidget.context = { ...HelpWidget.context, ...known };
  for (const widget of HelpWidget.all) widget.setContext(known);
}

/** From now on it goes with every call; what was asked is asked again. @param {import('./identity.js').Source} given */
async function identify(given) {
  setIdentity(given);
  await Promise.all(Array.from(HelpWidget.all, (widget) => widget.flow?.refresh()));
  return { sent: true };
}

/** Another person sits down at this tab. */
async function logout() {
  setIdentity(null);
  attachments?.restart();
  renewSession();
  setConsent(null);
  for (const widget of HelpWidget.all) void widget.restart();
  await allReady();
}

/** The settings in force; with `options`, begins anew with them. @param {Options} [options] */
async function config(options) {
  if (options) await init({ ...current(), ...options });
  return current();
}

const current = () => {
  const { 'api-key': key, ...rest } = settings();
  return /** @type {Options} */ (Object.fromEntries(Object.entries({ key, ...rest }).filter(([, value]) => value)));
};

/** @returns {Info & {isIdentified: boolean}} */
function info() {
  const widget = first();
  return {
    version: VERSION,
    mode: widget?.mode ?? null,
    isOpen: widget?.isOpen ?? false,
    enquiry: widget?.enquiry ?? null,
    session: HelpWidget.session,
    attached: attachments?.size ?? 0,
    isIdentified: isIdentified(),
    settings: current(),
  };
}
