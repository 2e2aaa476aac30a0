"""The look of the pages of `grader mark`: that of the reports, and what only these have."""

from grader.reports.html import resource

STYLE = (
    resource("common.css")
    + """
.top, main, .steps, .notice { max-width: 88rem; margin: 0 auto; padding: 0 1rem; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; padding-top: .75rem; }
.top .over { margin: 0; } .top nav { flex: 1; min-width: 0; } .me { display: flex; flex-wrap: wrap;
  align-items: center; gap: .5rem; font-size: .875rem; } .me p { margin: 0; }
.queues { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem; margin: 0; padding: 0; }
.queues a { display: inline-block; padding: .3rem .6rem; border-radius: 6px; text-decoration: none; }
.queues a[aria-current] { background: var(--wait-bg); color: var(--wait); font-weight: 600; }
.desk { display: grid; grid-template-columns: minmax(0, 1fr) 24rem; gap: 0 2rem; align-items: start; }
aside { position: sticky; top: .5rem; max-height: calc(100vh - 4.5rem); overflow-y: auto; padding: 3px; }
.head { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline;
  border-bottom: 2px solid var(--ink); margin-top: 1rem; } #answer:focus-visible { outline: none; }
.answer { font-size: 1.0625rem; padding: .25rem 0; min-height: 8rem; overflow-x: auto; }
.answer img, figure img { max-width: 100%; height: auto; background: #fff; }
figure { margin: .5rem 0; } .answer table { border-collapse: collapse; }
.answer th, .answer td { border: 1px solid var(--line); padding: .2rem .5rem; }
.answer blockquote { border-left: 3px solid var(--line); margin-left: 0; padding-left: 1rem; }
.answer .formula { overflow-x: auto; padding: .25rem 0; } .answer .unshown { color: var(--soft); }
.answer pre, .box { background: var(--raised); border: 1px solid var(--line); border-radius: 6px;
  padding: .6rem .75rem; overflow-x: auto; } .box { max-height: 60vh; overflow-y: auto; }
.answer .source { white-space: pre-wrap; }
.answer .source, code { background: var(--raised); border-radius: 3px; padding: 0 .2em; }
.panel { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: .6rem .9rem;
  margin: .75rem 0; } .panel h2 { font-size: 1rem; } .criteria { white-space: pre-line; margin: .25rem 0 0; }
.label { color: var(--soft); font-size: .8125rem; margin: .75rem 0 .25rem; }
details { margin: .5rem 0; }
.score { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6rem; margin: 0 0 .4rem; }
.score b { font-size: 1.75rem; line-height: 1.1; }
.row, .row form { display: flex; flex-wrap: wrap; gap: .4rem; }
button, input, textarea { font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--soft); border-radius: 6px; padding: .3rem .6rem; max-width: 100%; }
math { font-family: math; font-size: 1.05em; } mtd[columnalign=right] { text-align: right; }
mtd[columnalign=left] { text-align: left; } mtable[displaystyle] mtd { padding: .15em .1em; }
body { min-height: 100vh; } #page { display: flex; flex-direction: column; min-height: 100vh; }
#page > * { width: 100%; } #page > main { flex: 1; } .top { flex: none; }
button { cursor: pointer; min-height: 2.25rem; } button:disabled { opacity: .55; cursor: default; }
button:hover:enabled { border-color: var(--link); }
button[aria-pressed="true"] { background: var(--wait-bg); color: var(--wait); border-color: currentColor; }
textarea { width: 100%; resize: vertical; margin: .25rem 0; } textarea:focus-visible
  { outline: 3px solid var(--link); outline-offset: 1px; }
kbd { font: .75rem ui-monospace, Menlo, Consolas, monospace; border: 1px solid var(--line);
  border-radius: 4px; padding: 0 .3em; background: var(--raised); color: var(--soft); }
.items { list-style: none; margin: .25rem 0; padding: 0; }
.items li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .25rem; align-items: start;
  margin: .25rem 0; }
.items form button { width: 100%; display: grid; gap: .6rem; align-items: baseline; text-align: left;
  grid-template-columns: 1.4em minmax(0, 1fr) auto; }
.items .edit { margin: 0; } .items .edit[open] { grid-column: 1 / -1; }
.items .edit summary { list-style: none; padding: .3rem .5rem; min-width: 2.25rem; min-height: 2.25rem; }
.item-form { display: grid; gap: .5rem; padding: .4rem 0; } .item-form label { display: grid; gap: .15rem; }
.item-form button, .items .item-form button { display: block; width: auto; justify-self: start; }
.checks { list-style: none; padding: 0; margin: .5rem 0; } .checks li { display: grid; gap: .6rem;
  grid-template-columns: 1.2rem minmax(0, 1fr) auto; padding: .3rem 0; border-bottom: 1px solid var(--line); }
.members { max-height: 20rem; overflow-y: auto; padding-left: 1.25rem; } .members del { color: var(--bad); }
.members ins { color: var(--good); } .members .num { margin-left: .5rem; }
.steps { position: sticky; bottom: 0; display: flex; justify-content: space-between; gap: .5rem;
  background: var(--paper); border-top: 1px solid var(--line); padding-top: .5rem; padding-bottom: .5rem; }
.steps a { padding: .4rem .75rem; border: 1px solid var(--line); border-radius: 6px; text-decoration: none; }
.trouble { position: fixed; inset: auto 0 0; z-index: 3; margin: 0; padding: .75rem 1rem;
  background: var(--bad-bg); color: var(--bad); }
.notice p { margin: 0; }
.notice { background: var(--part-bg); color: var(--part); border-radius: 6px; padding: .5rem 1rem;
  margin-top: .5rem; }
#keys { position: relative; } .keys { position: absolute; right: 0; z-index: 2; width: min(24rem, 92vw);
  display: grid; grid-template-columns: auto 1fr; gap: .3rem .75rem; } .keys dd { margin: 0; }
main.overview { max-width: 60rem; } .overview h1 { margin-top: 1rem; } .scroll { overflow-x: auto; }
.beside { color: var(--part); background: var(--part-bg); border-radius: 6px; padding: .3rem .6rem; }
.fields { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; } fieldset { border: 0;
  padding: 0; margin: 0; min-width: 0; } legend { padding: 0; } .fields fieldset label { display: block; }
select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft);
  border-radius: 6px; padding: .3rem .6rem; max-width: 100%; min-height: 2.25rem; }
.fields > * { max-width: 100%; min-width: 0; grid-template-columns: minmax(0, 1fr); }
.fields > label { flex: 0 1 auto; } .fields > .wide { flex: 1 1 14rem; } .whole th { font-weight: 600; }
.overview .num { white-space: nowrap; overflow-wrap: normal; }
.overview th { font-weight: 400; } .overview thead th { font-weight: 600; }
.log { list-style: none; padding: 0; margin: .5rem 0; } .log li { padding: .4rem 0;
  border-bottom: 1px solid var(--line); } .log .gone { text-decoration: line-through; color: var(--soft); }
progress { width: 12rem; max-width: 50%; }
.overview table { border-collapse: collapse; } .overview th, .overview td { padding: .2rem .6rem; }
.overview th { text-align: left; } th.num, td.num { text-align: right; }
.share1 { background: var(--less1); } .share2 { background: var(--less2); }
.share3 { background: var(--less2); font-weight: 600; } .share4 { background: var(--less3); }
@media (max-width: 60rem) { .desk { grid-template-columns: minmax(0, 1fr); }
  aside { position: static; max-height: none; } .answer { min-height: 0; } kbd { display: none; }
  .items form button { grid-template-columns: minmax(0, 1fr) auto; } .top .over { width: 100%; }
  button, select, .steps a, .queues a { min-height: 2.75rem; }
  .keys { right: auto; left: 0; position: static; } }
"""
)
