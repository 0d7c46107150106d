/** @param {Source | null} given null: nobody */
export function setIdentity(given: Source | null): void;
/** The token to send; empty: nobody. @returns {Promise<string>} */
export function currentToken(): Promise<string>;
/**
 * Another one than was refused, if the page has given a function to fetch it. What it throws counts as none.
 * @param {string} refused
 * @returns {Promise<string>}
 */
export function renewedToken(refused: string): Promise<string>;
export function isIdentified(): boolean;
export function knownToken(): string;
export type Source = string | (() => string | null | Promise<string | null>);
