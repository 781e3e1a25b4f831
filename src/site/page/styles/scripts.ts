// Writing systems that need other faces, more leading or no italics; and languages whose words are long for a phone's lines.

const NEED_LEADING = ['ar', 'fa', 'ur', 'he', 'hi', 'mr', 'ne', 'bn', 'ta', 'th', 'zh', 'ja', 'ko'];
const tall = `:is(${NEED_LEADING.map((language) => `:lang(${language})`).join()})`;

/** Languages whose words are long for a line on a phone. */
const wordy = ':is(:lang(de),:lang(nl),:lang(sv),:lang(fi),:lang(hu),:lang(ru),:lang(tr))';

export const scripts = `
:lang(ar),:lang(fa),:lang(ur){--book:Charter,"Bitstream Charter","Iowan Old Style",Georgia,"Noto Serif","Noto Naskh Arabic","Geeza Pro",serif}
:lang(he){--book:Charter,"Bitstream Charter","Iowan Old Style","Noto Serif","Noto Serif Hebrew",David,serif}
:lang(hi){--book:Charter,"Bitstream Charter","Iowan Old Style","Noto Serif","Noto Serif Devanagari","Kohinoor Devanagari","Nirmala UI",serif}
:lang(zh){text-autospace:ideograph-alpha;--book:"Songti SC","Noto Serif CJK SC","Noto Serif SC","Microsoft YaHei",serif}
:lang(zh-Hant),:lang(zh-TW),:lang(zh-HK),:lang(zh-MO){--book:"Songti TC","Noto Serif CJK TC","Noto Serif TC","Microsoft JhengHei",serif}
:lang(ja){text-autospace:ideograph-alpha;--book:"Hiragino Mincho ProN","Noto Serif CJK JP","Yu Mincho",serif}
:lang(ko){text-autospace:no-autospace;--book:"Noto Serif CJK KR","Apple SD Gothic Neo","Malgun Gothic",serif}
${tall}{letter-spacing:0}
${tall}:is(p,li,h1,h2,h3){line-height:1.75;letter-spacing:0}
${tall}:is(h1,h2,h3){line-height:1.4}
${tall}:is(em,i){font-style:normal;font-weight:600}
q:lang(fr){quotes:"«\\a0" "\\a0»"}
:lang(ko):is(h1,h2,h3){word-break:keep-all}:lang(ja):is(h1,h2,h3){word-break:auto-phrase}
${wordy}:is(h1,h2,h3){hyphens:auto;hyphenate-limit-chars:22 6 6}
:lang(fa) :is(.lead,.stories) .facts .label::after{content:" |"}
@media (max-width:40rem){${wordy}:is(p,li,h1,h2,h3){hyphens:auto;hyphenate-limit-chars:10 4 4}
.cite,bdi,code,pre{hyphens:manual}}
`;
