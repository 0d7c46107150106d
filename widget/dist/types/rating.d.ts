/** @param {import('./element').Stage} stage */
export function ratings({ t, flow, announcer }: import("./element").Stage): HTMLFieldSetElement[];
