// @ts-check
/**
 * The one tag a page needs. Loads the widget as soon as the page holds a <help-widget>, or puts one where
 * `data-target` (a CSS selector) says, else after itself. Must not know what the widget does.
 */
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (
    document.currentScript ?? document.querySelector('script[src*="/widget/embed.js"]')
  );
  if (!script) return;
  const { key, target, ...settings } = /** @type {Record<string, string>} */ ({ ...script.dataset });
  if (key) settings['api-key'] = key;
  const widgets = document.getElementsByTagName('help-widget');

  function place() {
    if (widgets.length) return;
    const widget = document.createElement('help-widget');
    if (target) document.querySelector(target)?.append(widget);
    else if (document.body?.contains(script)) script?.after(widget);
  }

  async function load() {
    const { define } = await import(new URL('src/element.js', script?.src).href);
    define(settings);
  }

  function start() {
    place();
    if (widgets.length) return void load();
    new MutationObserver((_, observer) => {
      if (!widgets.length) return;
      observer.disconnect();
      void load();
    }).observe(document, { childList: true, subtree: true });
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
