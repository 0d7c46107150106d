// @ts-check
/**
 * What happens on tickets while a page of the desk is open. A page that nobody looks at does not listen; it catches up
 * when somebody does. Must not know what is made of it.
 */

/** @typedef {{ ticket: number, kind: string, who: string }} News */

/**
 * Listen from where the page was made (`data-sequence` of its main part).
 * @param {(news: News) => void} heard
 */
export function follow(heard) {
  const page = /** @type {HTMLElement} */ (document.querySelector('[data-sequence]'));
  let at = page.dataset.sequence ?? '0';
  /** @type {EventSource | undefined} */
  let source;

  function open() {
    source = new EventSource(`/desk/events?since=${at}`);
    source.addEventListener('ticket', (event) => {
      at = event.lastEventId;
      heard(JSON.parse(event.data));
    });
  }
  function turn() {
    if (document.hidden) {
      source?.close();
      source = undefined;
    } else if (!source) {
      open();
    }
  }
  document.addEventListener('visibilitychange', turn);
  addEventListener('pagehide', () => {
    source?.close();
    source = undefined;
  });
  addEventListener('pageshow', turn);
  turn();
}

/**
 * A page of ours as a document, without running anything in it.
 * @param {string} address
 * @returns {Promise<Document>}
 */
export function fetched(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.responseType = 'document';
    request.addEventListener('load', () => {
      if (request.status === 200 && request.response) resolve(request.response);
      else reject(new Error(`${address} answered ${request.status}`));
    });
    request.addEventListener('error', () => reject(new Error(`${address} did not answer`)));
    request.send();
  });
}
