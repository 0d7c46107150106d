// @ts-check
/**
 * The floating button and the panel that it opens: a dialog, which fills a narrow screen and then is modal.
 * Must not know what is in the panel.
 */

import { button, h, icon } from './dom.js';

const NARROW = '(max-width: 479px)';

export class Panel {
  /** @param {{t: import('./i18n').Translate, content: HTMLElement, changed: (isOpen: boolean) => void}} options */
  constructor({ t, content, changed }) {
    this.changed = changed;
    this.launcher = h('button', { type: 'button', class: 'launcher', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' }, icon('help'), t('widget'));
    this.launcher.addEventListener('click', () => this.toggle());
    const close = button(icon('cross'), 'close', () => this.close());
    close.setAttribute('aria-label', t('close'));
    this.dialog = h('dialog', { class: 'panel', 'aria-label': t('widget') }, close, content);
    this.dialog.addEventListener('close', () => this.#closed());
    this.nodes = [this.launcher, this.dialog];
    this.hadFocus = true;
  }

  get isOpen() {
    return this.dialog.open;
  }

  open() {
    if (this.isOpen) return;
    this.dialog[matchMedia(NARROW).matches ? 'showModal' : 'show']();
    this.hadFocus = true;
    this.launcher.setAttribute('aria-expanded', 'true');
    this.changed(true);
  }

  /** Whoever is elsewhere on the page by now stays there. */
  close() {
    this.hadFocus = this.dialog.matches(':focus-within');
    this.dialog.close();
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  #closed() {
    this.launcher.setAttribute('aria-expanded', 'false');
    if (this.hadFocus) this.launcher.focus();
    this.changed(false);
  }
}
