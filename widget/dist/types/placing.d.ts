/**
 * A rule that puts the host there. The button that sends the form is kept free where the other side has room enough.
 * @param {HTMLElement} field
 * @param {HTMLElement} host
 * @param {Element | null | undefined} submit
 */
export function placed(field: HTMLElement, host: HTMLElement, submit: Element | null | undefined): string;
