// @ts-check
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
export function readLink(href, base) {
  if (typeof href !== 'string' || !href) return null;
  if (href.startsWith('article:')) return href.length > 8 ? { kind: 'article', id: href.slice(8) } : null;
  if (href.startsWith('#')) return href.length > 1 ? { kind: 'anchor', anchor: decode(href.slice(1)) } : null;
  const url = parse(href, base);
  if (!url) return null;
  if (url.protocol === 'https:' || url.protocol === 'http:') return { kind: 'page', href: url.href };
  return url.protocol === 'mailto:' || url.protocol === 'tel:' ? { kind: 'contact', href: url.href } : null;
}

/** A web address that is safe to link to, or null. @param {unknown} href @returns {string | null} */
export function webAddress(href, base = '') {
  const link = readLink(href, base);
  return link?.kind === 'page' ? link.href : null;
}

/** @param {string} href @param {string} [base] */
function parse(href, base) {
  try {
    return new URL(href, base || undefined);
  } catch {
    return null;
  }
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
