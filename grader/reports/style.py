"""The look of the pages: one style sheet, light and dark, for the screen and for paper.

Every colour stands on its background with a contrast of 4.5 or more, and never says anything alone.
"""

COMMON = """
:root { color-scheme: light dark;
  --paper: #fff; --raised: #f6f6f3; --ink: #1c1d20; --soft: #55585f; --line: #d9d9d4; --link: #1a4f9c;
  --good: #1a6b3c; --good-bg: #e3f2e8; --part: #7a5200; --part-bg: #fbf0d4; --bad: #a3241b;
  --bad-bg: #fbe7e4;
  --wait: #4c4a8a; --wait-bg: #ebeaf7; --mark: #ffe3a3;
  --more1: #fdeadb; --more2: #fbd0ad; --more3: #f0a871; --more4: #de8545;
  --less1: #e3edf9; --less2: #c0d8f2; --less3: #8fb9e4; --less4: #6a9fd6; --bar: #5b7fa8; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #17181b; --raised: #202226; --ink: #ececea; --soft: #a9adb6; --line: #3a3d43; --link: #9cc4ff;
  --good: #7fd3a0; --good-bg: #18382a; --part: #efc66a; --part-bg: #3a3016; --bad: #ff9d92;
  --bad-bg: #43211e;
  --wait: #b9b7f0; --wait-bg: #2b2a47; --mark: #6a4d00;
  --more1: #3d2a1c; --more2: #5c3a20; --more3: #7d4a22; --more4: #9a5722;
  --less1: #1d2b3b; --less2: #22405f; --less3: #285481; --less4: #2f66a0; --bar: #7ba3d0; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
main, header, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.5rem; } footer { padding-bottom: 3rem; color: var(--soft); font-size: .875rem; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 1.25rem; line-height: 1.35; margin: 0; } h3 { font-size: 1rem; margin: 0; }
p { margin: .5rem 0; } a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible, [tabindex]:focus-visible
  { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code, pre, .num { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: .9em; } pre { font-size: .85rem; line-height: 1.5; margin: 0; overflow-x: auto;
  overflow-wrap: normal; }
.quiet { color: var(--soft); } .over { font-size: .875rem; color: var(--soft); margin: 0 0 .25rem; }
.hush { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; }
summary { cursor: pointer; color: var(--link); }
.full { color: var(--good); } .part { color: var(--part); } .none { color: var(--bad); } .wait {
  color: var(--wait); }
svg { display: block; max-width: 100%; height: auto; }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
svg .soft { fill: var(--soft); } svg .rule { stroke: var(--line); } svg .bar { fill: var(--bar); }
.badge { display: inline-block; font-size: .75rem; line-height: 1.2; padding: .15em .5em;
  border-radius: 1em;
  border: 1px solid currentColor; color: var(--soft); vertical-align: .1em; white-space: nowrap; }
@media print { :root { color-scheme: light; }
  body { font-size: 10pt; } main, header, footer { max-width: none; padding: 0; }
  a { color: inherit; text-decoration: none; } .screen { display: none; } }
"""

STUDENT = (
    COMMON
    + """
.score { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1rem; margin: 1rem 0 .5rem; }
.score b { font-size: 2.25rem; line-height: 1; font-weight: 650; letter-spacing: -.02em; }
.gauge { width: 100%; height: 8px; } .gauge .back { fill: var(--line); } .gauge .fill { fill: var(--good); }
.gauge .still { fill: var(--wait); opacity: .55; }
.panel { background: var(--raised); border: 1px solid var(--line); border-radius: 8px;
  padding: 1rem 1.25rem;
  margin: 1.5rem 0; }
.panel ol, .panel ul { margin: .5rem 0 0; padding-left: 1.25rem; } .panel li { margin: .35rem 0; }
.overview { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr));
  gap: 0 2rem; margin: 1.5rem 0; padding: 0; font-size: .9375rem; }
.overview li { display: flex; gap: .75rem; border-bottom: 1px solid var(--line); padding: .3rem 0; }
.overview a { flex: 1; text-decoration: none; color: inherit; min-width: 0; }
.overview .sign { flex: none; width: 1.1rem; }
.overview a:hover { text-decoration: underline; } .overview .num { white-space: nowrap; }
.question { margin-top: 3rem; } .question > .head { display: flex; gap: 1rem;
  justify-content: space-between;
  align-items: baseline; border-bottom: 2px solid var(--ink); padding-bottom: .35rem; }
.head .num { white-space: nowrap; font-weight: 600; }
.checks { list-style: none; margin: 0; padding: 0; }
.checks > li { border-bottom: 1px solid var(--line); padding: .55rem 0; }
.line { display: grid; grid-template-columns: 1.25rem 1fr auto; gap: .6rem; align-items: baseline; }
.line h3 { font-weight: 400; } .lost .line h3 { font-weight: 600; }
.line .num { font-size: .875rem; white-space: nowrap; } .sign { font-weight: 700; text-align: center; }
.why { margin: .35rem 0 1rem 1.85rem; } .why > * + * { margin-top: .85rem; }
.told { border-left: 3px solid var(--part); padding-left: .85rem; max-width: 44rem; }
.told p { margin: .25rem 0; } .label { font-size: .8125rem; font-weight: 600; color: var(--soft);
  margin: 0 0 .25rem; }
.box { background: var(--raised); border: 1px solid var(--line); border-radius: 6px;
  padding: .6rem .8rem; min-width: 0; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .85rem; }
mark { background: var(--mark); color: inherit; text-decoration: underline; text-underline-offset: .2em; }
mark.first { font-weight: 700; outline: 2px solid var(--bad); border-radius: 2px; }
.pictures { display: flex; flex-wrap: wrap; gap: 1.5rem 2.5rem; } figure { margin: 0; min-width: 0;
  max-width: 100%; }
figcaption { font-size: .875rem; color: var(--soft); margin-top: .4rem; max-width: 19rem; }
.grid rect { stroke: var(--paper); stroke-width: 2; fill: var(--raised); } .grid text {
  text-anchor: middle; }
.grid .axis { fill: var(--soft); font-size: 11px; } .grid .edge { fill: none; stroke: var(--ink);
  stroke-width: 3; }
.grid .m1 { fill: var(--more1); } .grid .m2 { fill: var(--more2); } .grid .m3 { fill: var(--more3); }
.grid .m4 { fill: var(--more4); } .grid .l1 { fill: var(--less1); } .grid .l2 { fill: var(--less2); }
.grid .l3 { fill: var(--less3); } .grid .l4 { fill: var(--less4); } .grid .odd { fill: var(--bad-bg); }
@media (max-width: 40rem) { main, header, footer { padding-left: 1rem; padding-right: 1rem; }
  .pair { grid-template-columns: 1fr; } .why { margin-left: 0; } h1 { font-size: 1.4rem; } }
@media print { .question { margin-top: 1.5rem; } .checks > li, figure, .box { break-inside: avoid; }
  .head { break-after: avoid; } pre { white-space: pre-wrap; } }
"""
)

CLASS = (
    COMMON
    + """
main, header, footer { max-width: 80rem; }
section { margin-top: 3rem; } h2 + p { margin-top: .25rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1rem;
  margin: 1.5rem 0 0; }
.figures div { border-top: 2px solid var(--ink); padding-top: .5rem; } .figures dt { font-size: .875rem;
  color: var(--soft); } .figures dd { margin: 0; font-size: 1.5rem; font-weight: 600;
  letter-spacing: -.01em; }
.two { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 3rem; } .two section {
  margin-top: 3rem; }
.list { list-style: none; margin: 1rem 0 0; padding: 0; }
.list > li { display: grid; grid-template-columns: 4.25rem minmax(0, 1fr); gap: 1rem; padding: .8rem 0;
  border-top: 1px solid var(--line); }
.list .count { font-size: 1.375rem; font-weight: 650; line-height: 1.2; } .list .count span {
  display: block;
  font-size: .75rem; font-weight: 400; color: var(--soft); } .list p { margin: .2rem 0; max-width: 52rem; }
.list details { font-size: .9375rem; margin-top: .3rem; }
.values { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem;
  margin: .4rem 0; }
.values dt { color: var(--soft); font-size: .875rem; } .values dd { margin: 0; min-width: 0; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
th { font-weight: 600; text-align: left; } td { text-align: right; }
th, td { padding: .3rem .55rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
.rates { width: 100%; } .rates th[scope=row] { font-weight: 400; white-space: normal; min-width: 12rem; }
.rates .of { font-weight: 600; } .rates thead th { vertical-align: bottom; color: var(--soft);
  font-weight: 400; }
.rates thead th + th { text-align: right; } .rates svg { width: 9rem; height: 10px; margin-left: auto; }
.rates .p { fill: var(--good); } .rates .h { fill: var(--part); opacity: .7; } .rates .w {
  fill: var(--wait); opacity: .45; }
.rates .b { fill: var(--line); }
.tools { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; margin: 1rem 0 .75rem; }
.tools[hidden] { display: none; }
.tools input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft);
  border-radius: 6px;
  padding: .35rem .6rem; width: 20rem; max-width: 100%; }
.scroll { overflow: auto; max-height: 85vh; border: 1px solid var(--line); border-radius: 8px; }
.students { min-width: 100%; border-collapse: separate; border-spacing: 0; }
.students thead th, .students tfoot td, .students tfoot th { position: sticky; top: 0;
  background: var(--raised); z-index: 1; }
.students thead th { text-align: right; } .students th:first-child { position: sticky; left: 0; z-index: 1;
  text-align: left; background: var(--paper); min-width: 13rem; max-width: 18rem; white-space: normal;
  border-right: 1px solid var(--line); }
.students thead th:first-child { z-index: 2; background: var(--raised); }
.students button { font: inherit; color: inherit; background: none; border: 0; padding: 0;
  cursor: pointer; width: 100%;
  text-align: inherit; white-space: nowrap; } .students button:hover { text-decoration: underline; }
.students th[aria-sort=ascending] button::after { content: " \\2191"; }
.students th[aria-sort=descending] button::after { content: " \\2193"; }
.students .notes { text-align: left; color: var(--soft); }
.students .full { background: var(--good-bg); } .students .part { background: var(--part-bg); }
.students .none { background: var(--bad-bg); } .students .wait { background: var(--wait-bg); }
.students .total { font-weight: 650; }
@media (max-width: 52rem) { .two { grid-template-columns: minmax(0, 1fr); gap: 0; } }
@media (max-width: 40rem) { main, header, footer { padding-left: 1rem; padding-right: 1rem; }
  .list > li { grid-template-columns: 3.5rem minmax(0, 1fr); gap: .5rem; } h1 { font-size: 1.4rem; }
  .values { grid-template-columns: minmax(0, 1fr); } .values dd { margin-bottom: .3rem; }
  .figures { grid-template-columns: 1fr 1fr; }
  .students th:first-child { min-width: 9.5rem; max-width: 9.5rem; }
  .rates svg { width: 4rem; }
  .rates th[scope=row] { min-width: 8rem; } .rates .extra { display: none; } }
@page { size: landscape; margin: 12mm; }
@media print { .students .notes { white-space: normal; }
  .scroll { max-height: none; overflow: visible; border: 0; } .tools { display: none; }
  .students { font-size: 6.5pt; } .students th, .students td { padding: 1pt 2pt; position: static; }
  .students tr, .list > li { break-inside: avoid; } thead { display: table-header-group; } .two {
  display: block; } }
"""
)
