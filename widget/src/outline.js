// @ts-check
/** Turns the flat wire form of headings and lists into levels and trees. No DOM. */

/**
 * @typedef {import('./contract').Item} Item
 * @typedef {{item: Item, children: Branch[]}} Branch
 */

const DEEPEST = 6;

/**
 * Levels to show headings at: below `top`, never skipping one, never deeper than 6.
 * @param {number[]} levels as written by the author
 * @param {number} top level of the title above them
 * @returns {number[]}
 */
export function headingLevels(levels, top) {
  /** @type {number[]} */
  const open = [];
  return levels.map((level) => {
    while (open.length && /** @type {number} */ (open.at(-1)) >= level) open.pop();
    open.push(level);
    return Math.min(6, top + open.length);
  });
}

/**
 * Flat items with depths as a tree. A jump of several depths counts as one.
 * @param {Item[]} items
 * @returns {Branch[]}
 */
export function nest(items) {
  /** @type {Branch[]} */
  const roots = [];
  /** @type {Branch[]} */
  const open = [];
  for (const item of items) {
    const depth = Math.max(0, Math.min(Math.trunc(Number(item.depth) || 0), open.length, DEEPEST));
    open.length = depth;
    const branch = { item, children: [] };
    (depth ? open[depth - 1].children : roots).push(branch);
    open.push(branch);
  }
  return roots;
}
