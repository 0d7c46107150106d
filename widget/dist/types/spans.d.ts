/**
 * The text in pieces, which joined are exactly the text. Ranges that are empty, overlap an earlier
 * one or lie outside the text are left out.
 * @template T
 * @param {string} text
 * @param {Range<T>[]} ranges
 * @returns {Piece<T>[]}
 */
export function cut<T>(text: string, ranges: Range<T>[]): Piece<T>[];
/**
 * The stretch of a long text that holds the most highlights, cut between words, with "…" where text is left out.
 * @param {string} text
 * @param {[number, number][]} highlights
 * @param {number} length code points, about
 * @returns {Piece<true>[]}
 */
export function excerpt(text: string, highlights: [number, number][], length: number): Piece<true>[];
export type Range<T> = {
    start: number;
    end: number;
    value: T;
};
export type Piece<T> = {
    text: string;
    value: T | null;
};
