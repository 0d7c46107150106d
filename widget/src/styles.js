// @ts-check
/** How the widget looks. One accent colour, set by the page as `--help-widget-accent`; all else follows from it. */

export const STYLES = `
:host { display: block; }
/* What the page's own rules may not move: important rules in here go before important ones out there. */
:host(:is([data-over], [popover])) { display: block !important; position: fixed !important; z-index: var(--help-widget-z, 2147483000) !important; inline-size: 0; block-size: 0; margin: 0 !important; padding: 0 !important; border: 0 !important; background: none !important; overflow: visible !important; }
:host([popover]) { block-size: auto; }
:host([hidden]), :host([popover]:not([data-shown])), [hidden] { display: none !important; }
.frame {
  all: initial;
  --_accent: var(--help-widget-accent, #2f5bd8);
  --_on-accent: var(--help-widget-on-accent, #fff);
  --_link: light-dark(var(--_accent), color-mix(in srgb, var(--_accent) 45%, #fff));
  --_ground: var(--help-widget-ground, light-dark(#fff, #1b1e25));
  --_raised: var(--help-widget-raised, light-dark(#f5f6f8, #262a33));
  --_ink: var(--help-widget-ink, light-dark(#1a1d24, #eef0f4));
  --_soft: var(--help-widget-soft, light-dark(#5a6170, #a9b0be));
  --_line: light-dark(#dfe2e8, #363b46);
  --_edge: light-dark(#868d9b, #7d8595);
  --_mark: light-dark(color-mix(in srgb, var(--_accent) 16%, transparent), color-mix(in srgb, var(--_accent) 48%, transparent));
  --_bad: light-dark(#b3261e, #ffb4ab);
  --_warn: light-dark(#b06000, #f0c36a);
  --_radius: var(--help-widget-radius, 14px);
  display: block;
  max-block-size: inherit;
  color-scheme: inherit;
  color: var(--_ink);
  font: 1rem/1.5 var(--help-widget-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
}
.system { color-scheme: light dark; }
.light { color-scheme: light; }
.dark { color-scheme: dark; }
*, ::before, ::after { box-sizing: border-box; }
h2, h3, h4, h5, h6, p, ul, ol, pre { margin: 0; padding: 0; font: inherit; overflow-wrap: anywhere; }
button, input, textarea, select { font: inherit; color: inherit; letter-spacing: inherit; }
button { border: 0; background: none; padding: 0; text-align: start; cursor: pointer; }
.aside { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { flex: none; inline-size: 1.25em; block-size: 1.25em; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
[dir=rtl] :is(.back, .next, .send) { scale: -1 1; }
[dir=rtl] button.back { scale: none; }

.launcher, .panel { position: fixed; inset: auto; inset-block-end: 1.25rem; inset-inline-end: 1.25rem; }
.launcher { display: inline-flex; align-items: center; gap: .5rem; min-block-size: 3.25rem; padding: .5rem 1.25rem; border-radius: 2rem; background: var(--_accent); color: var(--_on-accent); font-weight: 600; box-shadow: 0 4px 16px rgb(16 24 40 / 25%); }
.launcher:hover { background: color-mix(in srgb, var(--_accent) 88%, #000); }
.launcher:focus-visible { border-radius: 2rem; outline-offset: 3px; }
.panel { inset-block-end: 5.5rem; inline-size: 25rem; max-inline-size: calc(100vw - 2.5rem); --_tall: min(42rem, 100dvh - 7rem); block-size: var(--_tall); max-block-size: var(--_tall); margin: 0; padding: 0; border: 0; border-radius: var(--_radius); background: var(--_ground); color: inherit; box-shadow: 0 12px 40px rgb(16 24 40 / 28%); overflow: auto; }
.start :is(.launcher, .panel) { inset-inline: 1.25rem auto; }
.close { position: absolute; z-index: 1; inset-block-start: .75rem; inset-inline-end: .75rem; padding: .5rem; border-radius: 8px; color: var(--_soft); line-height: 0; }
.close:hover { background: var(--_raised); color: var(--_ink); }
.panel > *, .panel .widget { max-block-size: inherit; }
.panel .widget { border: 0; box-shadow: none; }
.panel .screen { padding-block-start: 3.25rem; }
/* The way to a human stands at the end, so that suggestions which come late move nothing. */
.panel .ask { display: flex; flex-direction: column; min-block-size: var(--_tall); }
.panel .foot { margin-block-start: auto; padding-block-start: 1.25rem; }
:is(.panel, .attached) .article { display: flex; flex-direction: column; max-block-size: inherit; }
:is(.panel, .attached) .article .body { flex: 1 1 auto; min-block-size: 8rem; max-block-size: none; }
.panel .back:not(.icon) { position: absolute; inset-block-start: 1rem; }
.attached .widget { max-block-size: inherit; overflow: auto; box-shadow: 0 8px 28px rgb(16 24 40 / 22%); }
.attached > * { max-block-size: inherit; }
.hints .list { margin: 0; }
.hints .list-title { margin: .125rem 2.5rem .25rem .75rem; }
.hints .close { inset-block-start: .375rem; inset-inline-end: .5rem; }
.widget { position: relative; container-type: inline-size; background: var(--_ground); color: var(--_ink); border: 1px solid var(--_line); border-radius: var(--_radius); box-shadow: 0 1px 2px rgb(16 24 40 / 5%), 0 8px 24px rgb(16 24 40 / 6%); }
.screen { padding: clamp(1rem, 5cqi, 1.75rem); }
.hints { padding: .75rem; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--_link); outline-offset: 2px; border-radius: 6px; }
:is(h2, h3, p)[tabindex]:focus-visible { inline-size: fit-content; outline-width: 1px; outline-offset: 3px; }
h2 { font-size: 1.25rem; font-weight: 650; line-height: 1.3; letter-spacing: -.01em; }
.strong { font-weight: 600; }
.soft, .meta, .foot, .notice { color: var(--_soft); }

.field { position: relative; display: flex; align-items: center; margin-block-start: .75rem; }
.field .icon { position: absolute; inset-inline-start: .875rem; color: var(--_soft); pointer-events: none; }
input, textarea, select { inline-size: 100%; min-block-size: 3rem; padding: .625rem .875rem; background: var(--_ground); border: 1px solid var(--_edge); border-radius: 10px; }
.field input { padding-block: .8125rem; padding-inline: 2.75rem; text-overflow: ellipsis; }
[dir=rtl] input[type=email] { text-align: end; }
::placeholder { color: var(--_soft); opacity: 1; }
:is(input, textarea, select):focus-visible { outline-offset: -1px; border-color: var(--_link); border-radius: 10px; }
textarea { resize: vertical; min-block-size: 6.5rem; }
.spinner { flex: none; inline-size: 1.125rem; block-size: 1.125rem; border: 2px solid var(--_line); border-block-start-color: var(--_link); border-radius: 50%; }
.field .spinner { position: absolute; inset-inline-end: .875rem; }

.list-title { margin-block: 1.375rem .375rem; color: var(--_soft); font-size: .875rem; font-weight: 600; }
.notice { margin-block-end: .5rem; padding: .5rem .75rem; background: var(--_raised); border-radius: 8px; font-size: .875rem; }
.notice:empty { display: none; }
.list { list-style: none; margin-inline: -.75rem; }
.list li + li { border-block-start: 1px solid var(--_line); }
.suggestion { display: flex; align-items: center; gap: .75rem; inline-size: 100%; padding: .8125rem .75rem; border-radius: 8px; }
.suggestion:hover { background: var(--_raised); }
.suggestion:focus-visible { outline-offset: -2px; }
.suggestion > .icon { color: var(--_soft); }
.texts { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
.title { display: block; font-weight: 600; line-height: 1.4; }
.suggestion:hover .title { color: var(--_link); }
.passage { display: block; margin-block-start: .25rem; color: var(--_soft); font-size: .9375rem; }
mark { padding-block: .05em; border-radius: 3px; background: var(--_mark); color: var(--_ink); }
.message { margin-block-start: 1.25rem; padding: 1.125rem; background: var(--_raised); border-radius: 10px; }
.message p + p { color: var(--_soft); }
.banner, .topic { margin-block-start: 1.25rem; padding: .875rem 1.125rem; border-inline-start: 4px solid var(--_accent); background: var(--_raised); border-radius: 10px; }
.banner { border-color: var(--_warn); }
:is(.banner, .topic) > * + * { margin-block-start: .25rem; }
:is(.banner, .topic) :is(form, .link) { margin-block-start: .375rem; }
:is(.banner, .topic) label { display: block; margin-block-end: .25rem; font-size: .9375rem; font-weight: 600; }
.pair { display: flex; flex-wrap: wrap; gap: .5rem; }
.pair input { flex: 1 1 12rem; inline-size: auto; min-inline-size: 0; }
.ratings { margin-block: 1.5rem 0; }
.rating { min-inline-size: 0; margin: 1rem auto 0; padding: 0; border: 0; max-inline-size: 20rem; }
.rating legend { inline-size: 100%; padding: 0; font-weight: 600; }
.grades { display: flex; justify-content: space-between; gap: .25rem; margin-block-start: .5rem; }
.grade { position: relative; flex: 1; }
.grade input { position: absolute; inset: 0; min-block-size: 0; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; }
.grade span { display: block; padding: .5rem 0; border: 1px solid var(--_edge); border-radius: 10px; font-weight: 600; }
.grade:hover span { background: var(--_raised); }
.grade :checked + span { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); }
.grade :focus-visible + span { outline: 2px solid var(--_link); outline-offset: 2px; }
.done p.ends { display: flex; justify-content: space-between; gap: 1rem; margin-block-start: .25rem; font-size: .875rem; }
.reasons textarea { min-block-size: 4rem; }
.ways { margin-block-start: 1rem; font-size: .9375rem; }
.ways li { padding-block: .25rem; }
.foot { margin-block-start: 1.25rem; font-size: .9375rem; }

.choices { display: flex; flex-wrap: wrap; align-items: center; gap: .625rem; margin-block-start: .875rem; }
.primary, .secondary { display: inline-flex; align-items: center; justify-content: center; min-block-size: 2.75rem; min-inline-size: 4.5rem; padding: .5rem 1.125rem; border: 1px solid transparent; border-radius: 10px; font-weight: 600; }
.primary { background: var(--_accent); color: var(--_on-accent); }
.primary:hover { background: color-mix(in srgb, var(--_accent) 88%, #000); }
.secondary { background: var(--_ground); border-color: var(--_edge); }
.secondary:hover { background: var(--_raised); }
:is(.primary, .secondary):focus-visible { border-radius: 10px; }
[aria-disabled=true] { opacity: .65; cursor: progress; }
a, .link { color: var(--_link); text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .2em; }
.link { display: inline; font-weight: inherit; }
:is(a, .link):hover { text-decoration-thickness: 2px; }
.human, .choices .link { padding-block: .5rem; font-weight: 600; }
.back:not(.icon) { display: inline-flex; align-items: center; gap: .25rem; margin: -.375rem 0 .625rem; margin-inline-start: -.375rem; padding: .375rem .625rem .375rem .25rem; color: var(--_soft); font-size: .9375rem; font-weight: 600; border-radius: 8px; }
.back:not(.icon):hover { background: var(--_raised); color: var(--_ink); }

.meta { display: flex; flex-wrap: wrap; gap: .125rem 1rem; margin-block-start: .375rem; font-size: .875rem; }
.body { position: relative; margin: 1rem -.5rem 0; padding: .25rem .5rem 1rem; max-block-size: min(60vh, 32rem); overflow: auto; overscroll-behavior: contain; }
.article:has(.reasons:not([hidden])) .body { max-block-size: min(30vh, 16rem); }
.body:focus-visible { outline-offset: -2px; }
.body > * { scroll-margin-block-start: 1rem; }
.body > * + * { margin-block-start: .875rem; }
.body > :is(h3, h4, h5, h6) { margin-block-start: 1.5rem; font-weight: 650; line-height: 1.35; }
.body > :first-child { margin-block-start: 0; }
h3 { font-size: 1.0625rem; }
.body > .here { padding-inline-start: .75rem; border-inline-start: 3px solid var(--_accent); }
.body :is(ul, ol) { padding-inline-start: 1.5rem; }
.body li + li, .body li > :is(ul, ol) { margin-block-start: .375rem; }
.body li::marker { color: var(--_soft); }
.code { position: relative; }
pre { overflow: auto; padding: .875rem 1rem; background: var(--_raised); border-radius: 10px; font: .875rem/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: normal; }
.code:has(.copy) pre { padding-block-start: 2.5rem; }
.copy { position: absolute; inset-block-start: .5rem; inset-inline-end: .5rem; padding: .25rem .625rem; background: var(--_ground); border: 1px solid var(--_line); border-radius: 6px; font-size: .8125rem; font-weight: 600; }
.copy:hover { border-color: var(--_edge); }
.table { overflow: auto; border: 1px solid var(--_line); border-radius: 10px; }
table { inline-size: 100%; border-collapse: collapse; font-size: .9375rem; }
:is(th, td) { padding: .5rem .75rem; text-align: start; vertical-align: top; min-inline-size: 7rem; }
tr + tr > * { border-block-start: 1px solid var(--_line); }
tr:has(th) > * { background: var(--_raised); }
th { font-weight: 600; }
.image { color: var(--_soft); font-style: italic; }
.waiting { display: flex; align-items: center; gap: .625rem; color: var(--_soft); }
footer { display: flex; flex-wrap: wrap; align-items: end; justify-content: space-between; gap: .75rem 1rem; margin-inline: calc(-1 * clamp(1rem, 5cqi, 1.75rem)); padding: 1rem clamp(1rem, 5cqi, 1.75rem) 0; border-block-start: 1px solid var(--_line); }

.row { margin-block-start: 1rem; }
.row label { display: block; margin-block-end: .375rem; font-size: .9375rem; font-weight: 600; }
[aria-invalid=true] { border-color: var(--_bad); }
.error, .failure { margin-block-start: .375rem; color: var(--_bad); font-size: .9375rem; }
.form .primary { margin-block-start: 1.25rem; }
.done { text-align: center; padding-block: 2.25rem; }
.done p { margin-block-start: .5rem; color: var(--_soft); }
.done .strong { color: var(--_ink); }
.done .choices { justify-content: center; margin-block-start: 1.5rem; gap: .625rem 1.25rem; }
.seal { display: grid; place-items: center; inline-size: 3.25rem; block-size: 3.25rem; margin: 0 auto 1rem; border-radius: 50%; background: var(--_mark); color: var(--_link); font-size: 1.25rem; }
.seal + h2 { display: inline-block; }

@container (max-width: 24rem) {
  footer { display: block; }
  .reasons .secondary { inline-size: 100%; justify-content: start; }
}
@media (max-width: 479px) {
  .panel { inset: 0; inline-size: 100%; max-inline-size: none; --_tall: 100dvh; border-radius: 0; }
}
@media (max-height: 34rem) { .article .body { max-block-size: none !important; } }
@media (prefers-reduced-motion: no-preference) {
  .spinner { animation: turn .8s linear infinite; }
  .list li, .message, .done { animation: rise .18s ease-out; }
  .suggestion, .primary, .secondary { transition: background-color .12s; }
}
@keyframes turn { to { rotate: 1turn; } }
@keyframes rise { from { opacity: 0; translate: 0 4px; } }
@media (forced-colors: active) {
  .primary, .secondary, .launcher, .panel, .message, .banner, .topic, .body > .here { border: 1px solid; }
  .grade :checked + span { outline: 3px solid; outline-offset: -4px; }
  mark { text-decoration: underline; }
}
`;
