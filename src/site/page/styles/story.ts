// Pages of stories, even if withdrawn, of their history and of drafts, and the newsroom's own pages.

export const story = `
.part>h2{font-size:.9375rem;line-height:1.5;font-weight:700;margin:0 0 .5rem}
.part>h2 small{display:block}
.part{border-top:1px solid var(--line);padding-top:1.5rem;margin-top:2rem}
.part.ai{border-top-color:var(--ai)}
.tldr{border-top-width:3px;padding:1rem 1.25rem;margin:1.5rem -1.25rem 1rem}
.tldr.ai{background:var(--ground)}
.tldr sup{unicode-bidi:isolate}
.tldr sup::before{content:"\\2060"}
.tldr sup a{padding:.5em .65em;margin-inline:-.6em}
.tldr p{margin:0;font-size:1.1875rem;line-height:1.5;white-space:pre-line}
.notice p,.correction p{margin:0}
.notice:has(+details){margin-bottom:.5rem}
.notice [lang]{font-family:inherit}
.correction{border-inline-start:3px solid var(--red);padding-inline-start:1rem;margin-bottom:1.5rem;font-size:1rem}
.correction p{white-space:pre-line}
.correction strong{font-family:var(--face);font-size:.9375rem;color:var(--red)}
.sources ol{list-style:none;counter-reset:source;padding:0;margin:0}
.sources li{counter-increment:source;position:relative;padding-inline-start:2rem;font-size:1rem;line-height:1.45;margin-bottom:1rem}
.sources li::before{content:counter(source);position:absolute;inset-inline-start:0;font:.875rem/1.65 var(--face);color:var(--quiet)}
.sources li[data-n]::before{content:attr(data-n)}
#analysis h3{font-size:1.375rem}
#analysis :is(h4,h5,h6){font-size:1.1875rem}
.sources p{margin:.35rem 0 0}
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
.sources :target,.cite :target,.tldr :target{outline:2px solid var(--link);outline-offset:.3rem}
.tldr :target{outline-offset:.1rem}
.cite{font-size:0;white-space:nowrap}
.cite>[id]{display:inline-block;max-width:100%;margin-inline-start:.15rem;padding:0 .4rem;border-radius:2px;background:var(--chip);color:var(--quiet);
font:.8125rem/1.5rem var(--face);text-decoration:none;white-space:normal}
.cite>[id]::after{content:"\\a0" attr(data-n);color:var(--ink)}
.cite>[id]:hover{text-decoration:underline}
:is(td,th) .cite>[id]{white-space:nowrap}
.notes{display:none}
.reference{font-size:1rem}
.address{user-select:all;overflow-wrap:anywhere}
.ways>*{display:inline-block;margin-inline-end:1rem;padding:.15rem 0}
.version{border-top:1px solid var(--line);padding-top:1.5rem;margin-top:2rem}
.version h2,.version h3{margin:0 0 .25rem}.version h3{font:600 .9375rem/1.5 var(--face)}
.difference{white-space:pre-line}
del{color:var(--red)}ins{font-weight:600;text-decoration:underline 2px}del+ins{margin-inline-start:.15em}
h1.long{font-size:clamp(1.5rem,1.2rem + 1.3vw,2rem);line-height:1.2}
.withdrawn{font:600 1.375rem/1.3 var(--title)}cite{font-style:normal}
h1:has(a){font-size:1.625rem;line-height:1.25}
h1 a{color:inherit;text-decoration-color:var(--quiet)}
.draft p>small{display:block}
@media (min-width:40rem){.joined::before{content:"\\2060"}}
@media (min-width:60rem){
main>article{font-size:1.1875rem}
main>article>:is(.notice,.correction,figure,.part~.facts){margin-inline-start:var(--margin);max-width:38rem}
:is(main,main>article)>.part{display:flow-root;padding-inline-start:var(--margin)}
:is(main,main>article)>.part>h2{float:inline-start;width:calc(var(--margin) - 2.5rem);margin-inline-start:calc(-1*var(--margin));position:sticky;top:1.25rem}
.part>h2 .label:has(span){display:block;width:fit-content;margin-top:.25rem}
.part>h2 .label span{display:block;height:0;overflow:hidden}
main>article>.tldr{margin-inline:-1.25rem;padding:1.5rem 1.25rem;padding-inline-start:calc(var(--margin) + 1.25rem)}
main>article>.tldr p{max-width:38rem;font-size:1.3125rem}
main>article>#analysis:has(.notes)>h2{position:static;margin-bottom:0}
main>article .notes{display:block;user-select:none;float:inline-start;clear:inline-start;width:calc(var(--margin) - 2.5rem);margin-block:.35rem 0;
margin-inline:calc(100% - min(38rem,100vw - 2.5rem - var(--margin)) - var(--margin)) 2.5rem;
font:.8125rem/1.4 var(--face);text-align:start;color:var(--ink);white-space:normal}
.note::before{content:attr(data-title);white-space:pre-wrap;tab-size:1.5rem}
.note{display:block;margin-bottom:.75rem;padding-inline-start:1.5rem;text-indent:-1.5rem;color:inherit;text-decoration:none}
.note:hover::before{text-decoration:underline}
.note::after{content:attr(data-facts);display:block;text-indent:0;color:var(--quiet);word-break:keep-all}
.draft{display:grid;grid-template-columns:1fr 1fr;gap:3rem;width:min(84rem,92vw);margin-inline-start:calc(50% - min(42rem,46vw))}}
@media (min-width:80rem){
:is(main,main>article)>.part{padding-inline-end:var(--after)}
:is(main,main>article)>.part>table{margin-inline-end:calc(-1*var(--after))}}
@media print{
.uses{display:none}.notes{display:none!important}
.cite{font-size:inherit;white-space:normal}
.cite>[id]{display:inline;margin:0;padding:0;background:none;color:inherit;font:inherit}
.cite>[id]::after{content:attr(data-n);font:.6875em/0 var(--face);vertical-align:super;color:inherit}
.joined{margin-inline-start:.25em}
.tldr{border:1px solid;margin-inline:0}
:is(#analysis,.sources small) a[href^=http]::after,.sources li>a:first-child::after{content:" <" attr(href) ">";font-size:.85em;overflow-wrap:anywhere}
summary{list-style:none}details::details-content{content-visibility:visible}
.tldr,.correction,figure,li{break-inside:avoid}}
`;
