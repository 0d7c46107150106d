/** @param {import('./stage').Stage} stage */
export function ratings({ t, flow, announcer }: import("./stage").Stage): HTMLFieldSetElement[];
