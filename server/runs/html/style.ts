/** The page's only style: a calm sheet of paper, by day and by night, on a screen and printed. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfbfa; --sheet: #ffffff; --ink: #1c1e21; --soft: #5c6370; --rule: #e4e6e9; --grid: #eceef0; --middle: #1c1e21;
  --good: #1a7f4b; --bad: #b3382c; --open: #8a6100;
  --c0: #2c5bd4; --c1: #c2590c; --c2: #0b7a6b; --c3: #8440c9; --c4: #b4305f; --c5: #626a76;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --sheet: #1c1f23; --ink: #e6e8eb; --soft: #9aa2ad; --rule: #2e3339; --grid: #282c32; --middle: #1c1f23;
    --good: #58c48b; --bad: #f08a7d; --open: #e0b04c;
    --c0: #86a9ff; --c1: #f0a05a; --c2: #55c7b4; --c3: #c49cff; --c4: #f08fb2; --c5: #a1a9b4;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 48px 24px 72px; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main, header, footer { max-width: 960px; margin: 0 auto; }
h1 { margin: 0 0 4px; font-size: 28px; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; }
h2 { margin: 48px 0 12px; font-size: 19px; font-weight: 650; letter-spacing: -0.01em; }
p { margin: 0 0 12px; max-width: 80ch; }
a { color: var(--c0); }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.meta { max-width: none; color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
.verdict { margin: 20px 0 0; padding: 2px 0 2px 16px; border-left: 4px solid var(--open); font-size: 18px; line-height: 1.45; }
.verdict.good { border-color: var(--good); }
.verdict.bad { border-color: var(--bad); }
.verdict p { max-width: 80ch; margin: 4px 0; }
.verdict .more { color: var(--soft); font-size: 15px; }
.notice { margin: 16px 0 0; padding: 10px 14px; border: 1px solid var(--rule); border-radius: 8px; color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 24px 0 0; padding: 0; }
.tiles div { padding: 14px 16px; background: var(--sheet); border: 1px solid var(--rule); border-radius: 10px; }
.tiles dt { color: var(--soft); font-size: 13px; }
.tiles dd { margin: 0; font-size: 24px; font-weight: 620; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.tiles dd + dd { color: var(--soft); font-size: 13px; font-weight: 400; letter-spacing: 0; }
.card, .chart { margin: 0 0 16px; padding: 18px 20px; background: var(--sheet); border: 1px solid var(--rule); border-radius: 10px; }
.card > :last-child { margin-bottom: 0; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 10px; text-align: right; border-bottom: 1px solid var(--rule); font-weight: 400; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
td:last-child, th:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: 13px; vertical-align: bottom; }
tbody tr:last-child > * { border-bottom: 0; }
.strong > * { font-weight: 650; border-top: 1px solid var(--soft); }
.minor { color: var(--soft); font-size: 13px; }
p.minor { margin: 12px 0 0; }
figcaption { font-weight: 620; }
.chart .why { margin: 2px 0 8px; max-width: none; color: var(--soft); font-size: 13px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 20px; margin: 4px 0 10px; padding: 0; list-style: none; font-size: 13px; }
.legend li { display: flex; align-items: center; gap: 8px; }
.legend .value { color: var(--soft); font-variant-numeric: tabular-nums; }
svg { display: block; }
.chart svg:not(.swatch) { width: 100%; min-width: 620px; height: auto; }
.chart svg.fixed { width: auto; min-width: 0; max-width: none; }
.c0 { --pen: var(--c0); } .c1 { --pen: var(--c1); } .c2 { --pen: var(--c2); }
.c3 { --pen: var(--c3); } .c4 { --pen: var(--c4); } .c5 { --pen: var(--c5); }
.line { fill: none; stroke: var(--pen); stroke-width: 1.8; stroke-linejoin: round; }
.mark { fill: var(--pen); stroke: var(--sheet); stroke-width: 1; }
.mark.open { fill: var(--sheet); stroke: var(--pen); stroke-width: 1.6; }
.band { fill: var(--pen); fill-opacity: 0.13; }
.grid { stroke: var(--grid); }
.axis { stroke: var(--soft); stroke-opacity: 0.6; fill: none; }
.tick, .label, .number { font-size: 12px; fill: var(--soft); }
.number { fill: var(--ink); font-variant-numeric: tabular-nums; }
.number.inverse { fill: var(--sheet); font-weight: 600; }
.number.middle { fill: var(--middle); }
.cell { fill: var(--pen); }
details { margin-top: 10px; font-size: 13px; }
summary { color: var(--soft); cursor: pointer; }
.card > details { margin-top: 0; }
details table { margin-top: 8px; }
details th, details td { padding: 3px 10px; }
ul.plain { margin: 0; padding-left: 20px; }
ul.plain li { margin: 4px 0; max-width: 76ch; }
pre { margin: 12px 0 0; padding: 14px 16px; overflow-x: auto; background: var(--paper); border: 1px solid var(--rule); border-radius: 8px; tab-size: 2; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { margin-top: 40px; color: var(--soft); font-size: 13px; }
@media print {
  :root {
    --paper: #ffffff; --sheet: #ffffff; --ink: #000000; --soft: #444444; --rule: #cccccc; --grid: #e2e2e2; --middle: #000000;
    --c0: #2c5bd4; --c1: #c2590c; --c2: #0b7a6b; --c3: #8440c9; --c4: #b4305f; --c5: #626a76;
  }
  body { padding: 0; font-size: 12px; }
  .card, .chart, .tiles div { break-inside: avoid; }
  .chart svg:not(.swatch) { min-width: 0; }
  .cell, .band, .mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  pre { white-space: pre-wrap; }
}
`;
