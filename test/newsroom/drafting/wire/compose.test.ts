import { describe, expect, test } from 'vitest';
import { type ComposeOptions, composeDraft } from '../../../../src/newsroom/drafting/wire/compose.ts';
import type { DraftAnswer, Drafter, DraftRequest } from '../../../../src/newsroom/drafting/wire/drafter.ts';
import { ExtractiveDrafter } from '../../../../src/newsroom/drafting/wire/extractive/extractive.ts';
import type { ReadSource } from '../../../../src/newsroom/drafts/desk/read-source.ts';
import { forPrograms } from '../../../../src/newsroom/words/translate.ts';
import { checkEvidence } from '../../../../src/site/story/evidence-policy.ts';
import { findDraftLine, parseStoryFile } from '../../../../src/site/story/parse/parse.ts';
import { HARBOUR, source, VALLEY } from './sources.ts';

const now = Date.parse('2026-11-26T12:00:00Z');
const options = {
  sources: [HARBOUR, VALLEY],
  drafter: new ExtractiveDrafter(),
  language: 'en',
  author: 'Bea Ruiz',
  now,
};
const compose = (changes: Partial<ComposeOptions> = {}) => composeDraft({ ...options, ...changes });

/** A model that gives these answers, one after the other, and keeps what it was asked. */
function model(...answers: DraftAnswer[]): Drafter & { requests: DraftRequest[] } {
  const requests: DraftRequest[] = [];
  return {
    name: 'openai',
    model: 'test-model',
    provider: 'models.example',
    promptVersion: 'tldr-1',
    requests,
    draft: async (request) => {
      requests.push(request);
      return answers.shift() ?? { ok: true, passages: [] };
    },
  };
}
const passage = (text: string, ...quotes: [source: number, first: number, last: number][]) => ({
  text,
  quotes: quotes.map(([from, first, last]) => ({ source: from, first, last })),
});
const answer = (...passages: ReturnType<typeof passage>[]): DraftAnswer => ({ ok: true, passages });

/** Parses a draft as the story that it will be once somebody has written an analysis. */
function story(text: string) {
  const parsed = parseStoryFile(`${text}It matters.`, 'old-bridge');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

const TRUE_PASSAGE = passage(
  'The city council voted to close the Old Bridge to cars from 1 March 2027.',
  [1, 1, 1],
);
const FALSE_PASSAGE = passage(
  'The city council voted to close the Old Bridge to cars from 1 May 2027.',
  [1, 1, 1],
);

test('without a model, the TL;DR is sentences of the sources, quoted, each with its publisher and found in its quote', async () => {
  const { text, name, passages, notes, origin } = await compose();
  const { abstract, evidence, provenance, ...record } = story(text);
  expect(abstract).toBe(
    '“The city council voted 7 to 2 on Tuesday to close the Old Bridge to cars from 1 March 2027.” (Harbour Times) ' +
      '“Repairs will cost 42 million euros and take three years, according to the city’s engineers.” (Harbour Times) ' +
      '“Engineers found corrosion in 14 of the 22 main cables of the Old Bridge in an inspection last summer.” (Valley Post)',
  );
  expect(evidence.map(({ claim, source: url }) => [claim.length > 60, url])).toEqual([
    [true, HARBOUR.url],
    [true, HARBOUR.url],
    [true, VALLEY.url],
  ]);
  expect(provenance.abstract?.digitalSourceType).toBe('composite');
  expect({ name, passages, notes }).toEqual({ name: 'old-bridge-to-close-in-march', passages: 3, notes: [] });
  expect(record.headline).toBe('Old Bridge to close in March');
  expect(record.isBasedOn?.map(({ url }) => url)).toEqual([HARBOUR.url, VALLEY.url]);
  expect(record.citation[0]).toMatchObject({
    url: HARBOUR.url,
    name: 'Old Bridge to close in March',
    publisher: { name: 'Harbour Times' },
    author: [{ name: 'Ann Lee' }],
    datePublished: '2026-11-24',
    inLanguage: 'en',
    isAccessibleForFree: false,
    accessed: '2026-11-26T10:00:00.000Z',
  });
  expect(origin).toEqual({
    drafter: 'extractive',
    model: null,
    provider: null,
    promptVersion: 'lexrank-1',
    inputs: [HARBOUR, VALLEY].map(({ url, readAt, hash }) => ({ url, readAt, hash })),
    dropped: [],
  });
  const { groundings } = checkEvidence(story(text), 'warn');
  expect(groundings?.map(({ verdict }) => verdict)).toEqual(['found', 'found', 'found']);
});

test('a draft cannot be published as it is: it says that it is one, and has no analysis', async () => {
  const { text } = await compose();
  expect(findDraftLine(text)).toBe(3);
  const parsed = parseStoryFile(text, 'old-bridge');
  expect(parsed.ok ? [] : parsed.faults.map(({ field }) => field)).toEqual(['articleBody']);
  expect(text.endsWith('---\n\n')).toBe(true);
  expect(text).toMatch(/^# .*headline.*\(Harbour Times\)/m);
});

test.each([
  ['en', '# - What does this change, for whom, and from when?'],
  ['de-AT', '# - Was ändert sich dadurch, für wen und ab wann?'],
  ['fr', '# - Qu’est-ce que cela change, pour qui et à partir de quand ?'],
  ['es', '# - ¿Qué cambia esto, para quién y desde cuándo?'],
  ['zh-Hans', '# - 这会改变什么？影响谁？从何时开始？'],
  ['ar', '# - ماذا يغيّر هذا، ولمن، ومنذ متى؟'],
  ['pt', '# - What does this change, for whom, and from when?'],
])('questions for the analysis are in the language of the story: %s', async (language, question) => {
  expect((await compose({ language })).text).toContain(`${question}\n`);
});

describe('a model', () => {
  test('is asked once if all of its passages are found in their quotes; the record names it', async () => {
    const drafter = model(answer(TRUE_PASSAGE, passage('The bridge opened in 1931.', [1, 2, 2])));
    const { text, origin } = await compose({ drafter });
    expect(drafter.requests).toHaveLength(1);
    expect(story(text)).toMatchObject({
      abstract: `${TRUE_PASSAGE.text} The bridge opened in 1931.`,
      provenance: {
        abstract: {
          digitalSourceType: 'trainedAlgorithmicMedia',
          model: 'test-model',
          provider: 'models.example',
        },
      },
    });
    expect(origin).toMatchObject({ drafter: 'openai', model: 'test-model', promptVersion: 'tldr-1' });
  });

  test('is asked once more for what is not found, with what is wrong; the new passage takes its place', async () => {
    const second = passage('The city council voted to close the Old Bridge from 1 March 2027.', [1, 1, 1]);
    const drafter = model(
      answer(FALSE_PASSAGE, passage('The bridge opened in 1931.', [1, 2, 2])),
      answer(second),
    );
    const { text, origin } = await compose({ drafter });
    expect(drafter.requests[1]?.rejected).toEqual([
      {
        passage: FALSE_PASSAGE,
        faults: [
          'Its quotes contradict it: the date "1 May 2027" stands where the quote has "1 March 2027".',
        ],
      },
    ]);
    expect(story(text).abstract).toBe(`${second.text} The bridge opened in 1931.`);
    expect(origin.dropped.map(({ text: dropped }) => dropped)).toEqual([FALSE_PASSAGE.text]);
  });

  test('loses a passage that is not found again, and the draft says so', async () => {
    const drafter = model(answer(TRUE_PASSAGE, FALSE_PASSAGE), answer(FALSE_PASSAGE));
    const { text, origin } = await compose({ drafter });
    expect(drafter.requests).toHaveLength(2);
    expect(story(text).abstract).toBe(TRUE_PASSAGE.text);
    expect(origin.dropped).toEqual([
      {
        text: FALSE_PASSAGE.text,
        why: expect.stringMatching(/contradict.*"1 May 2027".*"1 March 2027"/),
      },
    ]);
    expect(text).toContain(`# Left out: ${FALSE_PASSAGE.text} Its quotes contradict it`);
  });

  test('that gives nothing of its sources leaves a draft without TL;DR, with the sources', async () => {
    const drafter = model(answer(FALSE_PASSAGE), answer(FALSE_PASSAGE));
    const { text, passages, notes } = await compose({ drafter });
    expect(passages).toBe(0);
    expect(notes.at(-1)?.detail).toMatch(/^There is no TL;DR, because/);
    expect(text).toContain('abstract: ""\n');
    expect(text).toContain(`  - url: ${VALLEY.url}\n`);
    expect(text).not.toContain('provenance');
  });

  test('is asked again if its answer could not be read, and not if trying again is no use', async () => {
    const unread = { ok: false, detail: forPrograms('The model answered nothing.'), mayRetry: true } as const;
    const drafter = model(unread, answer(TRUE_PASSAGE));
    expect((await compose({ drafter })).passages).toBe(1);
    const refused = {
      ok: false,
      detail: forPrograms('models.example refused the key.'),
      mayRetry: false,
    } as const;
    const other = model(refused);
    expect((await compose({ drafter: other })).notes[0]?.detail).toBe(refused.detail);
    expect(other.requests).toHaveLength(1);
  });
});

test.each([
  ['a source that is not there', [3, 1, 1], 'There is no source 3; the last is 2.'],
  [
    'a sentence that is not there',
    [1, 99, 99],
    'Source 1 has no sentence 99; its sentences are numbered from 1 to 5.',
  ],
  ['sentence zero', [1, 0, 1], 'Source 1 has no sentence 0; its sentences are numbered from 1 to 5.'],
  ['an end before the beginning', [1, 2, 1], 'Sentence 1 of source 1 is not after sentence 2.'],
  ['half a sentence', [1, 1.5, 2], 'A number of a source or sentence is no whole number.'],
  ['too many sentences', [1, 1, 5], 'A quote has at most 4 sentences, not 5.'],
] as const)('a passage that names %s is refused', async (_, [from, first, last], why) => {
  const drafter = model(answer(passage('The bridge opened in 1931.', [from, first, last])));
  const { origin, passages } = await compose({ drafter });
  expect(passages).toBe(0);
  expect(origin.dropped[0]?.why).toContain(why);
});

test.each([
  [
    'in another language',
    'Die Alte Brücke wird ab dem 1. März 2027 für die Autos gesperrt.',
    /not in the draft's language \(en\)/,
  ],
  ['with a link', 'The bridge opened in 1931, says https://harbour.example/.', /has an address/],
  ['without words', ' \n ', /is empty/],
  ['that is a book', `The bridge opened in 1931${', again'.repeat(100)}.`, /at most 600/],
  ['with control characters', 'The bridge opened in 1931\u0007.', /cannot be shown/],
  ['with words that no quote bears', 'The bridge is beautiful.', /no quoted words bear "beautiful"/],
])('a passage %s is refused', async (_, text, why) => {
  const { origin, passages } = await compose({ drafter: model(answer(passage(text, [1, 2, 2]))) });
  expect(passages).toBe(0);
  expect(origin.dropped[0]?.why).toMatch(why);
});

test('a passage without quotes is refused', async () => {
  const { origin } = await compose({ drafter: model(answer(passage('The bridge opened in 1931.'))) });
  expect(origin.dropped[0]?.why).toContain('no sentence');
});

test('the TL;DR has at most 1,200 characters; what does not fit is left out', async () => {
  const long = (year: number) =>
    passage(`The bridge opened in 1931${', in 1931'.repeat(50)} ${'!'.repeat(year)}`, [1, 2, 2]);
  const { origin, text } = await compose({ drafter: model(answer(long(1), long(2), long(3))) });
  expect(story(text).abstract.length).toBeLessThanOrEqual(1200);
  expect(origin.dropped.at(-1)?.why).toContain('1,200 characters');
});

test('words that occur more than once are quoted with what stands around them', async () => {
  const twice = source({
    url: 'https://twice.example/a',
    name: 'The tower',
    text: 'It opened in 1931. The tower is younger. It opened in 1931. Nobody knows why.',
  });
  const drafter = model(answer(passage('It opened in 1931.', [1, 3, 3])));
  const { text } = await compose({ sources: [twice], drafter });
  expect(story(text).evidence[0]?.quote).toEqual({
    exact: 'It opened in 1931.',
    prefix: 'tower is younger. ',
    suffix: ' Nobody knows why.',
  });
});

test('the headline is the title of the source that is quoted most, and of several the first', async () => {
  const drafter = model(
    answer(
      passage('In 14 of 22 cables, engineers found corrosion last summer.', [2, 1, 1]),
      passage('The bridge opened in 1931.', [1, 2, 2]),
    ),
  );
  expect(story((await compose({ drafter })).text).headline).toBe(VALLEY.name);
});

test('two addresses that lead to one page are one source', async () => {
  const copy = { ...HARBOUR, url: 'https://harbour.example/bridge?from=feed' };
  const { text } = await compose({ sources: [copy, HARBOUR] });
  expect(story(text).citation.map(({ url }) => url)).toEqual([HARBOUR.url]);
});

test('a source without text is listed, and is no basis', async () => {
  const empty = source({ url: 'https://paper.example/pdf', text: '', whyNoText: 'PDFs cannot be read.' });
  const { text, notes } = await compose({ sources: [HARBOUR, empty] });
  expect(notes.map(({ detail }) => detail)).toEqual([
    expect.stringContaining('https://paper.example/pdf: PDFs cannot be read.'),
  ]);
  expect(story(text).citation.map(({ url }) => url)).toEqual([HARBOUR.url, empty.url]);
  expect(story(text).isBasedOn?.map(({ url }) => url)).toEqual([HARBOUR.url]);
});

test('sources in another language than the draft are named, and nothing is quoted from them', async () => {
  const french: ReadSource = source({
    url: 'https://port.example/pont',
    name: 'Le vieux pont ferme en mars',
    publisher: { name: 'Le Port', url: null },
    inLanguage: 'fr',
    text: 'Le conseil municipal a voté mardi la fermeture du vieux pont aux voitures à partir du 1er mars 2027.',
  });
  const { notes, text } = await compose({ sources: [french, HARBOUR] });
  expect(notes.map(({ detail }) => detail)).toEqual([
    expect.stringMatching(/nothing .*Le Port .*https:\/\/port\.example\/pont/),
  ]);
  expect(story(text).headline).toBe(HARBOUR.name);
  const alone = await compose({ sources: [french] });
  expect(alone.notes[0]?.detail).toMatch(
    /^None of the sources has a whole sentence in the draft's language \(en\)/,
  );
});
