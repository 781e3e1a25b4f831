// The stylesheet of the newsroom's pages: the palette and the two voices of the readers' pages (page/stylesheet.ts), but for work.
//
// Interface face throughout; the book face only where story text is read or written. Controls are at least 2.75 rem high, so that a
//   thumb hits them; text is 1 rem. One column, at most 72 rem; `.columns` stands side by side from 60 rem on.
// States are words in a `.state` frame; colour only repeats them. Faults are red, with the word first, and next to their field.
// Spacing comes in steps of 0.5 rem. Rules separate rows; there are no boxes but those of controls.
// A month of the calendar is a table on wide screens, and a list of the days that have stories on narrow ones.

export const stylesheet = `
:root{color-scheme:light dark;
--paper:#fff;--ink:#16191d;--quiet:#59616b;--line:#d5d9de;--edge:#7d858e;--link:#0b57a4;--ai:#7a5200;--ground:#f4f6f8;--red:#a8201a;--green:#17663a;--on:#fff}
@media (prefers-color-scheme:dark){:root{
--paper:#121417;--ink:#e4e7ea;--quiet:#a0a8b1;--line:#363b42;--edge:#7d858e;--link:#86b7f2;--ai:#e3b45c;--ground:#1b1e23;--red:#f2928c;--green:#7fd3a0;--on:#121417}}
:root{--book:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,"Noto Serif",serif;
--face:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;border-top:.25rem solid var(--ink);background:var(--paper);color:var(--ink);overflow-wrap:break-word;font:1rem/1.5 var(--face)}
body>header,main,body>footer{max-width:74.5rem;margin:0 auto;padding:0 1.25rem}
main{padding-top:1.5rem;padding-bottom:3rem}
a{color:var(--link);text-underline-offset:.18em;text-decoration:underline 1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
h1,h2,h3{line-height:1.25;text-wrap:balance;margin:2rem 0 .5rem}
h1{font:700 1.75rem/1.2 var(--book);margin:0 0 1rem}h2{font-size:1.25rem}h3{font-size:1rem}
p,ul,ol,dl,table,fieldset{margin:0 0 1rem}
ul,ol{padding-inline-start:1.5rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-inline-start:-100vw}
.skip:focus{position:static}
.masthead{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:center;justify-content:space-between;padding-top:.75rem}
.site{font:700 1.25rem/1.2 var(--book);color:var(--ink);text-decoration:none}
.who{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;font-size:.9375rem}
.who button{font-size:inherit}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:0 1.25rem;margin:.25rem 0 0;padding:0;border-bottom:1px solid var(--ink)}
nav a{display:block;padding:.5rem 0;color:var(--ink);text-decoration:none}
nav a:hover{text-decoration:underline}
nav.views{margin-bottom:1rem}
nav a[aria-current]{font-weight:700;box-shadow:inset 0 -3px var(--ink)}
small,.quiet{color:var(--quiet);font-size:.9375rem}
label,legend{font-weight:600}
.field{margin:0 0 1.25rem;max-width:45rem}
.field>label{display:block;margin-bottom:.25rem}
.field>.hint{margin:.25rem 0}
.hint{display:block;color:var(--quiet);font-size:.9375rem;font-weight:400}
input,select,textarea{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--edge);border-radius:3px;padding:.5rem .625rem;width:100%;min-height:2.75rem}
input[type=checkbox],input[type=radio]{width:1.5rem;min-height:1.5rem;height:1.5rem;vertical-align:middle;margin:0;margin-inline-end:.5rem}
textarea{line-height:1.5;resize:vertical}
textarea.story{font-family:var(--book);font-size:1.0625rem}
code{overflow-wrap:anywhere}
pre{white-space:pre-wrap}
textarea.code{font:.9375rem/1.5 ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace}
[aria-invalid=true]{border-color:var(--red);border-width:2px}
fieldset{border:0;border-top:1px solid var(--line);padding:1rem 0 0;min-width:0}
legend{padding:0;padding-inline-end:.5rem}
button,.button{font:600 1rem/1.25 var(--face);display:inline-block;min-height:2.75rem;padding:.625rem 1rem;border:1px solid var(--edge);border-radius:3px;background:var(--paper);color:var(--ink);text-decoration:none;cursor:pointer}
button:hover,.button:hover{border-color:var(--ink)}
button.main,.button.main{background:var(--ink);border-color:var(--ink);color:var(--paper)}
button.grave,.button.grave{color:var(--red);border-color:currentColor}
button:disabled{background:var(--ground);border-color:var(--line);color:var(--quiet);cursor:not-allowed}
button.plain{border:0;background:none;padding:.25rem;min-height:1.5rem;font-weight:400;color:var(--link);text-decoration:underline 1px}
.actions{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center;margin:0 0 1rem}
.actions>p{min-width:0}
.fault{color:var(--red);margin:.25rem 0 0}
.said{border-inline-start:3px solid var(--ink);background:var(--ground);padding:.75rem 1rem;margin:0 0 1.5rem}
.said.wrong{border-color:var(--red)}
.said>:last-child{margin-bottom:0}
.state{display:inline-block;margin-inline-end:.25rem;font-size:.8125rem;font-weight:600;line-height:1.35;border:1px solid;border-radius:2px;padding:.1rem .4rem}
.state.good{color:var(--green)}.state.bad{color:var(--red)}.state.ai{color:var(--ai)}
.rows{list-style:none;padding:0}
.rows>li{border-top:1px solid var(--line);padding:.75rem 0}
.rows>li>:last-child{margin-bottom:0}
.rows>li>p{margin-bottom:.25rem}
.rows .title{font:600 1.125rem/1.3 var(--book)}
table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid var(--line);padding:.5rem .75rem .5rem 0;text-align:start;vertical-align:top}
.wide{overflow-x:auto}
.verbatim{white-space:pre-wrap;border:1px solid var(--line);border-radius:3px;padding:.5rem .625rem;margin:0 0 1rem;max-height:20rem;overflow:auto;font-family:var(--book)}
mark{background:none;color:inherit;text-decoration:underline 2px;font-weight:700}
.links{display:flex;flex-wrap:wrap;gap:0 1.25rem;font-size:.9375rem}
.links a{padding:.25rem 0}
.story-name{font:600 1.25rem/1.3 var(--book)}
.terms>div{display:grid;grid-template-columns:minmax(0,1fr);gap:0 1rem;padding:.375rem 0}
.terms dt{color:var(--quiet);font-size:.9375rem}
.terms dd{margin:0}
.short{display:flex;flex-wrap:wrap;gap:0 1rem;align-items:flex-end}
.short .field{flex:1 1 8rem;max-width:12rem;margin-bottom:1rem}
.short button{margin-bottom:1rem}
.difference{white-space:pre-line;font-family:var(--book);max-width:45rem}
@media (min-width:40rem){.three{display:grid;gap:0 1.5rem;grid-template-columns:repeat(3,minmax(0,1fr))}.terms>div{grid-template-columns:11rem minmax(0,1fr)}}
.calendar ul{list-style:none;padding:0;margin:0}.calendar li>.quiet{display:block}.calendar li{margin:0 0 .5rem;line-height:1.35}
.calendar .day{margin:0 0 .25rem}
.calendar .day a{display:inline-block;min-width:1.75rem;padding:.125rem 0;color:inherit}
.calendar .day [aria-current]{font-weight:700;box-shadow:inset 0 -3px var(--ink)}
@media (max-width:59.99rem){.calendar,.calendar tbody,.calendar tr,.calendar td{display:block}.calendar thead,.calendar .empty,.calendar .number{display:none}.calendar .date{font-weight:600}}
@media (min-width:60rem){.calendar{table-layout:fixed}.calendar td{height:6rem;font-size:.9375rem}.calendar .date{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.calendar .beyond .day{color:var(--quiet)}}
ins{text-decoration:underline 2px;text-decoration-color:var(--green)}
del{text-decoration:line-through 2px;text-decoration-color:var(--red)}
.columns{display:grid;gap:0 2rem;grid-template-columns:minmax(0,1fr)}
@media (min-width:60rem){.columns{grid-template-columns:repeat(2,minmax(0,1fr))}}
blockquote{margin:0 0 .5rem;border-inline-start:3px solid var(--line);padding-inline-start:.75rem;font-family:var(--book)}
figure{margin:0 0 1rem}h4{font-size:.9375rem;margin:0 0 .25rem}
.note-link{font-size:.8125rem;padding:.25rem;white-space:nowrap}
.two{display:none}@media (min-width:60rem){.one{display:none}.two{display:grid}}
summary{cursor:pointer;padding:.625rem 0;font-weight:600}
.publication:has(option[value="on publishing"]:checked) .columns{display:none}
.entries{padding:0}.entries h3{margin-top:.5rem}.entries .columns{align-items:end}
.checks{list-style:none;padding:0}.checks li{padding:.25rem 0}.checks label,p>label{font-weight:400}
.reports li{display:grid;grid-template-columns:auto minmax(0,1fr);padding:.5rem 0}.reports label{min-width:0;justify-self:start;align-self:center;overflow-wrap:anywhere}
.reports p{grid-column:2;margin:0}.reports .links{align-items:center}.reports .state{margin:0}
.other{border-inline-start:3px solid var(--ai);padding-inline-start:.75rem;margin:.5rem 0}
.narrow{width:auto}
.wide-field{max-width:none}
@media (min-width:80rem){.writing{display:grid;gap:0 2rem;grid-template-columns:minmax(0,3fr) minmax(0,2fr)}.previews{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto}}
iframe{width:100%;height:32rem;border:1px solid var(--line);background:var(--paper)}
img{max-width:100%;height:auto}
.thumbnail{width:auto;max-width:min(100%,12rem);max-height:9rem}
.drop{outline:2px dashed var(--link);outline-offset:4px}
@media print{nav,.who,.actions,button{display:none}}
`;
