// Pages that list stories or feeds.

export const listing = `
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
.feeds dt{font-weight:600;margin-top:1rem}
.feeds{font-size:1rem}
.feeds dd{margin:.15rem 0;overflow-wrap:anywhere}
.preview{padding:0;list-style:none}
.preview>li{border-top:1px solid var(--line);padding-top:1.5rem;margin-bottom:2rem}
@media (min-width:60rem){
.stories>li{display:grid;grid-template-columns:12rem minmax(0,1fr);column-gap:2.5rem}
.stories>li>*{grid-column:2}
.stories>li>.facts{grid-column:1;grid-row:1/3;padding-top:.35rem}}
`;
