/** Random names: of the tab's session, of a visitor and of events. Nothing is stored here; a reload is a new session. */
/** 128 random bits in 22 url-safe characters. */
export function newSession(): string;
/** A version 4 UUID. `crypto.randomUUID` is missing on pages served by plain http. */
export function newId(): string;
