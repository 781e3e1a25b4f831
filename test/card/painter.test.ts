import { Renderer } from '@takumi-rs/wasm';

import { beforeAll, describe, expect, test } from 'vitest';
import keptSiteCard from '../../data/public/card.png?inline';
import { type Card, cardOfSite, cardOfStory } from '../../src/card/card.ts';
import { coverageOf } from '../../src/card/coverage.ts';
import { loadPainter, type Painter } from '../../src/card/painter.ts';
import fc from '../draw.ts';
import { fullStory, publish, sampleStories, site } from '../samples.ts';

/** The most bytes of a card: the lowest limit of the known messengers. */
const CARD_BYTES = 300_000;

let paint: Painter;
beforeAll(async () => {
  paint = await loadPainter();
});

const card = (headline: string | null, fields: Partial<Card> = {}): Card => ({
  ...cardOfSite(site),
  headline,
  language: 'en',
  facts: ['March 4, 2026', '3 news sources'],
  label: 'TL;DR is AI-generated',
  ...fields,
});

/** Reads width and height from the header of a PNG (W3C PNG, sections 5.2 and 11.2.1). */
function pngSize(png: Uint8Array): { width: number; height: number } {
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Letters of every alphabet in the fonts, and of some alphabets that they lack. */
const anyLetter = fc.oneof(
  fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCWMäößéñçłőđ ’“”–—&<>'),
  fc.constantFrom(...'αβγδεζηθλμνξπρστυφχψωΆΈΩ'),
  fc.constantFrom(...'абвгдежзийклмнопрстуфхцчшщъыьэюяЙЩґєії'),
  fc.constantFrom(...'ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ'),
  fc.constantFrom(...'中文日本語한국어العربيةעבריתहिन्दीไทย🚀'),
);

describe('every card is a PNG of 1200 by 630 with at most 300,000 bytes:', () => {
  test.each([...sampleStories, fullStory].map((story) => [story.slug, story] as const))(
    '%s',
    async (_slug, story) => {
      const png = await paint(cardOfStory(publish(story), site));
      expect(pngSize(png)).toEqual({ width: 1200, height: 630 });
      expect(png.byteLength).toBeLessThanOrEqual(CARD_BYTES);
    },
  );

  test('for any headline', async () => {
    const headline = fc.oneof(
      fc.array(anyLetter, { minLength: 1, maxLength: 200 }).map((letters) => letters.join('').slice(0, 200)),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(headline, async (text) => {
        const png = await paint(card(text));
        expect(pngSize(png)).toEqual({ width: 1200, height: 630 });
        expect(png.byteLength).toBeLessThanOrEqual(CARD_BYTES);
      }),
      { numRuns: 60 },
    );
  });
});

test('the same card has the same bytes from every painter', async () => {
  const again = await loadPainter();
  for (const headline of ['One', 'Δύο', 'Три', 'Bốn', '五']) {
    await again(card(`${headline} before`));
    expect(await again(card(headline))).toEqual(await paint(card(headline)));
  }
});

describe('a headline that the fonts can draw is drawn:', () => {
  test.each([
    ['English', 'Atom at twenty: the feed format that went through the IETF'],
    ['German', 'Bundesverfassungsgericht prüft Telekommunikationsüberwachungsverordnung'],
    ['Polish', 'Zażółć gęślą jaźń'],
    ['Turkish', 'İstanbul’da ışık ve gölge'],
    ['Greek', 'Η Ευρωπαϊκή Επιτροπή δημοσιεύει νέους κανόνες'],
    ['Russian', 'Еврокомиссия опубликовала правила маркировки'],
    ['Ukrainian', 'Єврокомісія оприлюднила правила ґрунтового маркування'],
    ['Vietnamese', 'Việt Nam công bố tiêu chuẩn mở về trí tuệ nhân tạo'],
    ['Vietnamese, decomposed', 'Việt Nam công bố tiêu chuẩn mở'.normalize('NFD')],
    ['joiners and marks of direction', 'Soft\u00adhyphen, \u200djoiner, \u2066isolate\u2069'],
    ['spaces', 'En\u2002quad, em\u2003space, thin\u2009space, no\u00a0break, ideographic\u3000space'],
    ['signs', '€100 “quoted” ‘single’ – dash — long … § † © ™ ½ № ¿¡'],
  ])('%s', async (_what, headline) => {
    expect(await paint(card(headline))).not.toEqual(await paint(card(null)));
  });
});

test.each(['W', 'Щ', 'Ώ', 'Ẵ', 'Œ', 'ŵ ', 'Ж'])(
  '200 times "%s" is drawn to its last letter',
  async (letters) => {
    const headline = letters.repeat(200 / letters.length);
    expect(await paint(card(headline))).not.toEqual(await paint(card(headline.slice(0, -letters.length))));
  },
);

test.each([
  'zh-Hans',
  'sr-Latn-RS',
  'de-CH-1996',
  'en-x-house',
  'en-US-u-ca-buddhist',
  'sl-rozaj-biske',
  'art-lojban',
])('a card can have any language of a record: %s', async (language) => {
  expect(pngSize(await paint(card('A headline', { language })))).toEqual({ width: 1200, height: 630 });
});

describe('a headline that the fonts cannot draw is left out as a whole:', () => {
  test.each([
    ['Chinese', '中国人工智能核心产业规模突破一万亿元'],
    ['Japanese', '日本の人工知能'],
    ['Korean', '한국의 인공지능'],
    ['Arabic', 'المفوضية الأوروبية تنشر قواعد جديدة'],
    ['Hebrew', 'הנציבות האירופית'],
    ['Hindi', 'यूरोपीय आयोग'],
    ['Thai', 'คณะกรรมาธิการยุโรป'],
    ['an emoji', 'Rocket 🚀 launch delayed'],
    ['mixed', 'China’s “core” AI industry (人工智能) grows'],
    ['private use', 'A logo \ue000 of ours'],
  ])('%s', async (_what, headline) => {
    // The language makes no difference to the site's own words.
    expect(await paint(card(headline))).toEqual(await paint(card(null)));
  });

  test('the same holds for the name of a site', async () => {
    expect(await paint(card('A headline', { site: '開線' }))).toEqual(
      await paint(card('A headline', { site: '公開通信社' })),
    );
    expect(pngSize(await paint(card(null, { site: '開線', tagline: '標準' })))).toEqual({
      width: 1200,
      height: 630,
    });
  });
});

test('a card has the newsroom’s accent, and its own without one', async () => {
  const withAccent = async (accent?: string) => paint(card('A headline', accent ? { accent } : {}));
  expect(await withAccent('#94430f')).toEqual(await withAccent());
  expect(await withAccent('#0b6e4f')).not.toEqual(await withAccent());
});

test('text that looks like markup is drawn as text', async () => {
  const plain = await paint(card('</text><script>alert("x")</script> &amp; <b>bold</b>'));
  expect(pngSize(plain)).toEqual({ width: 1200, height: 630 });
  expect(plain).not.toEqual(await paint(card('</text><script>alert("x")</script> & <b>bold</b>')));
});

test('a character is covered exactly if the renderer has a glyph for it', async () => {
  const { default: font } = await import(
    '@expo-google-fonts/source-serif-4/700Bold/SourceSerif4_700Bold.ttf'
  );
  const covers = coverageOf(font as unknown as ArrayBuffer);
  const renderer = new Renderer();
  await renderer.registerFont({ name: 'Serif', data: font as unknown as ArrayBuffer });
  const draw = async (text: string) =>
    String(
      await renderer.render(
        { type: 'text', text, style: { fontSize: 24 } },
        { width: 40, height: 40, format: 'raw' },
      ),
    );
  const emptyBox = await draw('\ue000');
  expect(emptyBox).not.toBe(await draw(' '));
  const wrong: string[] = [];
  for (let point = 0x21; point < 0x2c00; point++) {
    const character = String.fromCodePoint(point);
    // Without combining marks, which are not drawn alone, and unassigned or invisible code points.
    if (/[\p{M}\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(character)) continue;
    // Two vowels, drawn as two glyphs and thus as two empty boxes.
    if ('\u0e33\u0eb3'.includes(character)) continue;
    if (covers(character) === ((await draw(character)) === emptyBox)) wrong.push(character);
  }
  expect(wrong).toEqual([]);
});

test('the site’s card in data/public has its current words and mark (npm run deploy draws it)', async () => {
  const bytes = Uint8Array.from(atob(keptSiteCard.replace(/^.*,/, '')), (byte) => byte.charCodeAt(0));
  expect(bytes).toEqual(await paint(cardOfSite(site)));
});
