// @ts-check
/**
 * Shows the widget as the form says, and the snippet that makes it so. Must not know how the widget does it.
 */

/** @typedef {Record<string, string>} Wanted */

const NAMES = ['mode', 'attach', 'locale', 'theme', 'position', 'heading', 'form', 'product', 'tags', 'human', 'remember'];
const LOOKS = /** @type {const} */ ({ accent: '#2f5bd8', 'on-accent': '#ffffff', radius: '14' });
const LEAST_CONTRAST = 4.5;
const SETTLE = 250;

/** @template {HTMLElement} Node @param {string} id @returns {Node} */
const by = (id) => /** @type {Node} */ (document.getElementById(id));

const options = /** @type {HTMLFormElement | null} */ (document.getElementById('_options'));
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** What is chosen, without what would be so anyway. @param {FormData} chosen @returns {Wanted} */
function wanted(chosen) {
  const all = Object.fromEntries(NAMES.map((name) => [name, String(chosen.get(name) ?? '').trim()]));
  const { mode, attach, position, ...rest } = all;
  const where = mode === 'attach' ? { attach } : mode === 'floating' ? { mode, position } : {};
  return Object.fromEntries(Object.entries({ ...where, ...rest }).filter(([, value]) => value));
}

/** @param {FormData} chosen */
const looks = (chosen) => Object.entries(LOOKS).filter(([name, usual]) => chosen.get(name) !== usual).map(([name]) => [name, String(chosen.get(name))]);

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** @param {Wanted} settings @param {boolean} isPinned */
function snippet(settings, isPinned) {
  const { src = '', key = '', integrity = '' } = by('_snippet').dataset;
  const pin = isPinned ? [`integrity="${integrity}" crossorigin`] : [];
  const data = Object.entries({ key, ...settings }).map(([name, value]) => `data-${name}="${escaped(value)}"`);
  const tag = `<script src="${src}" ${[...pin, ...data].join(' ')} defer></script>`;
  return settings.mode || settings.attach ? tag : `<help-widget></help-widget>\n${tag}`;
}

/** @param {string[][]} chosen */
function rules(chosen) {
  if (!chosen.length) return '';
  const lines = chosen.map(([name, value]) => `  --help-widget-${name}: ${value}${name === 'radius' ? 'px' : ''};`);
  return `help-widget {\n${lines.join('\n')}\n}`;
}

/** @param {string} colour #rrggbb */
function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {FormData} chosen */
function warn(chosen) {
  const [dark, light] = [luminance(String(chosen.get('accent'))), luminance(String(chosen.get('on-accent')))].sort((a, b) => a - b);
  const contrast = (light + 0.05) / (dark + 0.05);
  const warning = by('_contrast');
  warning.hidden = contrast >= LEAST_CONTRAST;
  /** @type {HTMLElement} */ (warning.querySelector('span')).textContent = contrast.toFixed(1);
}

/** @param {HTMLFormElement} form */
function write(form) {
  const chosen = new FormData(form);
  const settings = wanted(chosen);
  const css = rules(looks(chosen));
  by('_snippet').textContent = snippet(settings, chosen.has('integrity'));
  by('_rules').textContent = css;
  by('_css').hidden = !css;
  by('_radius_now').textContent = `${chosen.get('radius')} px`;
  sheet.replaceSync(css);
  warn(chosen);
  clearTimeout(timer);
  timer = setTimeout(() => void show(settings), SETTLE);
}

/** @param {Wanted} settings */
async function show(settings) {
  const stage = by('_stage');
  by('_sample').hidden = !settings.attach;
  by('_panel_hint').hidden = settings.mode !== 'floating';
  await AnswerBot('destroy');
  const isInPage = !settings.attach && settings.mode !== 'floating';
  stage.replaceChildren(...(isInPage ? [document.createElement('help-widget')] : []));
  const failed = by('_failed');
  failed.hidden = true;
  try {
    await AnswerBot('init', settings);
  } catch (error) {
    failed.textContent = String(error);
    failed.hidden = false;
  }
}

/** @param {Event} event */
function pretend(event) {
  event.preventDefault();
  const sent = by('_sent');
  const fields = new FormData(/** @type {HTMLFormElement} */ (event.target));
  sent.textContent = Array.from(fields, ([name, value]) => `${name}: ${value}`).join('\n');
  sent.hidden = false;
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const { textContent } = by(button.dataset.copy ?? '');
  await navigator.clipboard.writeText(textContent ?? '');
  button.textContent = 'Copied';
}

if (options) {
  options.addEventListener('input', () => write(options));
  options.addEventListener('reset', () => setTimeout(() => write(options)));
  options.addEventListener('submit', (event) => event.preventDefault());
  by('_sample').addEventListener('submit', pretend);
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('[data-copy]'))) {
    button.hidden = !navigator.clipboard;
    button.addEventListener('click', () => void copy(button));
  }
  write(options);
}
