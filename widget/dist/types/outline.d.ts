/**
 * Levels to show headings at: below `top`, never skipping one, never deeper than 6.
 * @param {number[]} levels as written by the author
 * @param {number} top level of the title above them
 * @returns {number[]}
 */
export function headingLevels(levels: number[], top: number): number[];
/**
 * Flat items with depths as a tree. A jump of several depths counts as one.
 * @param {Item[]} items
 * @returns {Branch[]}
 */
export function nest(items: Item[]): Branch[];
export type Item = import("./contract").Item;
export type Branch = {
    item: Item;
    children: Branch[];
};
