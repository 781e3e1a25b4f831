// Pages that list stories or feeds.

export const listing = `
.stories{list-style:none;padding:0;margin:0}
.lead,.day,.h-feed>.facts{max-width:none}
.h-feed>h1{font-size:1.625rem;margin:0 0 .25rem}
.h-feed>.facts{border-bottom:1px solid var(--line);padding-bottom:1rem;margin-bottom:1.25rem}
.lead h2,.stories :is(h2,h3),.preview h2{letter-spacing:-.01em;margin:0 0 .5rem}
.lead h2{font-size:min(clamp(1.875rem,1.2rem + 2.9vw,2.875rem),12vw);line-height:1.12;margin-bottom:.75rem}
.lead .long{font-size:clamp(1.5rem,1.2rem + 1.3vw,2rem);line-height:1.2}
.stories :is(h2,h3),.preview h2{font-size:1.4375rem;line-height:1.2}
.lead h2 a,.stories :is(h2,h3) a,.preview h2 a{color:inherit;text-decoration-color:transparent}
.lead h2 a:hover,.stories :is(h2,h3) a:hover,.preview h2 a:hover{text-decoration-color:currentColor}
.p-summary{margin:0 0 .5rem;max-width:38rem;white-space:pre-line}
.lead .p-summary{font-size:1.1875rem;line-height:1.5}
.lead .facts,.stories .facts{font-size:.875rem;margin:0}
.stories .p-summary{font-size:1.0625rem;line-height:1.55}
:is(.lead,.stories) .facts .label{border:0;padding:0;font:inherit}
:is(.lead,.stories) .facts .label::after{content:" ·"}
.mark{font:500 .8125rem/1.35 var(--face);color:var(--ink)}
.mark.ai{color:var(--ai)}
.pictured{position:relative;display:grid;grid-template-columns:minmax(0,1fr);column-gap:1rem}
.pictured a.p-name::after{content:"";position:absolute;inset:0;grid-area:2/1/3/2}
.lead figure{margin:.25rem 0 1rem}
.pictured img{display:block;width:100%;height:auto;object-fit:cover;object-position:50% 30%;background:var(--line)}
.lead img{max-height:min(26rem,75vw)}
.day{border-top:1px solid var(--line);padding-top:1.25rem;margin-top:1.75rem}
.day>h2{font:700 .9375rem/1.5 var(--face);margin:0 0 .75rem}
.stories>li{margin:0}
.stories>li+li,.stories+.more{border-top:1px solid var(--line);padding-top:1.25rem;margin-top:1.25rem}
.stories>.pictured{grid-template:auto auto 1fr/minmax(0,1fr) 5.5rem}
.stories>.pictured>*{grid-column:1/-1}
.stories>.pictured>h3{grid-column:1}
.stories>.pictured>img,.stories>.pictured a.p-name::after{grid-area:1/2/2/3}
.stories img{aspect-ratio:1;margin-bottom:.75rem}
.day .more time{display:inline;white-space:nowrap}
.brief{padding-top:.75rem;margin-top:.25rem}
.brief>h2{font-weight:400;font-size:.875rem;color:var(--quiet);margin:0}
.brief .more li:last-child{margin-bottom:.5rem}
.day:not(.brief)+.brief{margin-top:1.5rem}
.facts+.brief{border:0;padding:0}
.author{display:flex;flex-wrap:wrap;gap:.75rem 1.25rem;margin-bottom:1rem}
.author div{flex:1 1 12rem}
.author h1{font-size:1.875rem;margin:0}
.author p{margin:.25rem 0}
.author img{width:6rem;height:6rem;border-radius:50%;object-fit:cover}
.feeds dt{font-weight:600;margin-top:1rem}
.feeds{font-size:1rem}
.feeds dd{margin:.15rem 0;overflow-wrap:anywhere}
.feeds dt a{color:inherit;text-decoration-color:var(--line)}
.feeds dd+dd,.feeds dd+dd a{color:var(--quiet);font-size:.875rem}
.preview{padding:0;list-style:none}
.preview p>small{display:block}
.preview>li{border-top:1px solid var(--line);padding-top:1.5rem;margin-bottom:2rem}
.search{margin:0 0 1.25rem;font:1rem/1.5 var(--face)}
.search p{display:flex;flex-wrap:wrap;gap:.25rem .5rem;margin:0}
.search label{flex-basis:100%;font-size:.875rem;color:var(--quiet)}
.search :is(input,select){width:100%}
.search #q{flex:1 1 9rem}
.search :is(input,select,button){font:inherit;min-width:0;min-height:2.75rem;padding:.25rem .6rem!important;color:inherit;background:none;border:1px solid var(--quiet);border-radius:2px}
.search option{background:var(--paper)}
.search summary{padding:.6rem 0;font-size:.9375rem;width:fit-content}
.fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,11rem),1fr));gap:.75rem 1.25rem}
.found>li:first-child{border-top:1px solid var(--line);padding-top:1.25rem;margin-top:1rem}
.searching>h1{font-size:1.625rem;margin:0 0 .75rem}
.searching .facts{margin-bottom:1rem}
.found>li>*{max-width:38rem}
.found p:not(.facts){font-size:1.0625rem;line-height:1.55;margin:0 0 .35rem}
mark{color:inherit;background:color-mix(in srgb,currentColor 12%,transparent);border-radius:2px}
@media (min-width:40rem){
.stories>.pictured{grid-template-columns:minmax(0,1fr) 10rem;column-gap:1.5rem}
.stories>.pictured>*{grid-column:1}
.stories>.pictured>img,.stories>.pictured a.p-name::after{grid-row:1/var(--end,4)}
.stories img{aspect-ratio:4/3;margin-top:.3rem}}
@media (min-width:60rem){
.lead,.day{display:grid;grid-template-columns:12rem minmax(0,1fr);column-gap:2.5rem}
.lead h2{grid-column:1/-1}
.lead .p-summary{grid-column:2;font-size:1.25rem}
.lead .facts{grid-area:2/1;padding-top:.35rem}
.lead .facts :is(.by,.label){display:block}
.lead .facts .by>span,.lead .facts .label::after{display:none}
.lead.pictured{grid-template:auto auto 1fr/minmax(0,9fr) minmax(0,16fr)}
.lead.pictured>:is(.p-summary,.facts){grid-area:auto/1;font-size:1.125rem;padding:0}
.lead.pictured>.facts{font-size:.875rem}
.lead figure,.lead.pictured a.p-name::after{grid-area:2/2/4;margin-bottom:0}
.day>h2{position:sticky;top:1.25rem;align-self:start;grid-row:1/3}
.day>:not(h2){grid-column:2}
.day .more:has(>:nth-child(6)){columns:2;column-gap:2.5rem}
.day .more li{break-inside:avoid}
main>.feeds{max-width:none;display:grid;grid-template-columns:12rem minmax(0,1fr);column-gap:2.5rem}
.feeds dt{grid-column:1}.feeds dd{grid-column:2}.feeds dt+dd{margin-top:1rem}}
@media (min-width:80rem){
.lead img{max-height:30rem}
.lead.pictured{grid-template-columns:minmax(0,7fr) minmax(0,11fr)}
.lead .p-summary{font-size:1.375rem;max-width:44rem}
.lead.pictured h2{grid-column:1}
.lead.pictured h2:not(.long){font-size:2.5rem}
.lead figure,.lead.pictured a.p-name::after{grid-row-start:1}
.lead,.day{grid-template-columns:11rem minmax(0,1fr)}
.day .stories{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));column-gap:2.5rem}
.day .stories>li:nth-child(2){border:0;padding:0;margin:0}
.day .stories>li:last-child:nth-child(odd){grid-column:1/-1}
.day .stories>.pictured:is(:not(:last-child),:nth-child(even)){--end:2;grid-template-columns:minmax(0,1fr) 7rem}
.day .stories>.pictured:is(:not(:last-child),:nth-child(even))>p{grid-column:1/-1}
.day .more:has(>:nth-child(6)){columns:3}}
@media print{.p-summary,.found>li>*{max-width:none}.lead img{max-height:70mm}.stories img{display:none}.stories>.pictured{display:block}.stories>li{break-inside:avoid}}
`;
