// @ts-check
/** What stand-ins for other widgets share. Must not know which. */

/** Says once of each call that it does nothing here. @param {string} name */
export function hinter(name) {
  const said = new Set();
  return (/** @type {string} */ call) => {
    if (said.has(call)) return;
    said.add(call);
    console.info(`AnswerBot: ${name}(${call}) does nothing here; docs/WIDGET.md has the table of what is supported`);
  };
}

/**
 * A call of a page that expects no answer: what goes wrong is said on the console, never thrown into the page.
 * @template T
 * @param {() => T} act
 */
export async function safely(act) {
  try {
    return await act();
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
  }
}

/** Does something with each widget, once they are there. @param {(widget: Element) => void} act */
export async function onPage(act) {
  await AnswerBot('info');
  for (const widget of document.querySelectorAll('help-widget:not([popover])')) act(widget);
}
