import { colourTokens } from '@safety-portfolio/charts'

const sheet = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --ink: #1c1b19; --soft: #5d5a54; --rule: #d9d5cd; --tint: #f3f0ea;
  --link: #1f5fa8; --caution: #8a4b00; --caution-tint: #fdf3e1;
  --safety-portfolio-background: var(--paper);
  ${variables('light')}
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171614; --ink: #ece8e1; --soft: #aaa59b; --rule: #3a3733; --tint: #201e1b;
    --link: #8ab8ee; --caution: #f0b866; --caution-tint: #2b2317;
    ${variables('dark')}
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font-size: 106.25%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 3.5rem 1.25rem 4rem; max-width: 47rem; background: var(--paper); color: var(--ink);
  font-family: Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif; line-height: 1.55;
  overflow-wrap: break-word; hanging-punctuation: first;
}
h1, h2, h3, table, figcaption, nav, .meta, dl, summary { font-family: 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', Arial, sans-serif; }
h1 { font-size: clamp(1.7rem, 1.2rem + 2.4vw, 2.4rem); line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 0.4rem; text-wrap: balance; }
h2 { font-size: 1.35rem; line-height: 1.25; letter-spacing: -0.01em; margin: 3rem 0 0.6rem; padding-top: 1rem; border-top: 1px solid var(--rule); text-wrap: balance; }
h3 { font-size: 1.02rem; line-height: 1.3; margin: 2.2rem 0 0.5rem; }
p, ul, ol { margin: 0.6rem 0; max-width: 41rem; }
ul, ol { padding-left: 1.2rem; }
li { margin: 0.3rem 0; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.lead { font-size: 1.12rem; line-height: 1.5; }
.meta { color: var(--soft); font-size: 0.82rem; margin: 0 0 1.4rem; }
.meta span + span::before { content: '·'; margin: 0 0.5em; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.84rem; font-variant-numeric: tabular-nums lining-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.5rem; line-height: 1.4; }
caption span { position: sticky; left: 0; display: inline-block; max-width: min(41rem, calc(100vw - 2rem)); }
th, td { padding: 0.38rem 0 0.38rem 1rem; text-align: right; vertical-align: baseline; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
.prose { text-align: left; white-space: normal; min-width: 14rem; }
thead th { font-weight: 600; border-bottom: 1.5px solid var(--ink); vertical-align: bottom; }
tbody th { font-weight: 600; white-space: normal; min-width: 7.5rem; }
td small { display: block; color: var(--soft); font-size: 0.86em; line-height: 1.35; }
.formula { font-size: 1.12rem; font-style: italic; }
.formula sup { font-size: 0.7em; }
sup { font-size: 0.72em; line-height: 0; }
figure { margin: 1.6rem 0; }
figure svg { display: block; width: 100%; max-width: 680px; height: auto; overflow: visible; }
.narrow { display: none; }
figcaption { color: var(--soft); font-size: 0.84rem; line-height: 1.45; margin-top: 0.5rem; max-width: 41rem; }
.findings { list-style: none; padding: 0; }
.findings li { background: var(--caution-tint); border-left: 3px solid var(--caution); padding: 0.6rem 0.9rem; margin: 0.6rem 0; }
.findings strong { color: var(--caution); font-family: system-ui, sans-serif; font-size: 0.84rem; }
pre { background: var(--tint); padding: 0.8rem 1rem; border-radius: 4px; overflow-x: auto; font-size: 0.8rem; line-height: 1.5; white-space: pre-wrap; }
code, pre { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
code { font-size: 0.86em; }
pre code { font-size: 1em; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.3rem 1.2rem; font-size: 0.84rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
nav { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr)); gap: 0.4rem 2rem; font-size: 0.86rem; margin: 1.4rem 0; }
nav ol { list-style: none; padding: 0; margin: 0; }
nav li { margin: 0.2rem 0; }
nav p { margin: 0.2rem 0; font-weight: 600; }
.outcomes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: 1rem; margin: 1.2rem 0 1.6rem; padding: 0; list-style: none; max-width: none; }
.outcomes li { margin: 0; padding: 1rem 1.1rem 1.1rem; border: 1px solid var(--rule); border-radius: 6px; background: var(--tint); }
.outcomes p { margin: 0.35rem 0 0; font-size: 0.9rem; line-height: 1.45; }
.outcomes .model { color: var(--soft); font: 600 0.82rem/1.3 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', Arial, sans-serif; margin: 0; }
.outcomes .verdict { display: flex; align-items: center; gap: 0.55rem; margin: 0.25rem 0 0; font: 600 1.25rem/1.2 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', Arial, sans-serif; }
.outcomes .hold { border-color: var(--safety-portfolio-threshold); border-width: 2px; border-style: dashed; }
.outcomes .unasked { border-style: dotted; }
.outcomes ul { margin: 0.5rem 0 0; padding-left: 1.1rem; font-size: 0.9rem; }
.outcomes ul li { padding: 0; border: 0; background: none; margin: 0.15rem 0; }
.sign { flex: none; width: 1.15em; height: 1.15em; overflow: visible; }
.key { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; list-style: none; padding: 0; margin: 0.8rem 0; font: 0.8rem/1.4 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', Arial, sans-serif; color: var(--soft); }
.key li { display: flex; align-items: center; gap: 0.45rem; margin: 0; }
.key svg, .strip { flex: none; width: 3.4rem; height: 1rem; overflow: visible; vertical-align: middle; }
.strip { width: 9rem; }
details { margin: 1.2rem 0; border-top: 1px solid var(--rule); }
summary { cursor: pointer; padding: 0.55rem 0; font-size: 0.9rem; color: var(--link); }
footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: 0.84rem; }
@media (max-width: 34rem) {
  body { padding: 2rem 1rem 3rem; }
  .wide { display: none; }
  .narrow { display: block; }
  table { font-size: 0.78rem; }
  th, td { padding-left: 0.7rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: 0.5rem; }
}
@media print {
  :root {
    color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --tint: #f4f4f4; --link: #000;
    --caution: #000; --caution-tint: #fff; ${variables('light')}
  }
  html { font-size: 10.5pt; }
  body { max-width: none; padding: 0; }
  h2, h3, caption { break-after: avoid; }
  figure, table, li, pre { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 0.72rem; table-layout: auto; }
  th, td { white-space: normal; padding-left: 0.5rem; }
  nav, .downloads { display: none; }
  details { border: 0; }
  details::details-content { content-visibility: visible; block-size: auto; opacity: 1; }
  details > * { display: block; }
  details > summary { display: none; }
  a { text-decoration: none; }
}
@page { margin: 18mm 16mm; }
`

/** The whole style sheet of a report: no font, image or script from elsewhere; light, dark, narrow and printed. */
export const style: string = sheet

/** The colours of the charts, the same as on the site. */
function variables(theme: 'light' | 'dark'): string {
  return Object.entries(colourTokens)
    .map(([role, token]) => `--safety-portfolio-${role}: ${token[theme]};`)
    .join(' ')
}
