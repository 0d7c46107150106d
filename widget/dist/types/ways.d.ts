/**
 * Nothing where no address and no number is set.
 * @param {import('./i18n').Translate} t
 * @param {import('./contract').Contact | undefined} contact
 * @returns {HTMLElement[]}
 */
export function ways(t: import("./i18n").Translate, contact: import("./contract").Contact | undefined): HTMLElement[];
export function dialled(phone: string): string;
