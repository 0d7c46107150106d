/** Another person sits down: what was done before is not connected with what comes. */
export function renewSession(): void;
export function currentSession(): string;
