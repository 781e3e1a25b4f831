import type { Story } from '../src/site/story/story.ts';
import { aStory } from './samples.ts';

// Stories as strangers write them: addresses that RFC 3986 forbids, headlines that look like HTML, emoji, and many languages. The feeds of
// these were valid for W3C's validator (w3c/feedvalidator 43dabeb2, level AA) on 2026-11-29.

/** Addresses as people copy them, each with the URI that documents print. */
export const ADDRESSES: readonly [url: string, uri: string][] = [
  ['https://example.com/a%20b?x=[1]&y={2}|3', 'https://example.com/a%20b?x=%5B1%5D&y=%7B2%7D%7C3'],
  ['https://example.com/wiki/A|B[1]^2`{x}', 'https://example.com/wiki/A%7CB%5B1%5D%5E2%60%7Bx%7D'],
  ['https://example.com/100%?q=100%&r=%zz&s=%4', 'https://example.com/100%25?q=100%25&r=%25zz&s=%254'],
  ['https://example.com/?filter[]=a&filter[]=b\\c', 'https://example.com/?filter%5B%5D=a&filter%5B%5D=b%5Cc'],
  ['https://example.com/#a#b|c', 'https://example.com/#a%23b%7Cc'],
  ['https://example.com/#:~:text=5%25%20of-,a,b', 'https://example.com/#:~:text=5%25%20of-,a,b'],
  [
    'https://example.com/Ärger/東京?q=ß#é',
    'https://example.com/%C3%84rger/%E6%9D%B1%E4%BA%AC?q=%C3%9F#%C3%A9',
  ],
  ['http://[2001:db8::1]:8080/x[1]', 'http://[2001:db8::1]:8080/x%5B1%5D'],
  ["https://example.com/it's?q='a'", "https://example.com/it's?q=%27a%27"],
  ['https://BÜCHER.example/?a="b"<c>', 'https://xn--bcher-kva.example/?a=%22b%22%3Cc%3E'],
  ['https://user:p|w@example.com/', 'https://user:p%7Cw@example.com/'],
  ['https://пример.example/путь', 'https://xn--e1afmkfd.example/%D0%BF%D1%83%D1%82%D1%8C'],
  ['https://example.com', 'https://example.com/'],
];

const quote = { exact: 'words, with a comma – and a dash', prefix: 'before', suffix: 'after' };

/** One story whose every address is hard. */
const addressed = aStory({
  slug: 'hard-addresses',
  headline: 'Every address in this story is hard',
  abstract: 'A claim that has evidence.',
  articleBody: ADDRESSES.map(([url]) => `Cited.([a](<${url.replace(/[\\<>]/g, '\\$&')}>))`)
    .concat('A [link](<https://example.com/?only=[linked]|>) and <https://example.com/?auto={1}>.')
    .join('\n\n'),
  citation: ADDRESSES.map(([url], index) => ({
    url,
    name: `Source ${index + 1}`,
    publisher: { name: 'P', url: 'https://publisher.example/[p]' },
    author: [{ name: 'A', url: 'https://author.example/{a}' }],
    quote,
    ...(index % 2 ? { archivedAt: `https://archive.example/20260301120000/${url}` } : {}),
    ...(index % 3 ? {} : { linkStatus: 404, archivedAt: `https://archive.example/20260301120000/${url}` }),
  })),
  evidence: ADDRESSES.slice(0, 3).map(([source]) => ({ claim: 'A claim that has evidence.', source, quote })),
  author: [{ name: 'Ann Lee', url: 'https://ann.example/?me=[1]|' }],
  license: 'https://licence.example/{by}|4.0',
  image: {
    url: 'https://img.example/a[1]|{2}.jpg?w=[3]',
    alt: 'A picture',
    width: 1200,
    height: 630,
    encodingFormat: 'image/jpeg',
  },
  provenance: {
    abstract: {
      digitalSourceType: 'trainedAlgorithmicMedia',
      reviewedBy: { name: 'Bo', url: 'https://bo.example/[b]' },
    },
  },
});

const HEADLINES: readonly [language: string, headline: string][] = [
  ['en', 'The <dialog> element, <b>bold</b> & &lt;escaped&gt;'],
  ['en', 'Bill rises 5 < 7 > 3, says AT&T'],
  ['en', 'Port bill 🚢 rises again 👩‍👩‍👧‍👦 🏳️‍🌈 #️⃣'],
  ['de', 'Wir bauen ⚡️ Strom: „Größe“ für 5 €'],
  ['ar', 'نصّ فيه AT&T و<b>وسم</b> و5 > 3'],
  ['he', 'כותרת עם (סוגריים) ו-<i>'],
  ['fa', 'می‌خواهم: نیم‌فاصله'],
  ['hi', 'हिन्दी में क्षेत्र और 5 < 7'],
  ['ja', '「見出し」と＜全角＞と<半角>'],
  ['zh-Hans', '成本 <成本> 上涨 🚀'],
  ['zh-Hant', '臺灣的「數位」發展'],
  ['ko', '한국어 제목 & 기호'],
  ['th', 'ภาษาไทยไม่มีช่องว่าง'],
  ['nl', 'Een taal zonder eigen woorden: één'],
  ['vi', 'Tiếng Việt có dấu: Đường'],
  ['tr', 'İstanbul’da ışık ve ı'],
  ['en', '\u202Eoverride\u202C and \u2066isolate\u2069'],
  ['en', ']]> <![CDATA[ x ]]> -->'],
  ['en', 'ﬁ ligature, 𝔐𝔞𝔱𝔥 and Z̸̢a̷l̶g̴o̵'],
];

/** The stories, the oldest first. */
export const foreignCorpus: Story[] = [
  addressed,
  ...HEADLINES.map(([inLanguage, headline], index) =>
    aStory({
      slug: `headline-${index + 1}`,
      headline,
      abstract: `${headline}\n${headline}`,
      articleBody: `${headline.replace(/[\\<>[\]*_]/g, '\\$&')} ([x](https://a.example/${index}))\\\nA second line.`,
      citation: [{ url: `https://a.example/${index}`, name: headline, inLanguage }],
      author: index % 2 ? [{ name: 'Ann & Bo <Lee>' }, { name: headline.slice(0, 50) }] : [],
      keywords: ['ai', `topic-${index}`],
      inLanguage,
      datePublished: new Date(Date.UTC(2026, 2, 5, 9, index)).toISOString(),
    }),
  ),
];
