import init, { type Node, Renderer } from '@takumi-rs/wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { directionOf } from '../../../src/language/words.ts';
import { type Card, type CardFace, cardOfSite } from '../../../src/site/card/card.ts';
import { characterRanges, coverageOf } from '../../../src/site/card/coverage.ts';
import { chooseLayout } from '../../../src/site/card/fitting.ts';
import { headlineNode } from '../../../src/site/card/layout.ts';
import { loadPainter, type Painter } from '../../../src/site/card/painter.ts';
import { Typefaces } from '../../../src/site/card/typefaces.ts';
import { SERIF } from '../../../src/site/card/typography.ts';
import { drawableWords, type SetText, WordSetter } from '../../../src/site/card/words.ts';
import { site } from '../../samples.ts';
import { inkOf } from './ink.ts';
import { loadFont } from './load-font.ts';

// Real headlines in every script: that they are shaped, in their direction, and broken between words. Where glyphs are is measured,
// not compared with pictures.

const loaded: string[] = [];
let paint: Painter;
let typefaces: Typefaces;
let setter: WordSetter;
beforeAll(async () => {
  paint = await loadPainter();
  const { default: serif } = await import(
    '@expo-google-fonts/source-serif-4/700Bold/SourceSerif4_700Bold.ttf'
  );
  const data = serif as unknown as ArrayBuffer;
  const covers = coverageOf(data);
  typefaces = await Typefaces.make([{ name: SERIF, data, unicodeRange: characterRanges(data) }]);
  setter = new WordSetter(typefaces, covers, loadFont);
});

const set = async (text: string, language: string) => {
  const words = await setter.set(text, language);
  expect(words, `${text} can be drawn`).not.toBeNull();
  return words as SetText;
};

/** Measures a headline. Returns its lines from top to bottom, each with its runs from left to right. */
async function measure(text: string, language: string, width = 1056, size = 64) {
  const words = await set(text, language);
  const { children } = await typefaces.renderer.measure(
    {
      type: 'container',
      style: { display: 'flex' },
      children: [headlineNode(words, { size, width, mayBreak: false })],
    },
    { width: 1200, height: 630, fontFamilies: words.families },
  );
  const [{ runs }] = children as [(typeof children)[number]];
  const lines: { y: number; runs: typeof runs }[] = [];
  // Runs of one line differ a little in height, because their fonts do.
  for (const run of runs) {
    const line = lines.find(({ y }) => Math.abs(y - run.y) < size / 2);
    if (line) line.runs.push(run);
    else lines.push({ y: run.y, runs: [run] });
  }
  return lines.toSorted((a, b) => a.y - b.y).map((line) => line.runs.toSorted((a, b) => a.x - b.x));
}

const widthOf = async (text: string, language: string) =>
  (await measure(text, language, 4000)).flat().reduce((sum, { width }) => sum + width, 0);
const textOf = (runs: readonly { text: string }[]) =>
  runs.map(({ text }) => text.replaceAll('\u200b', '')).join('');

/** The words and marks of a line from left to right. */
const wordsOf = (runs: readonly { text: string }[]) => runs.map(({ text }) => text.trim()).filter(Boolean);

const draw = async (text: string, language: string) => {
  const words = await set(text, language);
  return String(
    await typefaces.renderer.render(headlineNode(words, { size: 64, width: 800, mayBreak: false }), {
      width: 800,
      height: 200,
      format: 'raw',
      fontFamilies: words.families,
    }),
  );
};

/** The zero width non-joiner, which keeps letters apart. */
const APART = '\u200c';

// The scripts that UAX #31 recommends (table 5), without Thaana, which has no font in npm, and Tibetan, whose font is too large.
describe('a headline in each script of the press of today is drawn, every word of it:', () => {
  test.each([
    ['Latin', 'pl', 'Sejm uchwalił ustawę o ochronie danych w sieci'],
    ['Cyrillic', 'uk', 'Верховна Рада ухвалила державний бюджет'],
    ['Greek', 'el', 'Η Βουλή ψήφισε τον προϋπολογισμό'],
    ['Arabic', 'ar', 'الحُكُومَةُ تُعْلِنُ خُطَّةً لِلإصلاحِ الاقتصاديّ'],
    ['Arabic, in Persian', 'fa', 'دولت لایحهٔ بودجهٔ ۱۴۰۵ را به مجلس می‌فرستد'],
    ['Arabic, in Urdu', 'ur', 'وزیرِ اعظم نے نئی پالیسی کا اعلان کر دیا'],
    ['Hebrew', 'he', 'בְּרֵאשִׁית: הממשלה אישרה תקציב של ₪600 מיליארד'],
    ['Armenian', 'hy', 'Ազգային ժողովն ընդունեց նոր բյուջեն'],
    ['Georgian', 'ka', 'პარლამენტმა ახალი ბიუჯეტი დაამტკიცა'],
    ['Ethiopic', 'am', 'የኢትዮጵያ ፓርላማ አዲሱን በጀት አጸደቀ'],
    ['Devanagari', 'hi', 'सर्वोच्च न्यायालय ने ₹5,000 करोड़ का हिसाब माँगा।'],
    ['Bengali', 'bn', 'ঢাকায় নতুন মেট্রোরেল লাইনের উদ্বোধন, যাত্রীরা খুশি।'],
    ['Gurmukhi', 'pa', 'ਪੰਜਾਬ ਵਿਧਾਨ ਸਭਾ ਨੇ ਨਵਾਂ ਬਜਟ ਪਾਸ ਕੀਤਾ'],
    ['Gujarati', 'gu', 'ગુજરાતમાં ભારે વરસાદની આગાહી, માછીમારોને ચેતવણી'],
    ['Oriya', 'or', 'ଓଡ଼ିଶାରେ ପ୍ରବଳ ବର୍ଷା ସମ୍ଭାବନା, ୫ ଜିଲ୍ଲାକୁ ସତର୍କ'],
    ['Tamil', 'ta', 'சென்னையில் கனமழை: பள்ளிகளுக்கு இன்று விடுமுறை'],
    ['Telugu', 'te', 'హైదరాబాద్‌లో భారీ వర్షాలు, లోతట్టు ప్రాంతాలు జలమయం'],
    ['Kannada', 'kn', 'ಬೆಂಗಳೂರಿನಲ್ಲಿ ಮೆಟ್ರೋ ಹೊಸ ಮಾರ್ಗ ಉದ್ಘಾಟನೆ'],
    ['Malayalam', 'ml', 'കേരളത്തിൽ കനത്ത മഴ തുടരും; അഞ്ച് ജില്ലകളിൽ ജാഗ്രത'],
    ['Sinhala', 'si', 'ශ්‍රී ලංකාවේ නව අයවැය පාර්ලිමේන්තුවට ඉදිරිපත් කෙරේ'],
    ['Thai', 'th', 'คณะรัฐมนตรีอนุมัติงบประมาณ 3.7 ล้านล้านบาท'],
    ['Lao', 'lo', 'ສະພາແຫ່ງຊາດຮັບຮອງເອົາແຜນງົບປະມານປີ 2026'],
    ['Khmer', 'km', 'រដ្ឋសភាកម្ពុជាអនុម័តច្បាប់ថវិកាថ្មីសម្រាប់ឆ្នាំ២០២៦'],
    ['Myanmar', 'my', 'မြန်မာနိုင်ငံ ရွေးကောက်ပွဲ ရက်စွဲ ကြေညာ'],
    ['Han, simplified', 'zh-Hans', '央行宣布下调存款准备金率'],
    ['Han, traditional', 'zh-Hant', '中央銀行宣布維持利率不變'],
    ['Bopomofo', 'zh-Hant', '注音符號ㄅㄆㄇㄈ'],
    ['Hiragana, Katakana and Han', 'ja', '日銀、政策金利を0.75％に引き上げ'],
    ['Hangul', 'ko', '한국은행, 기준금리 0.25%p 인하…“경기 둔화 우려 반영”'],
  ])('%s', async (_script, language, headline) => {
    const { text } = await set(headline, language);
    const visible = (it: string) => it.normalize('NFC').replace(/[\p{Z}\u200b\u2060]/gu, '');
    expect(visible(text)).toBe(visible(headline));
  });
});

describe('letters take the form that their neighbours ask for:', () => {
  test('Arabic letters are joined', async () => {
    const word = 'المفوضية';
    expect(await widthOf(word, 'ar')).toBeLessThan(0.9 * (await widthOf([...word].join(APART), 'ar')));
  });

  test('lam and alef are one letter', async () => {
    expect(await widthOf('لا', 'ar')).toBeLessThan(0.95 * (await widthOf(`ل${APART}ا`, 'ar')));
  });

  test('Persian keeps a half space between a word and its ending', async () => {
    expect(await widthOf(`تازه${APART}ای`, 'fa')).not.toBe(await widthOf('تازهای', 'fa'));
  });

  test('Devanagari consonants are conjuncts: विद्यार्थी', async () => {
    const virama = '\u094d';
    expect(await widthOf('विद्यार्थी', 'hi')).toBeLessThan(
      0.95 * (await widthOf('विद्यार्थी'.replaceAll(virama, `${virama}${APART}`), 'hi')),
    );
  });

  test.each([
    ['Bengali', 'bn', 'ন্দ্র', '\u09cd'],
    ['Gujarati', 'gu', 'ક્ષ', '\u0acd'],
    ['Oriya', 'or', 'କ୍ଷ', '\u0b4d'],
    ['Kannada', 'kn', 'ದ್ಘಾ', '\u0ccd'],
    ['Malayalam', 'ml', 'ഞ്ച', '\u0d4d'],
    ['Telugu', 'te', 'ట్టు', '\u0c4d'],
    ['Khmer', 'km', 'ដ្ឋ', '\u17d2'],
    ['Burmese', 'my', 'န္တ', '\u1039'],
  ])('%s consonants are joined', async (_language, language, word, sign) => {
    expect(await draw(word, language)).not.toBe(
      await draw(word.replaceAll(sign, `${sign}${APART}`), language),
    );
    expect(await widthOf(word, language)).toBeLessThan(
      (await widthOf(word.replaceAll(sign, ''), language)) + 1,
    );
  });

  test('a vowel sign that is written after its consonant stands before it: कि', async () => {
    // What is left of a sign that follows its consonant is not that of one that precedes it.
    const [ki, kii] = [await draw('कि', 'hi'), await draw('की', 'hi')];
    const ka = await draw('क', 'hi');
    const left = (pixels: string) => pixels.slice(0, 2000);
    expect([ki, kii].every((pixels) => pixels !== ka && pixels !== left(ka))).toBe(true);
    expect(await widthOf('कि', 'hi')).toBeLessThan(await widthOf('क ि', 'hi'));
  });

  test('Thai vowels and tones stand above their consonant, and take no room: ที่', async () => {
    expect(await widthOf('ที่', 'th')).toBeCloseTo(await widthOf('ท', 'th'), 0);
  });

  test('Han has the form of its language', async () => {
    const forms = await Promise.all(['zh-Hans', 'zh-Hant', 'ja'].map((language) => draw('骨直', language)));
    expect(new Set(forms).size).toBe(3);
    expect(await draw('骨直', 'zh-TW')).toBe(forms[1]);
    expect(await draw('骨直', 'zh')).toBe(forms[0]);
  });

  test('letters that are joined get no space between them', async () => {
    for (const [text, language] of [
      ['المفوضية', 'ar'],
      ['यूरोपीय', 'hi'],
    ] as const) {
      expect((await set(text, language)).setting.tracking).toBe(0);
    }
    expect((await set('Atom', 'en')).setting.tracking).toBeLessThan(0);
  });
});

describe('words are in their order:', () => {
  test('Arabic runs from right to left, and a Latin name and a number in it from left to right', async () => {
    const [line = []] = await measure('قواعد OpenAI في 2026', 'ar');
    expect(wordsOf(line)).toEqual(['2026', 'في', 'OpenAI', 'قواعد']);
    // At the right edge.
    const { x = 0, width = 0 } = line.at(-1) ?? {};
    expect(x + width).toBeGreaterThan(1050);
  });

  test('in Hebrew, brackets enclose what they did, and a percentage stays whole', async () => {
    const [line = []] = await measure('קוד (GPT-5): 12.5% עלייה', 'he');
    expect(wordsOf(line)).toEqual(['עלייה', '12.5%', '):', 'GPT-5', '(', 'קוד']);
  });

  test('a Hebrew name in an English headline leaves the rest in place', async () => {
    const [line = []] = await measure('The name הארץ means land', 'en');
    expect(textOf(line)).toBe('The name הארץ means land');
    expect(line[0]?.x).toBeLessThan(1);
  });

  test('a dot between facts is never taken for the zero of Persian', async () => {
    const card = { ...cardOfSite(site), headline: 'بودجه', language: 'fa', factsLanguage: 'fa' };
    const { facts } = await drawableWords({ ...card, facts: ['۲۶ نوامبر ۲۰۲۶', '۳ منبع خبری'] }, setter);
    expect(facts?.text).toBe('۲۶ نوامبر ۲۰۲۶  |  ۳ منبع خبری');
  });

  test('a card in a language from right to left is mirrored', async () => {
    const card = (language: string, factsLanguage: string): Card => ({
      ...cardOfSite(site),
      headline: 'OpenAI',
      language,
      facts: ['2026'],
      factsLanguage,
      label: 'AI',
    });
    const materials = { loadFont, picture: null };
    expect(await paint(card('ar', 'ar'), materials)).not.toEqual(await paint(card('en', 'en'), materials));
    expect(await paint(card('ar', 'ar'), materials)).toEqual(await paint(card('he', 'he'), materials));
  });
});

describe('lines end where the language allows it:', () => {
  test('Thai lines end between words', async () => {
    const text = 'คณะกรรมาธิการยุโรปเผยแพร่กฎใหม่สำหรับปัญญาประดิษฐ์ที่ใช้งานทั่วไป';
    const lines = await measure(text, 'th', 600);
    expect(lines.length).toBeGreaterThan(2);
    const words = Array.from(
      new Intl.Segmenter('th', { granularity: 'word' }).segment(text),
      ({ index }) => index,
    );
    let at = 0;
    for (const line of lines) {
      expect(words).toContain(at);
      at += textOf(line).length;
    }
  });

  test.each([
    ['zh-Hans', '中国人工智能核心产业规模突破一万亿元，专家称影响深远。官员说，“这只是开始”——但仍有疑问。'],
    ['zh-Hant', '中國人工智慧核心產業規模突破一兆元，專家稱影響深遠。官員說，「這只是開始」，但仍有疑問。'],
    [
      'ja',
      '欧州委員会は、汎用ＡＩの行動規範を公表した。「影響は大きい」と、専門家は話す。ルールは来年から。',
    ],
    ['ko', '유럽연합 집행위원회가 “범용 인공지능” 행동 강령의 최종판을 발표했고, 전문가들은 환영했다.'],
  ])('in %s, no line begins with punctuation that ends something', async (language, text) => {
    for (const width of [330, 400, 470, 540, 610]) {
      for (const line of await measure(text, language, width)) {
        expect(textOf(line).trim()).not.toMatch(/^[，。、」』”’！？；：…ー.,]/u);
        expect(textOf(line).trim()).not.toMatch(/[「『“‘（]$/u);
      }
    }
  });

  test('Khmer, Lao and Burmese lines end between words', async () => {
    for (const [language, text] of [
      ['km', 'រដ្ឋសភាកម្ពុជាអនុម័តច្បាប់ថវិកាថ្មីសម្រាប់ឆ្នាំ២០២៦'],
      ['lo', 'ສະພາແຫ່ງຊາດຮັບຮອງເອົາແຜນງົບປະມານປີ'],
      ['my', 'မြန်မာနိုင်ငံရွေးကောက်ပွဲရက်စွဲကြေညာ'],
    ] as const)
      expect((await measure(text, language, 400)).length, language).toBeGreaterThan(1);
  });

  test('Chinese and Korean lines end between words', async () => {
    const lines = await measure('中国人工智能核心产业规模突破一万亿元', 'zh', 620);
    expect(lines.map(textOf)).not.toContainEqual(expect.stringMatching(/产$/u));
    for (const line of await measure('유럽연합 집행위원회, 인공지능 새 규칙 발표', 'ko', 480))
      expect('유럽연합 집행위원회, 인공지능 새 규칙 발표'.split(' ')).toEqual(
        expect.arrayContaining(textOf(line).trim().split(' ')),
      );
  });
});

test('no line of several fonts sticks out, even if it has no place to end', async () => {
  const headline = '央行宣布下调存款准备金率0.5个百分点，释放长期资金约1万亿元';
  const words = await drawableWords({ ...cardOfSite(site), headline, language: 'zh' }, setter);
  const layout = await chooseLayout(typefaces.renderer, words, null);
  const { children } = await typefaces.renderer.measure(
    { type: 'container', style: { display: 'flex' }, children: [layout.headline as Node] },
    { width: 1200, height: 630, fontFamilies: words.families },
  );
  const ends = children.flatMap(({ runs }) => runs.map(({ x, width }) => x + width));
  // A line has 1,056 pixels, and a pixel is for rounding.
  expect(Math.max(...ends)).toBeLessThanOrEqual(1057);
});

test('English keeps its own quotation marks around Chinese', async () => {
  const quotes = async (text: string) => (await widthOf(`“${text}”`, 'en')) - (await widthOf(text, 'en'));
  // Chinese ones are twice as wide.
  expect(await quotes('人工智能')).toBeLessThan(1.2 * (await quotes('AI')));
});

describe('only what a headline needs is loaded:', () => {
  test.each([
    ['en', 'Atom at twenty', 0, 0],
    ['ru', 'Еврокомиссия опубликовала правила', 0, 0],
    ['ar', 'المفوضية الأوروبية تنشر قواعد جديدة', 1, 100_000],
    ['he', 'הנציבות האירופית פרסמה כללים חדשים', 1, 20_000],
    ['hi', 'विद्यार्थी की किताब', 1, 130_000],
    ['th', 'คณะกรรมาธิการยุโรปเผยแพร่กฎใหม่', 1, 35_000],
    ['zh', '中国人工智能核心产业规模突破一万亿元', 9, 700_000],
    ['zh-Hant', '中國人工智慧核心產業規模突破一兆元', 10, 900_000],
    ['ja', '欧州委員会、汎用ＡＩの新しい規則を公表', 14, 500_000],
    ['ko', '유럽연합 집행위원회, 인공지능 새 규칙 발표', 9, 350_000],
  ])('%s', async (language, headline, slices, bytes) => {
    const sizes: number[] = [];
    const fresh = await loadPainter();
    const card = { ...cardOfSite(site), headline, language };
    const without = await fresh({ ...card, headline: null }, { loadFont, picture: null });
    const drawn = await fresh(card, {
      loadFont: async (path) => {
        const file = await loadFont(path);
        if (file && path.endsWith('.woff2')) sizes.push(file.byteLength);
        return file;
      },
      picture: null,
    });
    expect(drawn).not.toEqual(without);
    expect(sizes.length).toBeLessThanOrEqual(slices);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(bytes);
  });
});

describe('a hostile headline is drawn within bounds:', () => {
  test.each([
    ['marks without end', `Z${'\u0301\u0327\u0338'.repeat(3000)}algo`],
    ['10,000 characters', 'Wort '.repeat(2000)],
    [
      '10,000 Han characters',
      Array.from({ length: 10_000 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join(''),
    ],
    ['an override without end', '\u202eevil headline'],
    ['isolates without end', '\u2067'.repeat(200)],
    ['nothing but joiners', '\u200d\u200c'.repeat(100)],
    ['nothing', ''],
  ])('%s', async (_what, headline) => {
    loaded.length = 0;
    const png = await paint({ ...cardOfSite(site), headline }, { loadFont, picture: null });
    expect(png.byteLength).toBeLessThan(300_000);
    expect(loaded.length).toBeLessThan(120);
  });

  test('an override turns nothing outside the headline', async () => {
    const card = (headline: string): Card => ({ ...cardOfSite(site), headline, facts: ['March 4, 2026'] });
    const materials = { loadFont, picture: null };
    expect(await paint(card('\u202e\u202c'), materials)).toEqual(await paint(card('\u202e'), materials));
  });
});

test('a renderer that holds many fonts gives way to another, and cards stay the same', async () => {
  await init;
  const first = await Typefaces.make([]);
  expect(first.isFull).toBe(false);
  const characters = new Set(Array.from({ length: 20_000 }, (_, n) => String.fromCodePoint(0x4e00 + n)));
  const family = (name: string) => ({ name, mayReplace: true });
  await first.load(family('noto-serif-sc'), characters, loadFont);
  expect(first.isFull).toBe(false);
  for (const name of ['noto-serif-sc', 'noto-serif-tc', 'noto-serif-jp', 'noto-serif-kr']) {
    for (let from = 0; from < 20_000 && !first.isFull; from += 500) {
      const some = new Set(
        Array.from({ length: 50 }, (_, n) => String.fromCodePoint(0x4e00 + from + 10 * n)),
      );
      await first.load(family(name), some, loadFont).catch(() => undefined);
    }
  }
  expect(first.isFull).toBe(true);
  await first.use(async () => undefined);
  await expect(async () => new Renderer().measure({ type: 'text', text: 'a' }, {})).not.toThrow();
});

describe('words are drawn as wide, and as far apart, beside an emoji as without one:', () => {
  const [MARGIN, WIDTH] = [72, 1200];

  /** Returns the first and last columns of the words that are drawn, from the side where the headline begins. */
  async function wordsDrawn(
    headline: string,
    language: string,
    face?: CardFace,
  ): Promise<[number, number][]> {
    const card: Card = {
      ...cardOfSite(site),
      headline,
      language,
      facts: ['2026'],
      ...(face ? { face } : {}),
    };
    const png = await paint(card, { loadFont, picture: null });
    // Between masthead and rule. Words are farther apart than any two letters.
    const ink = await inkOf(png, [140, 480], 8);
    return directionOf(language) === 'rtl'
      ? ink.toReversed().map(({ from, to }) => [WIDTH - MARGIN - to, WIDTH - MARGIN - from])
      : ink.map(({ from, to }) => [from - MARGIN, to - MARGIN]);
  }

  /** Begins at the start of the first word. */
  const fromFirst = (words: readonly [number, number][]) =>
    words.flatMap(([from, to]) => [from - (words[0]?.[0] ?? 0), to - (words[0]?.[0] ?? 0)]);

  const compare = async (before: string, emoji: string, after: string, language: string, face?: CardFace) => {
    const [first, second] = [
      await wordsDrawn(before, language, face),
      await wordsDrawn(after, language, face),
    ];
    const all = await wordsDrawn(`${before} ${emoji} ${after}`, language, face);
    const expectNear = (drawn: readonly [number, number][], expected: readonly [number, number][]) => {
      expect(drawn.length).toBe(expected.length);
      for (const [index, column] of fromFirst(drawn).entries())
        expect(Math.abs(column - (fromFirst(expected)[index] ?? 0)), `${index}`).toBeLessThanOrEqual(2);
    };
    expectNear(all.slice(0, first.length), first);
    expectNear(all.slice(-second.length), second);
    // The picture stands between the words, with about a space at each side.
    const [left, right] = [all[first.length - 1]?.[1] ?? 0, all.at(-second.length)?.[0] ?? 0];
    expect(right - left).toBeGreaterThan(60);
    expect(right - left).toBeLessThan(200);
  };

  test.each([
    ['English', 'en', 'Port bill', '🚢', 'rises again'],
    ['German, with a sign that asks for a picture', 'de', 'Wir bauen', '⚡️', 'Strom ab'],
    ['digits, # and *, which the emoji font has too', 'en', '5 bills', '🚢', '#3 *new* 2 0'],
    ['signs that the emoji font has too', 'en', 'No © or', '🚢', '™ on ® it'],
    ['several joined into one', 'en', 'A woman', '👩‍🚀', 'goes up'],
    ['a flag', 'en', 'The port', '🇺🇸', 'is open'],
    ['Polish', 'pl', 'Żółta łódź', '🚢', 'wraca tu'],
    ['Vietnamese', 'vi', 'Cảng biển', '🚢', 'mở lại'],
    ['Russian', 'ru', 'Порт снова', '🚢', 'в моде'],
    ['Greek', 'el', 'Το λιμάνι', '🚢', 'ξανά εδώ'],
    ['Arabic', 'ar', 'ميناء جدة', '🚢', 'يرتفع 5'],
    ['Armenian', 'hy', 'Նոր բյուջե', '🚢', 'ընդունեց 5'],
    ['Georgian', 'ka', 'ახალი ნავი', '🚢', 'აქ 5'],
    ['Hebrew', 'he', 'הנמל כאן', '🚢', 'עולה 5'],
    ['Persian, with a half space', 'fa', 'می‌شود بندر', '🚢', 'باز ۵'],
    ['Hindi, with a joiner', 'hi', 'पक्‍ष और', '🚢', 'बंदरगाह ५'],
    ['Sinhala, with a joiner', 'si', 'ශ්‍රී ලංකා', '🚢', 'වරාය 5'],
    ['Bengali', 'bn', 'বন্দর আবার', '🚢', 'খোলা ৫'],
    ['Thai', 'th', 'ท่าเรือ นี้', '🚢', 'ขึ้น 5'],
    ['Korean', 'ko', '항만 비용', '🚢', '다시 5'],
    ['Amharic', 'am', 'ወደብ አሁን', '🚢', 'ክፍት 5'],
  ])('%s', (_what, language, before, emoji, after) => compare(before, emoji, after, language));

  test('in the sans', () => compare('Port bill', '🚢', '#5 rises', 'en', { typeface: 'sans', file: null }));
});
