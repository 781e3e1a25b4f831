import { Renderer } from '@takumi-rs/wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import keptSiteCard from '../../../data/public/card.png?inline';
import { type Card, cardFormat, cardOfSite, cardOfStory } from '../../../src/site/card/card.ts';
import { coverageOf } from '../../../src/site/card/coverage.ts';
import {
  loadPainter,
  MAX_CARD_BYTES,
  type Painter,
  type PictureFile,
} from '../../../src/site/card/painter.ts';
import { concat, toBytes, uint32 } from '../../../src/site/pictures/bytes.ts';
import { cleanPicture } from '../../../src/site/pictures/clean.ts';
import { crc32 } from '../../../src/site/pictures/crc32.ts';
import { PNG_SIGNATURE } from '../../../src/site/pictures/png.ts';
import * as fc from '../../draw.ts';
import { aStory, fullStory, publish, sampleStories, site } from '../../samples.ts';
import { pictureFile } from '../pictures/files.ts';
import { loadFont } from './load-font.ts';

let painter: Painter;
beforeAll(async () => {
  painter = await loadPainter();
});
const paint = (card: Card, picture: PictureFile | null = null) => painter(card, { loadFont, picture });

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

/** Makes a PNG of random pixels, the same each time (W3C PNG, section 5). */
async function noise(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  let state = 1;
  // Each row begins with its filter: none.
  const pixels = Uint8Array.from({ length: height * (width * 3 + 1) }, (_, at) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return at % (width * 3 + 1) === 0 ? 0 : (state >> 16) & 255;
  });
  const packed = new Blob([pixels]).stream().pipeThrough(new CompressionStream('deflate'));
  const chunk = (type: string, content: Uint8Array) => {
    const named = concat([toBytes(type), content]);
    return concat([uint32(content.byteLength), named, uint32(crc32(named))]);
  };
  return concat([
    toBytes(PNG_SIGNATURE),
    // Eight bits a channel, three channels, nothing else.
    chunk('IHDR', concat([uint32(width), uint32(height), Uint8Array.of(8, 2, 0, 0, 0)])),
    chunk('IDAT', new Uint8Array(await new Response(packed).arrayBuffer())),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** Letters of every alphabet in the fonts, and of some alphabets that they lack. */
const anyLetter = fc.oneof(
  fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCWMäößéñçłőđ ’“”–—&<>'),
  fc.constantFrom(...'αβγδεζηθλμνξπρστυφχψωΆΈΩ'),
  fc.constantFrom(...'абвгдежзийклмнопрстуфхцчшщъыьэюяЙЩґєії'),
  fc.constantFrom(...'ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ'),
  fc.constantFrom(...'中文日本語한국어العربيةעבריתहिन्दीไทย🚀བོད'),
);

describe('every card is a picture of 1200 by 630 with at most 300,000 bytes:', () => {
  test.each([...sampleStories, fullStory].map((story) => [story.slug, story] as const))(
    '%s',
    async (_slug, story) => {
      const card = cardOfStory(publish(story), site);
      const file = await paint(card, { bytes: pictureFile('photo.jpg') });
      const extension = cardFormat(card) === 'png' ? 'png' : 'jpg';
      expect(cleanPicture(file)).toMatchObject({ ok: true, extension, width: 1200, height: 630 });
      expect(file.byteLength).toBeLessThanOrEqual(MAX_CARD_BYTES);
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
        expect(png.byteLength).toBeLessThanOrEqual(MAX_CARD_BYTES);
      }),
      { numRuns: 60 },
    );
  });
});

test('the same card has the same bytes from every painter', async () => {
  const again = await loadPainter();
  for (const headline of ['One', 'Δύο', 'Три', 'Bốn', '五', 'خمسة', 'छह', 'เจ็ด']) {
    await again(card(`${headline} 中 before`, { language: 'ja' }), { loadFont, picture: null });
    expect(await again(card(headline), { loadFont, picture: null })).toEqual(await paint(card(headline)));
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

describe('what the fonts lack is left out, and the words remain:', () => {
  test.each([
    ['a private character', 'A logo \ue000 of ours', 'A logo of ours'],
    ['an emoji of the next Unicode', '\u{1fafd}\u{1fc00} Rocket launch', 'Rocket launch'],
    ['one before punctuation', 'Rocket \ue000, delayed', 'Rocket, delayed'],
    ['fancy letters', '𝗕𝗿𝗲𝗮𝗸𝗶𝗻𝗴 news', 'Breaking news'],
    ['the frame of a keycap', 'In 3️⃣ steps', 'In 3 steps'],
    ['spaces of other widths', 'One\u3000two', 'One two'],
  ])('%s', async (_what, headline, plain) => {
    expect(await paint(card(headline))).toEqual(await paint(card(plain)));
    expect(await paint(card(headline))).not.toEqual(await paint(card(null)));
  });

  test('every emoji, where the fonts are missing', async () => {
    const bare = await loadPainter();
    const paintWithout = (headline: string) =>
      bare(card(headline), { loadFont: async () => null, picture: null });
    expect(await paintWithout('🚀 Rocket 👩🏽‍🚀🇺🇸 launch ❤️')).toEqual(await paintWithout('Rocket launch'));
  });
});

describe('emoji and signs are drawn:', () => {
  test.each([
    '🚀',
    '👍🏽',
    '🇺🇸',
    '👩‍🚀',
    '❤️',
    '★★★★☆',
    '⇒ ∀ ↔',
    '☎ ● ♥ ✔',
    '₪5',
    '⅕',
    '25 ℃',
    'Gɛrɛ',
    '/ˈwʊstər/',
    'Ἀθῆναι',
  ])('%s', async (signs) => {
    expect(await paint(card(`About ${signs}`))).not.toEqual(await paint(card('About')));
    expect(await paint(card(`About ${signs}`))).not.toEqual(await paint(card(null)));
  });

  test('several that are joined are one', async () => {
    const [woman, rocket, both] = await Promise.all(
      ['👩', '🚀', '👩‍🚀'].map((emoji) => paint(card(`About ${emoji}`))),
    );
    expect(new Set([woman, rocket, both, await paint(card('About 👩🚀'))].map(String)).size).toBe(4);
  });
});

describe('a headline that the fonts cannot draw is left out as a whole:', () => {
  test.each([
    ['Tibetan', 'བོད་ཡིག'],
    ['a word in it', 'The script བོད of Tibet'],
    ['a tone mark on a letter that only the sans has', 'Ɔ̀sun'],
    ['a character that an index names and no font has', 'Baku takes ₼5 a month'],
    ['nothing visible', '\u200d\u200c'],
    ['nothing but emoji that no font has', '\u{1fafd}'],
  ])('%s', async (_what, headline) => {
    // The language makes no difference to the site's own words.
    expect(await paint(card(headline))).toEqual(await paint(card(null)));
  });

  test('without the files of the fonts, every script but those of the serif', async () => {
    // A painter that has loaded nothing before.
    const bare = await loadPainter();
    const paintWithout = (each: Card) => bare(each, { loadFont: async () => null, picture: null });
    for (const headline of ['中国人工智能', 'المفوضية', 'הנציבות', 'यूरोपीय आयोग', 'คณะกรรมาธิการ', '한국의'])
      expect(await paintWithout(card(headline))).toEqual(await paintWithout(card(null)));
    expect(await paintWithout(card('Еврокомиссия'))).not.toEqual(await paintWithout(card(null)));
  });

  test('the same holds for the name of a site', async () => {
    expect(await paint(card('A headline', { site: 'བོད' }))).toEqual(
      await paint(card('A headline', { site: 'ཡིག' })),
    );
    expect(pngSize(await paint(card(null, { site: 'བོད', tagline: 'ཡིག' })))).toEqual({
      width: 1200,
      height: 630,
    });
  });

  test('fonts that cannot be read now fail the card, so that it is drawn later', async () => {
    const broken = await loadPainter();
    const failing = { loadFont: () => Promise.reject(new Error('No answer.')), picture: null };
    await expect(broken(card('ଓଡ଼ିଆ ไทย'), failing)).rejects.toThrow('No answer.');
  });
});

test('a card has the newsroom’s accent, and its own without one', async () => {
  const withAccent = async (accent?: string) => paint(card('A headline', accent ? { accent } : {}));
  expect(await withAccent('#94430f')).toEqual(await withAccent());
  expect(await withAccent('#0b6e4f')).not.toEqual(await withAccent());
});

describe('the picture of a story', () => {
  const picture = { url: 'https://news.example/pictures/photo.jpg', width: 640, height: 480 };
  const withPicture = card('A headline', { picture });

  test.each([
    'photo.jpg',
    'progressive.jpg',
    'cmyk.jpg',
    'photo.png',
    'palette.png',
    'photo.webp',
    'animated.webp',
  ])('is on its card: %s', async (name) => {
    const file = await paint(withPicture, { bytes: pictureFile(name) });
    expect(cleanPicture(file)).toMatchObject({ ok: true, extension: 'jpg' });
    expect(file).not.toEqual(await paint(withPicture));
    expect(file).toEqual(await paint(withPicture, { bytes: pictureFile(name) }));
  });

  test.each(['photo.avif', 'still.gif'])('is left out if the renderer cannot decode it: %s', async (name) => {
    const story = aStory({
      image: {
        url: '/a',
        width: 800,
        height: 600,
        encodingFormat: name.endsWith('avif') ? 'image/avif' : 'image/gif',
      },
    });
    expect(cardOfStory(publish(story), site).picture).toBeNull();
  });

  test.each([
    ['not a picture', new TextEncoder().encode('<svg/>')],
    ['cut short', pictureFile('photo.png').subarray(0, 500)],
    ['empty', new Uint8Array()],
  ])('leaves its card without one if its file is %s', async (_what, bytes) => {
    expect(await paint(withPicture, { bytes: Uint8Array.from(bytes) })).toEqual(await paint(withPicture));
  });

  test('is turned as its metadata say', async () => {
    const bytes = pictureFile('photo.jpg');
    const all = await Promise.all(
      ([1, 2, 3, 4, 5, 6, 7, 8] as const).map((orientation) => paint(withPicture, { bytes, orientation })),
    );
    expect(new Set(all.map(String)).size).toBe(8);
  });

  test('takes at most 300,000 bytes, even if it is nothing but noise', async () => {
    const [width, height] = [464, 300];
    const noisy = card('A headline', { picture: { ...picture, width, height } });
    const file = await paint(noisy, { bytes: await noise(width, height) });
    expect(cleanPicture(file)).toMatchObject({ ok: true, extension: 'jpg' });
    expect(file.byteLength).toBeLessThanOrEqual(MAX_CARD_BYTES);
  });
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
