/** Random names: of the tab's session and of events. Nothing is stored; a reload is a new session. */
/** 128 random bits in 22 url-safe characters. */
export function newSession(): string;
/** A version 4 UUID. `crypto.randomUUID` is missing on pages served by plain http. */
export function newId(): string;
