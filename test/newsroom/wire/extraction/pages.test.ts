import { describe, expect, test } from 'vitest';
import { readPageSigns } from '../../../../src/newsroom/watch/wire/page-signs.ts';
import { decodeBody } from '../../../../src/newsroom/wire/extraction/decode.ts';
import { NO_FACTS, type PageFacts } from '../../../../src/newsroom/wire/extraction/page-facts.ts';
import { readSource } from '../../../../src/newsroom/wire/extraction/read-source.ts';
import { fetchedPage } from './fetched-page.ts';

// Pages as newspapers, publishing systems and archives make them. In each, MARGINALIA stands where no main text is, and UNSEEN where
// no reader looks.

const files = import.meta.glob<string>('./pages/*/*.html', { query: '?raw', import: 'default', eager: true });

interface Expected extends Partial<PageFacts> {
  url?: string;
  finalUrl?: string;
  headers?: Record<string, string>;
  /** The encoding of the bytes. */
  encoding?: string;
  /** The paragraphs that the text begins and ends with. */
  first: string;
  last: string;
  /** How many paragraphs there are. */
  count: number;
}

const EN = {
  first: 'The council voted on Tuesday,',
  last: 'Shopkeepers on the north bank, who lost a third of their customers during the closure of 2014, asked for a rent holiday.',
};
const html = (charset: string) => ({ 'content-type': `text/html; charset=${charset}` });
const site = (name: string) => ({ publisher: { name, url: null } });

const PAGES: Record<string, Expected> = {
  'newspapers/english-daily': {
    url: 'https://m.gazette.example/city/2026/nov/24/harbour-bridge?utm_source=x',
    finalUrl: 'https://www.gazette.example/city/2026/nov/24/harbour-bridge',
    name: 'Harbour bridge to close for 18 months',
    publisher: { name: 'The Gazette', url: 'https://www.gazette.example/' },
    author: [
      { name: 'Ann Lee', url: 'https://m.gazette.example/profile/ann-lee' },
      { name: 'Bo Chen', url: null },
    ],
    datePublished: '2026-11-24T18:30:00.000Z',
    inLanguage: 'en-GB',
    isAccessibleForFree: true,
    ...EN,
    count: 4,
  },
  'newspapers/german-weekly': {
    name: 'Hafenbrücke wird gesperrt',
    ...site('Der Wochenbote'),
    author: [{ name: 'Jürgen Groß', url: null }],
    datePublished: '2026-11-24T19:30:00+01:00',
    inLanguage: 'de',
    isAccessibleForFree: false,
    first: 'Der Stadtrat hat am Dienstag',
    last: 'Händler am Nordufer, die 2014 ein Drittel ihrer Kundschaft verloren, verlangen einen Erlass der Mieten.',
    count: 4,
  },
  'newspapers/french-daily': {
    url: 'https://www.courrier.example/ville/pont?xtor=1#com',
    finalUrl: 'https://www.courrier.example/ville/pont',
    name: 'Le vieux pont fermé dix-huit mois',
    ...site('Le Courrier du Port'),
    author: [{ name: 'Élise Fournier', url: null }],
    datePublished: '2026-11-24',
    inLanguage: 'fr',
    isAccessibleForFree: false,
    first: 'Le conseil municipal a décidé mardi,',
    last: 'Les commerçants de la rive nord, qui avaient perdu un tiers de leurs clients en 2014, réclament une remise de loyer.',
    count: 4,
  },
  'newspapers/spanish-amp': {
    url: 'https://amp.elfaro.example/ciudad/puente.html',
    finalUrl: 'https://www.elfaro.example/ciudad/puente.html',
    name: 'Cierra el viejo puente',
    ...site('El Faro'),
    author: [{ name: 'Lucía Peña', url: null }],
    datePublished: '2026-11-24',
    inLanguage: 'es',
    first: 'El ayuntamiento decidió el martes,',
    last: 'Los comerciantes de la orilla norte, que en 2014 perdieron un tercio de sus clientes, piden una rebaja del alquiler.',
    count: 4,
  },
  'newspapers/russian-portal': {
    name: 'Мост закроют',
    ...site('Вестник'),
    datePublished: '2026-11-24T21:30:00+03:00',
    inLanguage: 'ru',
    first: 'Городской совет во вторник',
    last: 'Торговцы северного берега, потерявшие в 2014 году треть покупателей, просят освободить их от аренды.',
    count: 4,
  },
  'newspapers/arabic-daily': {
    name: 'إغلاق جسر الميناء',
    ...site('صحيفة المرفأ'),
    datePublished: '2026-11-24T18:30:00+03:00',
    inLanguage: 'ar',
    first: 'قرر مجلس المدينة',
    last: 'ويطالب أصحاب المتاجر على الضفة الشمالية، الذين خسروا ثلث زبائنهم في إغلاق عام ألفين وأربعة عشر، بإعفاء من الإيجار.',
    count: 4,
  },
  'systems/wordpress': {
    url: 'https://notes.example/2026/11/bridge/',
    // The address that the page states for itself is no secure one.
    finalUrl: 'https://notes.example/2026/11/bridge/',
    name: 'Bridge to close – at last',
    publisher: { name: 'North Bank Notes', url: 'https://notes.example/' },
    author: [{ name: 'Sam O’Neill', url: null }],
    datePublished: '2026-11-24T18:30:00+00:00',
    inLanguage: 'en-US',
    ...EN,
    last: 'A footpath in spring',
    count: 6,
  },
  'systems/ghost': {
    url: 'https://blog.example/bridge-to-close/',
    name: 'Bridge to close',
    publisher: { name: 'Harbour Blog', url: 'https://blog.example/' },
    author: [{ name: 'Ann Lee', url: 'https://blog.example/author/ann/' }],
    datePublished: '2026-11-24T18:30:00.000Z',
    inLanguage: 'en',
    ...EN,
    last: 'A note on tides follows on Friday, the harbour master said in an email.',
    count: 5,
  },
  'systems/liveblog': {
    name: 'Live: bridge vote',
    author: [{ name: 'The Gazette', url: null }],
    datePublished: '2026-11-24T15:00:00Z',
    inLanguage: 'en',
    ...EN,
    first: '10:30',
    count: 8,
  },
  'systems/list-of-articles': {
    name: 'Bridge to close',
    author: [{ name: 'Right Person', url: null }],
    inLanguage: 'en',
    ...EN,
    count: 4,
  },
  'systems/tables-and-lists': {
    name: 'Budget',
    author: [{ name: 'City Treasury', url: null }],
    datePublished: '2026-11',
    inLanguage: 'en',
    ...EN,
    count: 12,
  },
  'systems/unclosed-tags': {
    name: 'Bridge news',
    datePublished: '2026-11-24',
    ...EN,
    first: 'Home',
    count: 5,
  },
  'documents/encyclopedia': {
    url: 'https://en.m.openpedia.example/wiki/Harbour_Bridge',
    finalUrl: 'https://en.openpedia.example/wiki/Harbour_Bridge',
    name: 'Harbour Bridge',
    inLanguage: 'en',
    ...EN,
    first:
      'The Harbour Bridge is a bascule bridge, built in 1931, with a span of 92 metres. The council voted',
    count: 5,
  },
  'documents/rfc': {
    name: 'A Format for Bridges',
    ...site('IETF'),
    author: [
      { name: 'M. Nottingham', url: null },
      { name: 'R. Sayre', url: null },
    ],
    datePublished: '2026-11-24',
    inLanguage: 'en',
    first: 'Internet Engineering Task Force M. Nottingham Request for Comments: 9999 R. Sayre',
    last: 'Bridges open and close. Vessels that wait for a bridge to open waste fuel, and their crews have no way to learn when they can pass.',
    count: 5,
  },
  'documents/press-release': {
    name: 'Press release 11/2026',
    datePublished: '2026-11-24',
    inLanguage: 'en',
    ...EN,
    first: 'Ministry presents bridge programme',
    last: 'ENDS',
    count: 6,
  },
  'documents/journal': {
    name: 'Fatigue in bolts of bascule bridges',
    ...site('Journal of Bridge Engineering'),
    author: [{ name: 'Oduya, Maria', url: null }],
    datePublished: '2026',
    inLanguage: 'en',
    ...EN,
    first: 'Abstract',
    count: 5,
  },
  'documents/japanese-ruby': {
    name: '橋の閉鎖',
    inLanguage: 'ja',
    first: '市議会は火曜日、',
    last: '二〇一四年の閉鎖で客の三分の一を失った北岸の商店主らは、家賃の減免を求め、早期の回答を望んでいる。',
    count: 4,
  },
  ...Object.fromEntries(
    ['gb18030-as-gb2312', 'gb18030-as-utf-8'].map((name) => [
      `encodings/${name}`,
      {
        encoding: 'gb18030',
        name: '旧港大桥关闭',
        ...site('海港日报'),
        inLanguage: 'zh-CN',
        first: '市议会星期二',
        last: '北岸的店主在二〇一四年的关闭期间失去了三分之一的顾客，他们要求减免租金，并希望尽早得到答复。',
        count: 4,
      },
    ]),
  ),
  ...Object.fromEntries(
    ['big5', 'big5-as-utf-8'].map((name) => [
      `encodings/${name}`,
      {
        encoding: 'big5',
        name: '舊港大橋關閉',
        ...site('海港時報'),
        inLanguage: 'zh-TW',
        first: '市議會星期二',
        last: '北岸的店主在二零一四年的關閉期間失去了三分之一的顧客，他們要求減免租金，並希望儘早得到答覆。',
        count: 4,
      },
    ]),
  ),
  'encodings/windows-1252-as-utf-8': {
    encoding: 'windows-1252',
    headers: html('utf-8'),
    name: 'Le vieux pont fermé',
    ...site('Le Courrier du Port'),
    inLanguage: 'fr',
    first: 'Le conseil municipal a décidé mardi,',
    last: 'Les commerçants de la rive nord, qui avaient perdu un tiers de leurs clients en 2014, réclament une remise de loyer.',
    count: 4,
  },
  'encodings/windows-1251': {
    encoding: 'windows-1251',
    headers: html('windows-1251'),
    name: 'Мост закроют',
    ...site('Вестник'),
    inLanguage: 'ru',
    first: 'Городской совет во вторник',
    last: 'Торговцы северного берега, потерявшие в 2014 году треть покупателей, просят освободить их от аренды.',
    count: 4,
  },
  'encodings/iso-8859-2': {
    encoding: 'windows-1250',
    headers: html('windows-1250'),
    name: 'Most zamknięty',
    ...site('Kurier'),
    inLanguage: 'pl',
    first: 'Rada miasta po czterech godzinach',
    last: 'Sklepikarze z północnego brzegu, którzy w 2014 roku stracili jedną trzecią klientów, żądają obniżki czynszu.',
    count: 4,
  },
  'encodings/shift_jis': {
    encoding: 'shift_jis',
    name: '橋の閉鎖',
    ...site('港新聞'),
    inLanguage: 'ja',
    first: '市議会は火曜日、',
    last: '二〇一四年の閉鎖で客の三分の一を失った北岸の商店主らは、家賃の減免を求め、早期の回答を望んでいる。',
    count: 4,
  },
  'encodings/euc-kr': {
    encoding: 'euc-kr',
    name: '다리 폐쇄',
    ...site('항구일보'),
    inLanguage: 'ko',
    first: '시의회는 화요일',
    last: '이천십사년 폐쇄 때 손님의 삼분의 일을 잃은 북쪽 강변의 상인들은 임대료를 깎아 달라고 요구했다.',
    count: 4,
  },
  'encodings/utf-8-as-latin1': {
    headers: html('iso-8859-1'),
    name: 'Hafenbrücke gesperrt',
    ...site('Der Wochenbote'),
    inLanguage: 'de',
    first: 'Der Stadtrat hat am Dienstag',
    last: 'Händler am Nordufer, die 2014 ein Drittel ihrer Kundschaft verloren, verlangen einen Erlass der Mieten.',
    count: 4,
  },
};

/** Pages without a text, and why there is none. */
const CLOSED: Record<string, RegExp> = {
  'closed/paywall': /for subscribers/,
  'closed/scripts-only': /without its scripts/,
  'closed/empty': /no main text/,
  'closed/challenge': /without its scripts/,
};

const fileOf = (name: string) => {
  const file = files[`./pages/${name}.html`];
  if (file === undefined) throw new Error(`There is no page ${name}.`);
  return file;
};

test('every page is expected to be something', () => {
  const names = Object.keys(files).map((path) => path.slice('./pages/'.length, -'.html'.length));
  expect(names.sort()).toEqual([...Object.keys(PAGES), ...Object.keys(CLOSED), 'encodings/unknown'].sort());
  expect(names.length).toBeGreaterThan(30);
});

describe.each(Object.entries(PAGES))('%s', (name, expected) => {
  const {
    first,
    last,
    count,
    url = 'https://city.example/bridge',
    encoding,
    headers,
    finalUrl,
    ...facts
  } = expected;
  const page = fetchedPage(fileOf(name), {
    url,
    ...(encoding ? { encoding } : {}),
    ...(headers ? { headers } : {}),
  });

  test('its main text, whole and without anything else', async () => {
    const { text, whyNoText } = await readSource(page, url);
    expect(whyNoText).toBeNull();
    const blocks = text.split('\n\n');
    expect(blocks[0]?.slice(0, first.length)).toBe(first);
    expect(blocks.at(-1)).toBe(last);
    expect(blocks).toHaveLength(count);
    expect(text).not.toMatch(/MARGINALIA|UNSEEN|\uFFFD/);
  });

  test('what it says of itself', async () => {
    const source = await readSource(page, 'https://city.example/asked');
    expect(source).toMatchObject({ ...NO_FACTS, ...facts });
    expect(source.finalUrl).toBe(finalUrl ?? url);
    expect(source.url).toBe('https://city.example/asked');
  });

  test('its visible text has all that, and nothing hidden', async () => {
    const visible = (await readPageSigns(page)).text;
    expect(visible).not.toMatch(/UNSEEN|\s\s|\n/);
    for (const block of (await readSource(page, url)).text.split('\n\n')) expect(visible).toContain(block);
  });
});

test.each(Object.entries(CLOSED))('%s has no text, and the reason is said', async (name, reason) => {
  const source = await readSource(fetchedPage(fileOf(name)), 'https://city.example/bridge');
  expect(source.text).toBe('');
  expect(source.whyNoText).toMatch(reason);
  // SHA-256 of nothing.
  expect(source.hash).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('a page in an encoding that nothing tells is not readable, rather than quoted with holes', async () => {
  const page = fetchedPage(fileOf('encodings/unknown'), { encoding: 'gb18030' });
  expect(decodeBody(page)).toMatchObject({ encoding: 'utf-8', isWhole: false });
  const source = await readSource(page, page.url);
  expect(source).toMatchObject({ text: '', name: null, publisher: null });
  expect(source.whyNoText).toMatch(/another encoding than it says/);
});
