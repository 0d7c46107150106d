// @ts-check
/**
 * Puts widgets of ours back when the page is swapped under them: Turbo and its like replace the body, or what is in it.
 * Must not know what the widgets do.
 */

/** @typedef {{widget: HTMLElement, home: () => Element | null}} Kept */

export class Keeper {
  /** @type {Kept[]} */
  #kept = [];
  #observer = new MutationObserver(() => this.#restore());

  /** @param {HTMLElement} widget @param {() => Element | null} home where it belongs now; null: nowhere */
  keep(widget, home) {
    this.#kept.push({ widget, home });
    this.#restore();
  }

  /** Takes all of them away. */
  clear() {
    this.#observer.disconnect();
    for (const { widget } of this.#kept.splice(0)) widget.remove();
  }

  /** Observers run before a removed element notices that it is gone for good: it keeps its state. */
  #restore() {
    for (const node of [document.documentElement, document.body]) if (node) this.#observer.observe(node, { childList: true });
    for (const { widget, home } of this.#kept) if (!widget.isConnected) home()?.append(widget);
  }
}
