// One stylesheet for every page, inlined: a story arrives in one request. The decisions behind it:
//
// - A story is read, so text is set in the reader's own book face at 1.125 rem on 1.6, in a measure of 38 rem (about 68
//   characters). What frames it (dates, labels, lists of feeds) is set smaller in the system's interface face, so that
//   the two voices, the newsroom's and the page's, never mix.
// - One accent, a wire-copper, for links and the rule beside the TL;DR; all else is ink on paper. Every pair of colours
//   has a contrast of at least 4.5 to 1, in both schemes.
// - What AI wrote stands in a box of its own with its label in words; what the newsroom wrote never does.
// - Spacing comes in steps of 0.5 rem. Nothing scrolls sideways: long URLs and code break.

export const stylesheet = `
:root{color-scheme:light dark;
--paper:#fdfcf9;--ink:#1c1b19;--quiet:#5c574f;--line:#dcd7cc;--accent:#94430f;--box:#f6f1e7}
@media (prefers-color-scheme:dark){:root{
--paper:#16171a;--ink:#e9e6df;--quiet:#aba59a;--line:#3a3a3d;--accent:#f0a36b;--box:#202126}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word;
font:1.125rem/1.6 Charter,"Bitstream Charter","Iowan Old Style",Georgia,"Noto Serif",serif}
header,main,body>footer{max-width:42rem;margin:0 auto;padding:0 1.25rem}
a{color:var(--accent);text-underline-offset:.15em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
h1,h2,h3,h4,h5,h6{line-height:1.22;text-wrap:balance;margin:2rem 0 .5rem;font-weight:700}
h1{font-size:clamp(1.75rem,1.3rem + 2vw,2.5rem);letter-spacing:-.012em;margin:1.5rem 0 .75rem}
h2{font-size:1.3rem}h3{font-size:1.15rem}h4,h5,h6{font-size:1rem}
p,ul,ol,blockquote,pre,table{margin:0 0 1rem}
ul,ol{padding-inline-start:1.5rem}
li{margin-bottom:.35rem}
blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:3px solid var(--line);font-style:italic}
code,pre{font:.875em/1.5 ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--box);padding:1rem;border-radius:4px}
table{display:block;overflow-x:auto;border-collapse:collapse;font-size:1rem}
td,th{border-bottom:1px solid var(--line);padding:.4rem .5rem .4rem 0;text-align:start;vertical-align:top}
hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
sup{font-size:.7em;line-height:0;margin-inline-start:.1em}
sup a{text-decoration:none;padding:.2em .25em}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-inline-start:-100vw}
.skip:focus{position:static}
header,body>footer,.facts,.label,.notice,.feeds,.more,.history{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header{padding-top:1.5rem;padding-bottom:1rem;font-size:.9375rem;line-height:1.5}
header::after{content:"";display:block;border-bottom:1px solid var(--line);padding-top:1rem}
.site{font:700 1.375rem/1.2 Charter,"Bitstream Charter","Iowan Old Style",Georgia,"Noto Serif",serif;
color:var(--ink);text-decoration:none;letter-spacing:-.01em}
.tagline{color:var(--quiet);margin:.25rem 0 .75rem}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0;padding:0}
nav li{margin:0}
nav a[aria-current]{color:var(--ink);font-weight:600;text-decoration:none}
.facts{color:var(--quiet);font-size:.9375rem;line-height:1.5;margin-bottom:1.5rem}
.label{display:inline-block;font-size:.75rem;font-weight:600;line-height:1.4;letter-spacing:.02em;
border:1px solid currentColor;border-radius:3px;padding:.05rem .4rem;color:var(--accent);vertical-align:.1em}
.tldr{background:var(--box);border-inline-start:4px solid var(--accent);padding:1rem 1.25rem;margin:0 0 1rem}
.tldr h2{font-size:1rem;margin:0 0 .35rem}
small{font:400 .8125rem/1.4 system-ui,sans-serif;color:var(--quiet)}
.tldr p{margin:0;white-space:pre-line}
.notice{color:var(--quiet);font-size:.875rem;line-height:1.5;margin-bottom:2rem}
.notice p{margin:0}
.correction{border:1px solid var(--line);padding:.75rem 1.25rem;margin-bottom:1rem;font-size:1rem}
.correction p{margin:0;white-space:pre-line}
.sources li{font-size:1rem;line-height:1.5;padding-inline-start:.25rem}
.sources li:target{background:var(--box);outline:.5rem solid var(--box)}
sup:target a{background:var(--accent);color:var(--paper);border-radius:2px}
.sources q{display:block;margin:.25rem 0;font-style:italic}
.uses a{text-decoration:none;padding:.1em .3em}
figure{margin:0 0 1.5rem}
figure img{display:block;max-width:100%;height:auto}
figcaption{color:var(--quiet);font-size:.875rem;margin-top:.5rem}
.stories{list-style:none;padding:0;margin:0}
.stories>li{padding:1.25rem 0;border-bottom:1px solid var(--line);margin:0}
.stories h2{font-size:1.375rem;margin:0 0 .35rem;text-wrap:pretty}
.stories h2 a,.more a{color:inherit;text-decoration-color:transparent}
.stories h2 a:hover,.more a:hover{text-decoration-color:var(--accent)}
.stories p{margin:0 0 .5rem;white-space:pre-line}
.stories .facts{font-size:.875rem;margin:0}
.more{list-style:none;padding:0;font-size:1rem;line-height:1.45}
.more li{padding:.4rem 0;margin:0}
.more time{display:block;color:var(--quiet);font-size:.8125rem}
.history{margin-top:2rem;font-size:1rem}
.feeds{font-size:1rem}
.feeds dt{font-weight:600;margin-top:1rem}
.feeds dd{margin:.15rem 0;overflow-wrap:anywhere}
.preview>li{border-bottom:1px solid var(--line);margin-bottom:1.5rem}
@media (min-width:70rem){.draft{display:grid;grid-template-columns:1fr 1fr;gap:3rem;width:min(84rem,92vw);margin-inline-start:calc(50% - min(42rem,46vw))}}
body>footer{color:var(--quiet);font-size:.875rem;line-height:1.6;padding-top:1rem;padding-bottom:3rem}
body>footer::before{content:"";display:block;border-top:1px solid var(--line);margin:2.5rem 0 1rem}
body>footer p{margin:0 0 .5rem}
@media print{
:root{--paper:#fff;--ink:#000;--quiet:#333;--line:#999;--accent:#000;--box:#fff}
body{font-size:11pt}header nav,.skip,.uses,body>footer{display:none}
header,main{max-width:none;padding:0}
.sources a[href^=http]::after{content:" (" attr(href) ")";font-size:.85em;overflow-wrap:anywhere}
.tldr,.correction,li{break-inside:avoid}h2,h3{break-after:avoid}}
`;

let hash: string | undefined;

/** The stylesheet's hash as a Content-Security-Policy names it: `sha256-…`. */
export async function stylesheetHash(): Promise<string> {
  if (hash === undefined) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(stylesheet));
    hash = `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
  }
  return hash;
}
