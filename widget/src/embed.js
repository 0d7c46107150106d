// @ts-check
/**
 * The one tag a page needs: queues commands, and loads the rest when the page first needs it, checked against its hash.
 * Must not know what the widget does.
 */

/**
 * @typedef {import('./parts.js').Call} Call
 * @typedef {import('./parts.js').GetPart} GetPart
 * @typedef {((...args: any[]) => any) & {q?: Call[], typed?: WeakSet<EventTarget>}} Bot
 */

/** The hash of the part that is loaded first; the build puts it here. Empty: run from the sources, unchecked. */
const INTEGRITY = typeof BUILT_INTEGRITY === 'string' ? BUILT_INTEGRITY : '';

(() => {
  const script = /** @type {HTMLScriptElement | null} */ (
    document.currentScript ?? document.querySelector('script[src*="/embed.js"][data-key]')
  );
  if (!script) return;
  const page = /** @type {Window & {AnswerBot?: Bot}} */ (window);
  const settings = /** @type {Record<string, string>} */ ({ ...script.dataset });
  const { attach, auto, mode, target } = settings;
  const widgets = document.getElementsByTagName('help-widget');

  /** @type {Bot} */
  const bot = (page.AnswerBot ||= (...a) => {
    /** @type {Call} */
    const call = { a };
    const end = () => (call.x ? call.x() : (call.a = []));
    const result = a[0] === 'on' ? end : new Promise((y, n) => Object.assign(call, { y, n }));
    bot.q?.push(call);
    return result;
  });
  const queue = (bot.q ||= []);
  if (Object.hasOwn(queue, 'push')) return console.warn('AnswerBot: the page has this tag twice');

  /** @type {GetPart} */
  async function get(path, integrity) {
    const url = new URL(path + (integrity ? `?v=${integrity.slice(7, 15)}` : ''), script?.src).href;
    const link = document.createElement('link');
    if (integrity && link.relList.supports('modulepreload')) {
      Object.assign(link, { rel: 'modulepreload', crossOrigin: '', nonce: script?.nonce, integrity, href: url });
      await new Promise((loaded, failed) => {
        link.addEventListener('load', loaded);
        link.addEventListener('error', () => failed(new Error(`AnswerBot: ${url} could not be loaded, or is not what ${script?.src} expects`)));
        document.head.append(link);
      }).finally(() => link.remove());
    }
    return import(url);
  }

  /** @type {Promise<void> | undefined} */
  let loading;
  const load = () => {
    loading ||= get('answerbot.js', INTEGRITY)
      .then(({ start }) => start(queue, settings, get, script))
      .catch((error) => {
        loading = undefined;
        for (const { n } of queue.splice(0, queue.length, ...queue.filter(({ n }) => !n))) n?.(error);
        const detail = { enquiry: null, code: 'not_loaded', message: error.message };
        document.dispatchEvent(new CustomEvent('help-widget:error', { detail }));
      });
  };

  /** Whether a call is reason enough: a listener and a consent can wait. @param {Call} call */
  const isUrgent = ({ a }) => a[0] && a[0] !== 'on' && a[0] !== 'remember';
  const needed = () => queue.some(isUrgent) || (auto !== 'false' && widgets.length > 0);

  queue.push = (call) => {
    queue[queue.length] = call;
    if (isUrgent(call)) load();
    return queue.length;
  };

  /** What was typed into before the rest was there; what a page filled in is not asked. */
  const typed = (bot.typed = new WeakSet());
  document.addEventListener('input', ({ target }) => target && typed.add(target), true);

  let isSelector = Boolean(attach);
  try {
    if (attach) document.querySelector(attach);
  } catch {
    isSelector = false;
    console.error(`AnswerBot: data-attach="${attach}" is not a CSS selector: no form has suggestions`);
  }

  /** Suggestions beside a form are of use once somebody is in one of its fields. */
  const enter = () => {
    if (isSelector && document.activeElement?.matches(attach)) load();
  };

  function begin() {
    const places = auto !== 'false' && (mode === 'floating' || target || (!attach && document.body.contains(script)));
    if (needed()) return load();
    if (places) return void (window.requestIdleCallback ?? setTimeout)(load);
    if (auto !== 'false') document.addEventListener('focusin', enter);
    enter();
    new MutationObserver((_, observer) => {
      if (loading) observer.disconnect();
      else if (needed()) load();
    }).observe(document, { childList: true, subtree: true });
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
})();
