/** Whether a field is for words of a question. @param {Field} field */
export function mayRead(field: Field): boolean;
/** Adds an id to what a field controls, or takes it away: the page's own stay. @param {Field} field @param {string} id @param {boolean} isThere */
export function control(field: Field, id: string, isThere: boolean): void;
/**
 * Whether the down arrow is free: in a field of several lines it moves the cursor, except at the very end.
 * @param {Field} field
 */
export function isAtEnd(field: Field): boolean;
export function textOf(field: Field): string;
export function head(text: string, length: number): string;
export function tail(text: string, length: number): string;
export type Field = import("./attach.js").Field;
