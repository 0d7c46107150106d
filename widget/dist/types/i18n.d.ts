/** `en_US` and `EN` are what they mean; what is no language (`x-default`) is ''. @param {unknown} locale */
export function canonical(locale: unknown): string;
/** @param {string} locale @returns {Promise<Catalogue>} */
export function loadCatalogue(locale: string): Promise<Catalogue>;
/** @param {Catalogue} catalogue @returns {Translate} */
export function translator({ locale, texts }: Catalogue): Translate;
/**
 * A moment in the reader's own time: the hour alone if it is today's.
 * @param {string} iso
 * @param {string} locale
 */
export function momentOf(iso: string, locale: string, now?: Date): string;
export function directionOf(locale: string): "rtl" | "ltr";
export function noticeOf(t: Translate, notice: import("./contract").Notice | null): string;
export type Texts = typeof import("./i18n/en.js").default;
export type Key = keyof Texts;
export type Values = Record<string, string | number>;
/**
 * `values.count` chooses the plural form
 */
export type Translate = (key: Key, values?: Values) => string;
export type Catalogue = {
    locale: string;
    texts: Texts;
};
