/* How it looks. A constructed style sheet, which a strict style-src lets through. The bar takes ink and face from the page;
   the panel follows the page's color-scheme, or one that is set on `huiliu-feedback`. */
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
:host { display: block; margin-block: 0.5rem; text-align: start; line-height: 1.5; --line: GrayText; --tint: Canvas; --accent: LinkText; --bad: CanvasText; --ink: CanvasText; --sheet: Canvas; }
@supports (color: light-dark(#000, #fff)) {
  :host { --line: light-dark(#7d8982, #72837e); --tint: light-dark(#d9eae6, #17363a); --accent: light-dark(#0c5258, #7cc9c1); --bad: light-dark(#a3231a, #ff9c8f); --ink: light-dark(#14211f, #e4eae5); --sheet: light-dark(#fcfdf9, #161f1e); --on: light-dark(#fff, #06201f); }
}
:lang(zh) { line-height: 1.7; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; }
button, input, textarea { font: inherit; color: inherit; }
button { min-height: 2.75rem; padding: 0.25rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: none; cursor: pointer; }
.thumb { min-width: 2.75rem; padding: 0; border-color: transparent; display: inline-grid; place-items: center; }
.thumb:hover { border-color: currentColor; }
.thumb[aria-pressed="true"] { border: 2px solid currentColor; }
.thumb[aria-pressed="true"] path { fill: currentColor; }
.thumb[aria-disabled="true"] { cursor: default; }
svg { width: 1.25rem; height: 1.25rem; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.down svg { rotate: 180deg; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
.status { margin: 0; }
form { display: grid; gap: 1rem; max-width: 40rem; margin-top: 0.5rem; padding: 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--sheet); color: var(--ink); }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
legend, .label { display: block; padding: 0; font-weight: 600; }
.help, .optional { font-weight: 400; font-size: 0.875em; margin: 0; }
.error { margin: 0.25rem 0; color: var(--bad); font-weight: 600; }
.chips { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 0.5rem; }
.chips label, .radios label { display: inline-flex; align-items: center; gap: 0.5rem; min-height: 2.25rem; cursor: pointer; }
.chips label { padding: 0.125rem 0.75rem 0.125rem 0.5rem; border: 1px solid var(--line); border-radius: 999px; }
.chips label:has(:checked) { border-color: var(--accent); background: var(--tint); }
.radios { display: grid; margin-top: 0.25rem; }
input { width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--accent); }
textarea { display: block; width: 100%; min-height: 5rem; margin-top: 0.25rem; padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: 4px; background: Field; color: FieldText; font-size: max(16px, 1em); resize: vertical; }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.send { border-color: var(--accent); background: var(--accent); color: var(--on, Canvas); font-weight: 600; }
@media (forced-colors: active) {
  .send { forced-color-adjust: none; background: ButtonText; color: ButtonFace; }
  .chips label:has(:checked) { outline: 2px solid Highlight; }
}
`);
