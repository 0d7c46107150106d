/** Puts others in their place. @param {Record<string, string>} [others] */
export function replaceSettings(others?: Record<string, string>): void;
export function settings(): {
    [x: string]: string;
};
export function setting(name: string): string;
export function contextOfTag(): import("./flow").Context;
