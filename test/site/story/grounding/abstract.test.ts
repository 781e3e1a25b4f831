import { expect, test } from 'vitest';
import { groundAbstract } from '../../../../src/site/story/grounding/abstract.ts';

const quote = (text: string) => [{ text, language: 'en' }];

/** Grounds an abstract whose claims stand in brackets. */
function ground(marked: string, ...quotes: string[]) {
  const claims: { start: number; end: number; quotes: { text: string; language: string }[] }[] = [];
  let abstract = '';
  for (const [at, part] of marked.split(/[[\]]/).entries()) {
    const start = abstract.length;
    abstract += part;
    if (at % 2 === 1) claims.push({ start, end: abstract.length, quotes: quote(quotes.shift() ?? '') });
  }
  return groundAbstract({ abstract, inLanguage: 'en', claims });
}

test('words that two claims rest on are read in the language of each source', () => {
  const claims = ['The firm lost 1.234 euros.', 'The firm lost 1,234 euros.'];
  const text = 'It lost 1.234 euros.';
  const [first = '', second = ''] = claims;
  const entries = groundAbstract({
    abstract: claims.join(' '),
    inLanguage: 'en',
    claims: [
      { start: 0, end: first.length, quotes: [{ text, language: 'en' }] },
      { start: first.length + 1, end: first.length + 1 + second.length, quotes: [{ text, language: 'de' }] },
    ],
  });
  const numbers = entries.map(({ findings }) => findings.find(({ kind }) => kind === 'number')?.result);
  expect(numbers).toEqual(['found', 'found']);
});

test('each claim has an entry, with its sentence', () => {
  expect(
    ground(
      '[The dam holds 5 km³.] And yet [the wall is 30 metres high].',
      'The dam holds 5 km³.',
      'The wall is 30 m high.',
    ),
  ).toEqual([
    {
      claim: 'The dam holds 5 km³.',
      sentence: 'The dam holds 5 km³.',
      verdict: 'found',
      findings: expect.arrayContaining([{ kind: 'number', text: '5 km³', result: 'found', quoted: null }]),
    },
    {
      claim: 'the wall is 30 metres high',
      sentence: 'And yet the wall is 30 metres high.',
      verdict: 'found',
      findings: expect.arrayContaining([
        { kind: 'number', text: '30 metres', result: 'found', quoted: null },
      ]),
    },
  ]);
});

test('a sentence without a claim has no evidence', () => {
  expect(ground('Nobody said why. [It cost 5 euros.]', 'It cost €5.')).toEqual([
    { claim: null, sentence: 'Nobody said why.', verdict: 'no evidence', findings: [] },
    expect.objectContaining({ claim: 'It cost 5 euros.', verdict: 'found' }),
  ]);
});

test('what a sentence states outside its claims has no evidence', () => {
  expect(
    ground('On 3 May, China said that [it paid 5 euros], half of what “the others” paid.', 'It paid €5.'),
  ).toEqual([
    expect.objectContaining({ claim: 'it paid 5 euros', verdict: 'found' }),
    {
      claim: null,
      sentence: 'On 3 May, China said that it paid 5 euros, half of what “the others” paid.',
      verdict: 'no evidence',
      findings: [
        { kind: 'date', text: '3 May', result: 'to be read', quoted: null },
        { kind: 'name', text: 'China', result: 'to be read', quoted: null },
        { kind: 'number', text: 'half', result: 'to be read', quoted: null },
        { kind: 'quotation', text: 'the others', result: 'to be read', quoted: null },
        { kind: 'words', text: 'others” paid', result: 'to be read', quoted: null },
      ],
    },
  ]);
});

test('words of a sentence outside its claims have no evidence, though no number or name is among them', () => {
  const findings = [{ kind: 'words', text: 'mayor took bribes', result: 'to be read', quoted: null }];
  expect(ground('The mayor took bribes, and [the bridge was not safe].', 'The bridge was not safe.')).toEqual(
    [
      expect.objectContaining({ claim: 'the bridge was not safe', verdict: 'found' }),
      expect.objectContaining({ claim: null, verdict: 'no evidence', findings }),
    ],
  );
});

test('a claim may span sentences', () => {
  expect(
    ground('[It rained. It cost 5 euros.] The end.', '€5').map(({ claim, sentence }) => [claim, sentence]),
  ).toEqual([
    ['It rained. It cost 5 euros.', 'It rained. It cost 5 euros.'],
    [null, 'The end.'],
  ]);
});

test('an abstract without claims has no evidence anywhere', () => {
  expect(ground('It rained. It stopped.').map(({ verdict }) => verdict)).toEqual([
    'no evidence',
    'no evidence',
  ]);
  expect(ground('')).toEqual([]);
});

test.each([
  ['China did not say that [it paid 5 euros].', 'not'],
  ['[China paid 5 euros] never happened.', 'never'],
])('a negation beside a claim, which it reverses, needs evidence as well: %s', (abstract, text) => {
  const findings = expect.arrayContaining([{ kind: 'negation', text, result: 'to be read', quoted: null }]);
  expect(ground(abstract, 'China: it paid 5 euros. China paid 5 euros.')).toEqual([
    expect.objectContaining({ claim: expect.any(String), verdict: 'found' }),
    expect.objectContaining({ claim: null, verdict: 'no evidence', findings }),
  ]);
});

test('a negation in another clause than the claim says nothing of it', () => {
  const kinds = ground('While it did not rain, [it cost 5 euros], which nobody knew.', '€5')
    .filter(({ claim }) => claim === null)
    .flatMap(({ findings }) => findings.map(({ kind }) => kind));
  expect(kinds).toEqual(['words', 'words']);
});
