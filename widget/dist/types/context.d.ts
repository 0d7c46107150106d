/** What the page's own code says: mistakes are told to whoever made them. @param {Context} context @returns {Context} */
export function checked(context: Context): Context;
/** What stands on a tag or is true of the page: what is too much is left out. @param {Context} context @returns {Context} */
export function fitted(context: Context): Context;
export type Context = import("./flow.js").Context;
