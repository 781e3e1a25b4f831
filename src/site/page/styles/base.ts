import { BACKGROUNDS, INK, LINK } from '../../brand/palette.ts';

// What every page has, or pages of either kind: the palette, type, the masthead, navigation and footer, short lists of headlines.

const { light, dark } = BACKGROUNDS;

export const base = `
:root{color-scheme:light dark;
--paper:${light.page};--ink:${INK};--quiet:#59616b;--line:#d5d9de;--link:${LINK};--ai:#7a5200;--ground:${light.tldr};--chip:#f1f3f5;--red:#a8201a}
@media (prefers-color-scheme:dark){:root{
--paper:${dark.page};--ink:#e4e7ea;--quiet:#a0a8b1;--line:#363b42;--link:#86b7f2;--ai:#e3b45c;--ground:${dark.tldr};--chip:#20242a;--red:#f2928c}}
:root,[lang]{--book:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,"Noto Serif",serif;--title:var(--book);
--face:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1.5rem}
body{margin:0;border-top:.25rem solid var(--ink);background:var(--paper);color:var(--ink);overflow-wrap:break-word;font:1.125rem/1.6 var(--book)}
body>header,main,body>footer{max-width:40.5rem;margin:0 auto;padding:0 1.25rem}
main{padding-top:1.5rem}
a{color:var(--link);text-underline-offset:.18em;text-decoration:underline 1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
h1,h2,h3,h4,h5,h6{line-height:1.25;text-wrap:balance;margin:2rem 0 .5rem}
h1{font-size:min(clamp(1.875rem,1.25rem + 2.6vw,3rem),12vw);line-height:1.12;letter-spacing:-.015em;margin:.5rem 0 1rem}
h2{font-size:1.375rem}h3{font-size:1.1875rem}h4,h5,h6{font-size:1rem}
p,ul,ol,blockquote,pre,table,dl{margin:0 0 1rem}
p{text-wrap:pretty}
ul,ol{padding-inline-start:1.5rem}
li{margin-bottom:.5rem}
blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:2px solid var(--line)}
code,pre{direction:ltr;unicode-bidi:isolate;font:.875em/1.5 ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);padding:1rem}
table{display:block;overflow-x:auto;border-collapse:collapse;font-size:1rem}
td,th{border-bottom:1px solid var(--line);padding:.4rem 0;text-align:start;vertical-align:top}
:is(td,th):not(:last-child){padding-inline-end:1rem}
hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
sup{font:.6875em/0 var(--face)}
sup a{text-decoration:none;padding:.3em .15em}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-inline-start:-100vw}
.skip:focus{position:static}
[lang]{font-family:var(--book)}
:is(h1,h2,h3,h4,h5,h6,.site),:is(h1,h2,h3)>a[lang]{font-family:var(--title)}
body>header,body>footer,.facts,.label,.notice,small,button,.part>h2,.more time,.history,.feeds{font-family:var(--face)}
body>header{padding-top:1.25rem;font-size:.9375rem;line-height:1.5}
.masthead{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;justify-content:space-between}
.site{min-width:0;font:700 1.5rem/1.2 var(--title);color:var(--ink);text-decoration:none;letter-spacing:-.01em}
.tagline{flex-basis:100%;color:var(--quiet);margin:0}
nav{overflow-wrap:anywhere}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:0 1.25rem;margin:0;padding:0}
nav li{margin:0}
nav a,nav summary{display:block;padding:.3rem 0;color:var(--ink);text-decoration:none}
nav a:hover{text-decoration:underline}
nav a[aria-current]{font-weight:700;box-shadow:inset 0 -3px var(--ink)}
.topics{display:flex;flex-wrap:wrap;gap:0 1.25rem;margin-top:.35rem;border-bottom:1px solid var(--ink)}
.topics details{flex:1}
.topics details:has([aria-current]) summary{font-weight:700;box-shadow:inset 0 -3px var(--ink)}
.topics summary{width:fit-content;white-space:nowrap;list-style-position:inside;display:list-item}
header [lang],footer [lang]{font-family:inherit}
body>footer{color:var(--quiet);font-size:.875rem;margin-top:3rem;padding-bottom:3rem}
body>footer::before{content:"";display:block;border-top:1px solid var(--ink);margin-bottom:1rem}
body>footer p{margin:0 0 .5rem}
body>footer p a{color:inherit}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:1rem 1.5rem;margin-bottom:1.5rem}
.columns h2{font:600 1em/1.6 var(--face);margin:0}
.columns ul{display:block}
.columns a[aria-current]{box-shadow:none}
.facts{color:var(--quiet);font-size:.9375rem;line-height:1.5;margin-bottom:.5rem}
.facts a,.correction strong a{color:inherit}
.label{display:inline-block;font-size:.8125rem;font-weight:600;line-height:1.35;border:1px solid;border-radius:2px;padding:.1rem .4rem;
color:var(--ink)}
.label.ai{color:var(--ai)}
small{font-size:.875rem;line-height:1.5;font-weight:400;color:var(--quiet)}
[hidden]{display:none!important}
button{font-size:.9375rem;color:var(--ink);background:none;border:1px solid var(--quiet);border-radius:2px;padding:.2rem .6rem!important;
cursor:pointer}
figure{margin:0 0 1.5rem}
:is(.part,.prose) img,figure img{max-width:100%;height:auto}
figure img{display:block}
:is(.part,.prose) figure img{max-height:90vh;object-fit:contain}
figcaption{font:.875rem/1.5 var(--face);color:var(--quiet);margin-top:.5rem}
summary{cursor:pointer;padding:.15rem 0}
details p{padding-top:.35rem}
.notice{color:var(--quiet);font-size:.875rem;line-height:1.5;margin-bottom:1.5rem}
.more{list-style:none;padding:0;margin:0}
.more li{line-height:1.35;margin-bottom:1rem;text-wrap:pretty}
.more a{color:inherit;text-decoration-color:transparent}
.more a:hover{text-decoration-color:currentColor}
.more time{display:block;color:var(--quiet);font-size:.875rem}
.history{margin-top:2rem}
.history a{display:inline-block;padding:.35rem 0;color:var(--ink)}
@supports selector(::details-content){@media (min-width:40rem){.topics summary{display:none}
.topics ::details-content{content-visibility:visible}}}
@media (max-width:40rem){.masthead nav{order:1}}
@media (min-width:60rem){
body>header,main,body>footer{max-width:55rem}
main>*{max-width:38rem}
main>.prose>:not(h1){max-width:38rem;margin-inline:var(--margin) auto}
main>:is(article,.part,.prose,.stories,.draft){max-width:none}
main{--margin:14.5rem}}
@media (min-width:80rem){
body>header,main,body>footer{max-width:77rem}
main{--margin:clamp(14.5rem,50vw - 20.25rem,18.25rem);--after:max(0rem,min(77rem,100vw) - 40.5rem - var(--margin))}
main>.prose>table{max-width:none}}
@media (prefers-contrast:more){:root{--quiet:var(--ink);--line:var(--ink);--chip:var(--paper)}}
@media print{
:root{--paper:#fff;--ink:#000;--quiet:#333;--line:#999;--link:#000;--ai:#000;--ground:#fff;--red:#000}
@page{margin:18mm 20mm}
html{font-size:9.5pt}body{border:0}nav,.topics,search,.skip,.screen,body>footer{display:none}
body>header,main{max-width:none;padding:0}
body>header{padding-bottom:.5rem;margin-bottom:1.25rem;border-bottom:1px solid}
h2,h3{break-after:avoid}table{display:table}td,th,td :is(a,code){overflow-wrap:anywhere}tr:not(:has(>:nth-child(8)))>*{overflow-wrap:normal}}
`;
