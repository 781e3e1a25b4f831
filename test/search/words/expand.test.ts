import { expect, test } from 'vitest';
import { tailFacet } from '../../../src/search/facets.ts';
import { type Choice, ELLIPSIS } from '../../../src/search/match.ts';
import type { Postings } from '../../../src/search/postings.ts';
import { type Choices, Expander } from '../../../src/search/words/expand.ts';
import { LANGUAGES } from '../../../src/search/words/languages.ts';
import { termsOf } from '../../../src/site/query/terms.ts';
import { tokensOf } from '../../../src/site/query/tokens.ts';

/** Counts the tokens of one text, as an index with one story does. */
function postingsOf(text: string, language: string): Postings {
  const tokens = tokensOf(text).flatMap(({ token }) =>
    LANGUAGES[language]?.isCompounding ? [token, tailFacet(token)] : [token],
  );
  const counts = new Map(tokens.map((token) => [token, 1]));
  return {
    isInMore: () => false,
    has: (token: string) => counts.has(token),
    count: (token: string) => counts.get(token) ?? 0,
    beginningWith: (beginning: string) =>
      new Map([...counts].filter(([token]) => token.startsWith(beginning))),
  } as unknown as Postings;
}

/** Returns on which level a search finds a text. */
async function levelOf(language: string, query: string, text: string): Promise<keyof Choices | 'not'> {
  const known = new Set(tokensOf(text).map(({ token }) => token));
  const [choices] = await new Expander(postingsOf(text, language), [language], []).expand(termsOf(query));
  const isIn = (choice: Choice) => choice.every((row) => row.every((token) => known.has(token)));
  return (['exact', 'forms', 'wide'] as const).find((level) => choices?.[level].some(isIn)) ?? 'not';
}

/** What finds what, by language: a search, and a text with another form of the word. */
const FOUND: Record<string, [query: string, text: string][]> = {
  en: [
    ['flooded', 'floods'],
    ['floods', 'flooding'],
    ['elections', 'election'],
    ['child', 'children'],
    ['companies', 'company'],
    ['cities', 'city'],
    ['voted', 'vote'],
    ['voting', 'votes'],
    ['bought', 'buy'],
    ['planned', 'planning'],
    ['women', 'woman'],
    ['strikes', 'strike'],
    ['struck', 'strike'],
    ['taxes', 'tax'],
    ['wildfires', 'wildfire'],
    ['banned', 'bans'],
    ['dying', 'died'],
    ['studies', 'studied'],
    ['refugees', 'refugee'],
    ['criteria', 'criterion'],
    ['launched', 'launches'],
    ['telescope', 'telescopes'],
  ],
  de: [
    ['Wohnung', 'Wohnungen'],
    ['Häuser', 'Haus'],
    ['Wahlen', 'Wahl'],
    ['Kindern', 'Kind'],
    ['Muenchen', 'München'],
    ['Köln', 'Koeln'],
    ['Inflation', 'Inflationsrate'],
    ['Reform', 'Steuerreform'],
    ['Steuern', 'Grundsteuer'],
    ['Städte', 'Stadt'],
    ['Brand', 'Brände'],
    ['Ärzte', 'Arzt'],
    ['Straße', 'Strasse'],
    ['Flüchtlinge', 'Flüchtlingen'],
    ['Überschwemmung', 'Überschwemmungen'],
    ['Wälder', 'Wald'],
    ['Bürgermeisterin', 'Bürgermeisterinnen'],
    ['streiken', 'Streik'],
    ['gestreikt', 'streiken'],
    ['Preise', 'Strompreise'],
    ['Klima', 'Klimaschutz'],
    ['geben', 'gab'],
    ['angeben', 'angegeben'],
    ['abgelehnt', 'ablehnen'],
    ['einzustellen', 'eingestellt'],
    ['Virus', 'Viren'],
    ['Zentrum', 'Zentren'],
    ['gestiegen', 'steigt'],
    ['arbeitete', 'arbeiten'],
  ],
  fr: [
    ['inondation', 'inondations'],
    ['inondé', 'inondées'],
    ['élections', 'élection'],
    ['hôpitaux', 'hôpital'],
    ['journal', 'journaux'],
    ['logement', 'logements'],
    ['grève', 'grèves'],
    ['voté', 'voter'],
    ['incendies', 'incendie'],
    ['européenne', 'européens'],
    ['travailleurs', 'travailleuse'],
    ['loi', 'lois'],
    ['national', 'nationaux'],
    ['agriculteur', 'agricultrices'],
    ['obtenir', 'obtiendra'],
    ['produit', 'produire'],
    ['craindre', 'craignent'],
    ['fermer', 'ferment'],
    ['rejette', 'rejeter'],
  ],
  es: [
    ['elecciones', 'elección'],
    ['inundación', 'inundaciones'],
    ['ciudades', 'ciudad'],
    ['votó', 'votar'],
    ['vivienda', 'viviendas'],
    ['jueces', 'juez'],
    ['incendios', 'incendio'],
    ['votaron', 'votar'],
    ['ley', 'leyes'],
    ['nuevos', 'nueva'],
    ['trabajadoras', 'trabajador'],
    ['mantener', 'mantuvo'],
    ['contribuye', 'contribuyó'],
    ['cerró', 'cierran'],
    ['perder', 'pierde'],
    ['años', 'año'],
    ['busque', 'buscar'],
  ],
  pt: [
    ['eleições', 'eleição'],
    ['inundação', 'inundações'],
    ['jovens', 'jovem'],
    ['nacionais', 'nacional'],
    ['cidades', 'cidade'],
    ['hospitais', 'hospital'],
    ['votou', 'votar'],
    ['trabalhadores', 'trabalhador'],
    ['alemães', 'alemão'],
    ['incêndios', 'incêndio'],
    ['obter', 'obteve'],
    ['construir', 'constrói'],
    ['seguiu', 'siga'],
  ],
  it: [
    ['banche', 'banca'],
    ['elezioni', 'elezione'],
    ['alluvione', 'alluvioni'],
    ['lavoratori', 'lavoratore'],
    ['sindaco', 'sindaci'],
    ['lago', 'laghi'],
    ['scioperi', 'sciopero'],
    ['votato', 'votare'],
    ['decidere', 'deciso'],
    ['produrre', 'produce'],
    ['intervenne', 'intervenire'],
    ['uscite', 'esce'],
  ],
  nl: [
    ['woning', 'woningen'],
    ['huis', 'huizen'],
    ['verkiezingen', 'verkiezing'],
    ['school', 'scholen'],
    ['boer', 'boeren'],
    ['prijzen', 'prijs'],
    ['brief', 'brieven'],
    ['haven', 'havens'],
    ['kijken', 'keek'],
    ['genomen', 'neemt'],
    ['gevraagd', 'vragen'],
  ],
  ru: [
    ['река', 'реке'],
    ['реки', 'рекой'],
    ['выборы', 'выборов'],
    ['город', 'городах'],
    ['новый', 'новые'],
    ['рынок', 'рынка'],
    ['наводнение', 'наводнения'],
    ['школы', 'школ'],
    ['пожары', 'пожаров'],
    ['дети', 'детей'],
    ['цена', 'цен'],
    ['учитель', 'учителя'],
    ['санкции', 'санкций'],
    ['Германия', 'Германии'],
    ['министр', 'министра'],
    ['принять', 'примет'],
    ['пишет', 'писать'],
    ['голосуют', 'голосовать'],
    ['останется', 'остался'],
  ],
  uk: [
    ['річка', 'річці'],
    ['вибори', 'виборів'],
    ['місто', 'міста'],
    ['будинок', 'будинку'],
    ['голосувати', 'голосує'],
    ['партія', 'партії'],
  ],
  pl: [
    ['wybory', 'wyborów'],
    ['powódź', 'powodzi'],
    ['miasto', 'miasta'],
    ['ceny', 'cen'],
    ['mieszkanie', 'mieszkań'],
    ['szkoła', 'szkole'],
    ['rzeka', 'rzeki'],
    ['rząd', 'rządu'],
    ['ustawa', 'ustawy'],
    ['głosować', 'głosują'],
    ['zamknięto', 'zamknie'],
    ['konflikt', 'konflikcie'],
  ],
  tr: [
    ['seçim', 'seçimler'],
    ['seçimlerde', 'seçim'],
    ['deprem', 'depremin'],
    ['kitap', 'kitabı'],
    ['kadın', 'kadınların'],
    ['şehir', 'şehirde'],
    ['Ankara', 'Ankara’da'],
    ['enflasyon', 'enflasyonu'],
    ['fiyatlar', 'fiyat'],
    ['okul', 'okullar'],
    ['açıkladı', 'açıklayacak'],
    ['istasyon', 'istasyonda'],
  ],
  ar: [
    ['الانتخابات', 'انتخابات'],
    ['انتخاب', 'الانتخابات'],
    ['الفيضانات', 'فيضان'],
    ['حكومة', 'والحكومة'],
    ['مدرسة', 'المدرسة'],
    ['وزير', 'الوزير'],
    ['لاجئين', 'اللاجئون'],
    ['المعلمون', 'معلمين'],
    ['مدرسة', 'المدارس'],
    ['وزراء', 'وزير'],
    ['يحتفلون', 'احتفل'],
    ['صاروخ', 'صواريخ'],
    ['قضية', 'قضايا'],
  ],
  he: [
    ['ממשלה', 'הממשלה'],
    ['בחירות', 'הבחירות'],
    ['בית', 'בבית'],
    ['מורה', 'מורים'],
    ['המשיך', 'ממשיכה'],
    ['פועלים', 'פועל'],
    ['התקדם', 'מתקדמת'],
  ],
  fa: [
    ['کتاب', 'کتاب‌ها'],
    ['شهر', 'شهرهای'],
    ['زن', 'زنان'],
    ['می‌گوید', 'گفت'],
    ['هزینه', 'هزینه‌های'],
  ],
  hi: [
    ['चुनाव', 'चुनावों'],
    ['नदी', 'नदियां'],
    ['किसान', 'किसानों'],
    ['लड़का', 'लड़के'],
  ],
  sv: [
    ['skola', 'skolor'],
    ['kommunen', 'kommuner'],
    ['skrev', 'skriver'],
    ['ökade', 'ökar'],
  ],
  fi: [
    ['talo', 'talossa'],
    ['pakollinen', 'pakollista'],
    ['koulutus', 'koulutuksen'],
    ['luopui', 'luopuvat'],
  ],
  hu: [
    ['választás', 'választásokon'],
    ['ház', 'házak'],
  ],
  cs: [
    ['město', 'města'],
    ['hlasovat', 'hlasují'],
  ],
  el: [
    ['εκλογές', 'εκλογών'],
    ['πλημμύρα', 'πλημμύρες'],
  ],
  zh: [
    ['台湾', '臺灣'],
    ['經濟發展', '经济发展'],
    ['头发', '頭髮'],
    ['选举', '選舉'],
  ],
  ko: [
    ['지하철은', '지하철이'],
    ['국민연금', '국민 연금'],
    ['선거에서', '선거를'],
    ['참여한', '참여하지'],
    ['가까운', '가깝다'],
    ['키웠다', '키우는'],
    ['떨어졌다', '떨어지고'],
    ['불러', '부르는'],
  ],
  ja: [
    ['コンピューター', 'コンピュータ'],
    ['国', '國'],
  ],
};

test.each(Object.entries(FOUND))('other forms of a word are found: %s', async (language, pairs) => {
  const levels = await Promise.all(
    pairs.map(async ([query, text]) => [query, text, (await levelOf(language, query, text)) !== 'not']),
  );
  expect(levels.filter(([, , isFound]) => !isFound)).toEqual([]);
});

test.each([
  ['en', 'custom', 'customs'],
  ['en', 'import', 'important'],
  ['en', 'university', 'universe'],
  ['en', 'business', 'busy'],
  ['en', 'arms', 'arm'],
  ['en', 'police', 'policy'],
  ['de', 'Markt', 'Mark'],
  ['de', 'zustimmen', 'stimmte'],
  ['de', 'Nation', 'Nato'],
  ['de', 'Region', 'Regen'],
  ['de', 'Station', 'Status'],
  ['de', 'Gesetz', 'setzen'],
  ['de', 'Gefahr', 'fahren'],
  ['de', 'Geschäft', 'Schafe'],
  ['fr', 'maire', 'mais'],
  ['fr', 'centre', 'cent'],
  ['fr', 'voix', 'voie'],
  ['fr', 'prix', 'prendre'],
  ['fr', 'motif', 'mot'],
  ['fr', 'été', 'est'],
  ['fr', 'général', 'généreux'],
  ['es', 'estado', 'esta'],
  ['es', 'ley', 'leer'],
  ['de', 'Fall', 'fielen'],
  ['ru', 'страна', 'страх'],
  ['it', 'stato', 'sono'],
  ['it', 'dati', 'da'],
  ['cs', 'byt', 'byl'],
  ['ar', 'إيران', 'نيران'],
  ['ar', 'يمني', 'أمني'],
  ['ar', 'بنك', 'بنت'],
  ['he', 'נשיא', 'שיא'],
  ['he', 'ממשלה', 'משלה'],
  ['ko', '일본', '조선일보'],
  ['ko', '장관', '시장과'],
  ['ko', '시간', '도시가'],
  ['ko', '사고', '사기'],
  ['ko', '경기', '경고'],
  ['ko', '서울', '서운'],
  ['es', 'contener', 'tener'],
  ['ar', 'كتاب', 'مكتبة'],
  ['ru', 'закон', 'законопроект'],
])('in %s, %s is no form of %s', async (language, query, text) => {
  expect(await levelOf(language, query, text)).not.toBe('forms');
});

/** Returns what will do for a German word last, in a text. */
async function wideOf(query: string, text: string): Promise<readonly Choice[] | undefined> {
  const [choices] = await new Expander(postingsOf(text, 'de'), ['de'], []).expand(termsOf(query));
  expect(choices?.forms).toEqual([]);
  return choices?.wide;
}

test('a German verb is found in two parts, after everything else', async () => {
  const text = 'Der Rat lehnte den Antrag ab.';
  expect(await wideOf('ablehnen', text)).toEqual([[['lehnte', ELLIPSIS, 'ab']]]);
  expect(await wideOf('abzulehnen', text)).toEqual([[['lehnte', ELLIPSIS, 'ab']]]);
});

test.each([
  ['Umwelt', 'Um die Welt'],
  ['Aufgabe', 'Es gab Streit auf der Straße.'],
  ['Ausgaben', 'Sie gaben das Buch aus der Hand.'],
  ['Anträge', 'Sie tragen Masken an Schulen.'],
  ['Abend', 'Ab Ende Mai'],
  ['Mitarbeiter', 'Die Arbeit mit Kindern'],
])('a German noun is found in no two parts: %s', async (query, text) => {
  expect(await wideOf(query, text)).toEqual([]);
});

test('a phrase is exact', async () => {
  expect(await levelOf('de', '"Wohnung"', 'Wohnungen')).toBe('not');
});
