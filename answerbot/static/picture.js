// @ts-check
/**
 * Links that save a picture as PNG: the SVG that they lead to, drawn by the browser.
 * Without this script they are hidden, and the SVG can be saved.
 */

const SCALE = 2;

/** @param {string} address @returns {Promise<Blob>} */
async function drawn(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png');
  });
}

for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a[data-png]'))) {
  link.hidden = false;
  link.addEventListener('click', async (event) => {
    event.preventDefault();
    const saved = document.createElement('a');
    saved.href = URL.createObjectURL(await drawn(link.href));
    saved.download = link.dataset.png ?? 'picture.png';
    saved.click();
    setTimeout(() => URL.revokeObjectURL(saved.href), 60_000);
  });
}
