/** Takes the id away, unless it may stay. @param {boolean | null} given null: somebody else sits down, who was not asked */
export function setConsent(given: boolean | null): void;
/** The id to send, which is made the first time; nothing where none may be or can be kept. @returns {string | undefined} */
export function currentVisitor(): string | undefined;
