// One stylesheet for every page, inlined, so that a story needs only one request. The decisions behind it:
//
// Two voices. The newsroom's text is set in a book face. The page's own text (labels, dates, facts about sources) is smaller and in
//   the system's interface face. On a wide screen these labels are in a margin, so that the column contains only the story, and a
//   label stays beside its part as the reader scrolls.
// Measure. A line has about 66 characters (38 rem), or 32 to 34 in Chinese and Japanese. Text is 1.125 rem, on wide screens 1.1875
//   rem, with a line height of 1.6; the headline is up to 3 rem. Only note numbers are smaller than 0.8125 rem.
// Rhythm. Spacing comes in steps of 0.5 rem. A part begins with a rule across both columns; there are no other ornaments.
// Colour always means something. Blue is a link (in small text, an underline is). Ochre is text that AI wrote: its rule, its label,
//   the background of its TL;DR. Red is a correction, or a source that is gone. Everything else is ink on paper. Every pair has a
//   contrast of at least 4.5 to 1 in both schemes, and words repeat the meaning of every colour.
// Scripts. Properties say start and end, never left and right. Arabic, Chinese, Japanese and Korean have more leading, no italics,
//   and no letter-spacing, which would separate joined Arabic letters.
// Evidence. The TL;DR reads as it would without: a claim ends with a small number, which a word joiner keeps on its line. A claim or
//   passage that the reader has followed a link to gets an outline. What the quoted words lack is in brackets, in the interface face.
// Print. The margin disappears, links are ink, each source's URL follows its title, and the details are open.
// Overflow. Only the navigation and tables scroll sideways; long URLs break.

export const stylesheet = `
:root{color-scheme:light dark;
--paper:#fff;--ink:#16191d;--quiet:#59616b;--line:#d5d9de;--link:#0b57a4;--ai:#7a5200;--ground:#fdf6e7;--red:#a8201a}
@media (prefers-color-scheme:dark){:root{
--paper:#121417;--ink:#e4e7ea;--quiet:#a0a8b1;--line:#363b42;--link:#86b7f2;--ai:#e3b45c;--ground:#211d14;--red:#f2928c}}
:root,[lang]{--book:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,"Noto Serif",serif;
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
h1{font-size:clamp(1.875rem,1.25rem + 2.6vw,3rem);line-height:1.12;letter-spacing:-.015em;margin:.5rem 0 1rem}
h2{font-size:1.375rem}h3{font-size:1.1875rem}h4,h5,h6{font-size:1rem}
p,ul,ol,blockquote,pre,table,dl{margin:0 0 1rem}
p{text-wrap:pretty}
ul,ol{padding-inline-start:1.5rem}
li{margin-bottom:.5rem}
blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:2px solid var(--line)}
code,pre{font:.875em/1.5 ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);padding:1rem}
table{display:block;overflow-x:auto;border-collapse:collapse;font-size:1rem}
td,th{border-bottom:1px solid var(--line);padding:.4rem .5rem .4rem 0;text-align:start;vertical-align:top}
hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
sup{font:.6875em/0 var(--face)}
sup a{text-decoration:none;padding:.3em .15em}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-inline-start:-100vw}
.skip:focus{position:static}

[lang]{font-family:var(--book)}
body>header,body>footer,.facts,.label,.notice,small,button,.part>h2,.more time,.history,.feeds{font-family:var(--face)}
body>header{padding-top:1.25rem;font-size:.9375rem;line-height:1.5}
.masthead{display:flex;flex-wrap:wrap;gap:0 1.5rem;align-items:baseline;justify-content:space-between}
.masthead>:last-child{padding:.25rem 0}
.site{font:700 1.5rem/1.2 var(--book);color:var(--ink);text-decoration:none;letter-spacing:-.01em}
.tagline{color:var(--quiet);margin:.25rem 0 0}
nav ul{list-style:none;display:flex;gap:0 1.25rem;margin:.5rem 0 0;padding:0;overflow-x:auto;scrollbar-width:none;
white-space:nowrap;border-bottom:1px solid var(--ink)}
nav li{margin:0}
nav a{display:block;padding:.5rem 0;color:var(--ink);text-decoration:none}
nav a:hover{text-decoration:underline}
nav a:focus-visible{outline-offset:-2px}
nav a[aria-current]{font-weight:700;box-shadow:inset 0 -3px var(--ink)}
body>footer{color:var(--quiet);font-size:.875rem;margin-top:3rem;padding-bottom:3rem}
body>footer::before{content:"";display:block;border-top:1px solid var(--ink);margin-bottom:1rem}
body>footer p{margin:0 0 .5rem}

.facts{color:var(--quiet);font-size:.9375rem;line-height:1.5;margin-bottom:.5rem}
.facts a,.correction strong a{color:inherit}
.label{display:inline-block;font-size:.8125rem;font-weight:600;line-height:1.35;border:1px solid;border-radius:2px;padding:.1rem .4rem;
color:var(--ink)}
.label.ai{color:var(--ai)}
small{font-size:.875rem;line-height:1.5;font-weight:400;color:var(--quiet)}
.part>h2{font-size:.9375rem;line-height:1.5;font-weight:700;margin:0 0 .5rem}
.part>h2 small{display:block}
.part{border-top:1px solid var(--line);padding-top:1.5rem;margin-top:2rem}
.part.ai{border-top-color:var(--ai)}
.tldr{border-top-width:3px;padding:1rem 1.25rem;margin:1.5rem -1.25rem 1rem}
.tldr.ai{background:var(--ground)}
.tldr sup{unicode-bidi:isolate}
.tldr sup::before{content:"\\2060"}
.tldr sup a{padding-inline:.05em}

.tldr p{margin:0;font-size:1.1875rem;line-height:1.5;white-space:pre-line}
.notice{color:var(--quiet);font-size:.875rem;line-height:1.5;margin-bottom:1.5rem}
.notice p,.correction p{margin:0}
.notice:has(+details){margin-bottom:.5rem}
.notice [lang]{font-family:inherit}
summary{cursor:pointer;padding:.15rem 0}
details p{padding-top:.35rem}
.correction{border-inline-start:3px solid var(--red);padding-inline-start:1rem;margin-bottom:1.5rem;font-size:1rem}
.correction p{white-space:pre-line}
.correction strong{font-family:var(--face);font-size:.9375rem;color:var(--red)}
.sources ol{list-style:none;counter-reset:source;padding:0;margin:0}
.sources li{counter-increment:source;position:relative;padding-inline-start:2rem;font-size:1rem;line-height:1.45;margin-bottom:1rem}
.sources li::before{content:counter(source);position:absolute;inset-inline-start:0;font:.875rem/1.65 var(--face);color:var(--quiet)}
.sources small{display:block;margin-top:.15rem}
.sources li>:not(a:first-child,.uses)~small{margin-top:.5rem}
.sources small a{color:inherit}
.gone>a:first-child{color:var(--red)}
.quoted,.passage{display:block;font-size:.9375rem;margin:.35rem 0 0;padding-inline-start:.75rem;border-inline-start:2px solid var(--line)}
.passage{scroll-margin-top:6.5rem}
.quoted,q a{color:inherit;text-decoration:none}
:is(.quoted,q a):hover{text-decoration:underline}
.uses{display:inline-block;margin-inline-start:.25rem;font:.8125rem/1.5 var(--face);color:var(--quiet)}
.uses a{display:inline-block;min-width:1.5rem;text-align:center;text-decoration:none;padding:.15rem}
.sources :target,sup:target,.tldr :target{outline:2px solid var(--link);outline-offset:.3rem}
.tldr :target{outline-offset:.1rem}
.reference{font-size:1rem}
.address{user-select:all;overflow-wrap:anywhere}
.ways>*{display:inline-block;margin-inline-end:1rem;padding:.15rem 0}
button{font-size:.9375rem;color:var(--ink);background:none;border:1px solid var(--quiet);border-radius:2px;padding:.2rem .6rem!important;
cursor:pointer}
[hidden]{display:none!important}
figure{margin:0 0 1.5rem}
figure img{display:block;max-width:100%;height:auto}
figcaption{font:.875rem/1.5 var(--face);color:var(--quiet);margin-top:.5rem}

.stories{list-style:none;padding:0;margin:0}
.stories>li{padding:1.5rem 0;border-top:1px solid var(--line);margin:0}
.stories>li:first-child{border:0;padding-top:0}
.stories h2,.preview h2{font-size:1.5rem;line-height:1.2;letter-spacing:-.01em;margin:0 0 .5rem}
.stories>li:first-child h2{font-size:clamp(1.75rem,1.3rem + 1.8vw,2.25rem)}
.stories h2 a,.preview h2 a,.more a{color:inherit;text-decoration-color:transparent}
.stories h2 a:hover,.preview h2 a:hover,.more a:hover{text-decoration-color:currentColor}
.stories p{margin:0 0 .5rem;white-space:pre-line}
.stories .facts{font-size:.875rem;margin:0;white-space:normal}
.stories .facts .label{display:block;width:fit-content;margin:.25rem 0}
.more{list-style:none;padding:0;margin:0}
.more li{line-height:1.35;margin-bottom:1rem}
.more time{display:block;color:var(--quiet);font-size:.875rem}
.history{margin-top:2rem}
.history a{display:inline-block;padding:.35rem 0;color:var(--ink)}
.version{border-top:1px solid var(--line);padding-top:1.5rem;margin-top:2rem}
.version h2,.version h3{margin:0 0 .25rem}.version h3{font:600 .9375rem/1.5 var(--face)}
.difference{white-space:pre-line}
del{color:var(--red)}ins{font-weight:600;text-decoration:underline 2px}del+ins{margin-inline-start:.15em}
h1 a{color:inherit}
.feeds dt{font-weight:600;margin-top:1rem}
.feeds{font-size:1rem}
.feeds dd{margin:.15rem 0;overflow-wrap:anywhere}
.preview{padding:0;list-style:none}
:is(.preview,.draft) p>small{display:block}
.preview>li{border-top:1px solid var(--line);padding-top:1.5rem;margin-bottom:2rem}

:lang(ar),:lang(fa),:lang(ur){--book:Charter,"Bitstream Charter","Iowan Old Style",Georgia,"Noto Serif","Noto Naskh Arabic","Geeza Pro",serif}
:lang(zh){--book:"Songti SC","Noto Serif CJK SC","Noto Serif SC","Microsoft YaHei",serif}
:lang(zh-Hant),:lang(zh-TW),:lang(zh-HK){--book:"Songti TC","Noto Serif CJK TC","Noto Serif TC","Microsoft JhengHei",serif}
:lang(ja){--book:"Hiragino Mincho ProN","Noto Serif CJK JP","Yu Mincho",serif}
:lang(ko){--book:"Noto Serif CJK KR","Apple SD Gothic Neo","Malgun Gothic",serif}
:is(:lang(ar),:lang(fa),:lang(ur),:lang(zh),:lang(ja),:lang(ko)):is(p,li,h1,h2){line-height:1.75;letter-spacing:0}
:is(:lang(ar),:lang(fa),:lang(ur),:lang(zh),:lang(ja),:lang(ko)):is(h1,h2){line-height:1.4}
:is(:lang(ar),:lang(fa),:lang(ur),:lang(zh),:lang(ja),:lang(ko)):is(em,i){font-style:normal;font-weight:600}

@media (min-width:60rem){
body>header,main,body>footer{max-width:55rem}
main>*{max-width:38rem}
main>:is(article,.part,.stories,.draft){max-width:none}
main>article{font-size:1.1875rem}
main>article>:is(.notice,.correction,figure,.part~.facts){margin-inline-start:14.5rem}
:is(main,main>article)>.part{display:flow-root;padding-inline-start:14.5rem}
:is(main,main>article)>.part>h2{float:inline-start;width:12rem;margin-inline-start:-14.5rem;position:sticky;top:1.25rem}
.part>h2 .label:has(span){display:block;width:fit-content}
.part>h2 .label span{display:block;height:0;overflow:hidden}
main>article>.tldr{margin-inline:-1.5rem;padding:1.5rem;padding-inline-start:16rem}
main>article>.tldr p{font-size:1.3125rem}
.stories>li{display:grid;grid-template-columns:12rem minmax(0,1fr);column-gap:2.5rem}
.stories>li>*{grid-column:2}
.stories>li>.facts{grid-column:1;grid-row:1/3;padding-top:.35rem}
.draft{display:grid;grid-template-columns:1fr 1fr;gap:3rem;width:min(84rem,92vw);margin-inline-start:calc(50% - min(42rem,46vw))}}
@media print{
:root{--paper:#fff;--ink:#000;--quiet:#333;--line:#999;--link:#000;--ai:#000;--ground:#fff;--red:#000}
@page{margin:18mm 20mm}
html{font-size:9.5pt}body{border:0}nav,.skip,.uses,.masthead>:last-child,.screen,body>footer{display:none}
body>header,main{max-width:none;padding:0}
.tldr{border:1px solid;margin-inline:0}
.sources li>a:first-child::after{content:" <" attr(href) ">";font-size:.85em;overflow-wrap:anywhere}
summary{list-style:none}details::details-content{content-visibility:visible}
.tldr,.correction,li{break-inside:avoid}h2,h3{break-after:avoid}}
`;
