// @ts-check
/** Where suggestions stand: under a field, or above where there is more room. Must not know what they are. */

const GAP = 6;
const EDGE = 8;
const NARROWEST = 288;
const WIDEST = 640;
const ENOUGH = 220;

/**
 * A rule that puts the host there. The button that sends the form is kept free where the other side has room enough.
 * @param {HTMLElement} field
 * @param {HTMLElement} host
 * @param {Element | null | undefined} submit
 */
export function placed(field, host, submit) {
  const box = field.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = clientHeight - box.bottom - GAP - EDGE;
  const above = box.top - GAP - EDGE;
  const width = Math.min(Math.max(box.width, NARROWEST), WIDEST, clientWidth - 2 * EDGE);
  const isRightToLeft = getComputedStyle(field).direction === 'rtl';
  const left = clamp(isRightToLeft ? box.right - width : box.left, EDGE, clientWidth - width - EDGE);
  const isUp = above > ENOUGH && (below < Math.min(ENOUGH, above) || hides(box, host, submit));
  const most = Math.max(isUp ? above : below, Math.min(ENOUGH, clientHeight - 2 * EDGE));
  const top = Math.min(box.bottom + GAP, clientHeight - most - EDGE);
  const side = isUp ? `bottom:${clientHeight - box.top + GAP}px;top:auto` : `top:${top}px;bottom:auto`;
  return `:host{left:${left}px!important;width:${width}px!important;max-height:${most}px!important;${side.replaceAll(';', '!important;')}!important}`;
}

/** @param {DOMRect} box @param {HTMLElement} host @param {Element | null | undefined} submit */
function hides(box, host, submit) {
  const button = submit?.getBoundingClientRect();
  return button !== undefined && button.top >= box.bottom && button.top < box.bottom + GAP + host.offsetHeight;
}

/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.max(low, Math.min(value, high));
