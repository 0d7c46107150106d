/** Which links may be followed, and how. The server has checked them once; they are checked again here. No DOM. */
/**
 * @typedef {{kind: 'article', id: string}
 *   | {kind: 'anchor', anchor: string}
 *   | {kind: 'page', href: string}
 *   | {kind: 'contact', href: string}} SafeLink
 */
/**
 * The link as something safe to follow, or null: then it stays plain text.
 * @param {unknown} href
 * @param {string} [base] address of the page that relative links start from
 * @returns {SafeLink | null}
 */
export function readLink(href: unknown, base?: string): SafeLink | null;
/** A web address that is safe to link to, or null. @param {unknown} href @returns {string | null} */
export function webAddress(href: unknown, base?: string): string | null;
export type SafeLink = {
    kind: "article";
    id: string;
} | {
    kind: "anchor";
    anchor: string;
} | {
    kind: "page";
    href: string;
} | {
    kind: "contact";
    href: string;
};
