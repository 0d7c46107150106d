// @ts-check
/** Cuts texts at code point offsets. Must not know the DOM, nor what a marked piece will look like. */

/**
 * @template T
 * @typedef {{start: number, end: number, value: T}} Range
 */

/**
 * @template T
 * @typedef {{text: string, value: T | null}} Piece
 */

const SLACK = 20;

/**
 * The text in pieces, which joined are exactly the text. Ranges that are empty, overlap an earlier
 * one or lie outside the text are left out.
 * @template T
 * @param {string} text
 * @param {Range<T>[]} ranges
 * @returns {Piece<T>[]}
 */
export function cut(text, ranges) {
  const points = Array.from(text);
  /** @type {Piece<T>[]} */
  const pieces = [];
  let at = 0;
  /** @type {(end: number, value: T | null) => void} */
  const add = (end, value) => {
    if (end > at) pieces.push({ text: points.slice(at, end).join(''), value });
    at = end;
  };
  for (const { start, end, value } of sound(ranges, points.length)) {
    if (start < at) continue;
    add(start, null);
    add(end, value);
  }
  add(points.length, null);
  return pieces;
}

/**
 * @template T
 * @param {Range<T>[]} ranges
 * @param {number} length
 */
function sound(ranges, length) {
  return ranges
    .filter(({ start, end }) => Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= length)
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

/**
 * The stretch of a long text that holds the most highlights, cut between words, with "…" where text is left out.
 * @param {string} text
 * @param {[number, number][]} highlights
 * @param {number} length code points, about
 * @returns {Piece<true>[]}
 */
export function excerpt(text, highlights, length) {
  const points = Array.from(text);
  const ranges = sound(highlights.map(([start, end]) => ({ start, end, value: /** @type {const} */ (true) })), points.length);
  if (points.length <= length) return cut(text, ranges);
  const from = wordStart(points, Math.min(densest(ranges, length) - SLACK, points.length - length));
  const to = wordEnd(points, from + length);
  const within = ranges
    .filter(({ start, end }) => start >= from && end <= to)
    .map(({ start, end, value }) => ({ start: start - from, end: end - from, value }));
  const pieces = cut(points.slice(from, to).join(''), within);
  if (from > 0) pieces.unshift({ text: '…\u00a0', value: null });
  if (to < points.length) pieces.push({ text: '\u00a0…', value: null });
  return pieces;
}

/** @param {Range<true>[]} ranges @param {number} length */
function densest(ranges, length) {
  let best = { start: 0, count: 0 };
  for (const { start } of ranges) {
    const count = ranges.filter((other) => other.start >= start && other.end <= start + length - 2 * SLACK).length;
    if (count > best.count) best = { start, count };
  }
  return best.start;
}

/** @param {string[]} points @param {number} at */
function wordStart(points, at) {
  if (at <= 0) return 0;
  for (let i = at; i < at + SLACK; i++) if (isSpace(points[i - 1])) return i;
  return at;
}

/** @param {string[]} points @param {number} at */
function wordEnd(points, at) {
  if (at >= points.length) return points.length;
  for (let i = at; i > at - SLACK; i--) if (isSpace(points[i])) return i;
  return at;
}

/** @param {string} point */
const isSpace = (point) => /\s/.test(point);
