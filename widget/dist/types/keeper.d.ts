/**
 * Puts widgets of ours back when the page is swapped under them: Turbo and its like replace the body, or what is in it.
 * Must not know what the widgets do.
 */
/** @typedef {{widget: HTMLElement, home: () => Element | null}} Kept */
export class Keeper {
    /** @param {HTMLElement} widget @param {() => Element | null} home where it belongs now; null: nowhere */
    keep(widget: HTMLElement, home: () => Element | null): void;
    /** Takes all of them away. */
    clear(): void;
    #private;
}
export type Kept = {
    widget: HTMLElement;
    home: () => Element | null;
};
