import { beforeEach, expect, test } from 'vitest';
import type { Story } from '../../../../src/site/story/story.ts';
import { call, problemOf, reopen } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';

// What the API says of a story's evidence by the policy "warn", which is the default. test/journeys/require-evidence.test.ts has
// the other two.

beforeEach(() => reopen());

const SOURCE = 'https://a.example/';

const story = (fields: Record<string, unknown> = {}): Story =>
  aStory({
    abstract: 'Exports grew by 5.9 % in 2019. They fell by 12 % in 2020. Ports closed.',
    citation: [{ url: SOURCE, inLanguage: 'en' }],
    articleBody: `We read it.([a](${SOURCE}))`,
    evidence: [
      {
        claim: 'Exports grew by 5.9 % in 2019.',
        source: SOURCE,
        quote: { exact: 'In 2019, exports grew by 5.9 percent.' },
      },
      {
        claim: 'They fell by 12 % in 2020.',
        source: SOURCE,
        quote: { exact: 'In 2020, they fell by 14 %.' },
      },
    ],
    provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } },
    ...fields,
  });

const verdictsIn = (answer: unknown) =>
  (answer as { grounding: { verdict: string; claim: string | null }[] }).grounding.map(
    ({ claim, verdict }) => [claim, verdict],
  );

const VERDICTS = [
  ['Exports grew by 5.9 % in 2019.', 'found'],
  ['They fell by 12 % in 2020.', 'contradicted'],
  [null, 'no evidence'],
];

test('a story that is saved, and one that is read, are answered with their groundings', async () => {
  const saved = await call('PUT', '/stories/a-story', story());
  expect(saved.status).toBe(201);
  const answer = (await saved.json()) as { grounding: unknown[] };
  expect(verdictsIn(answer)).toEqual(VERDICTS);
  expect(answer.grounding[1]).toMatchObject({
    sentence: 'They fell by 12 % in 2020.',
    findings: expect.arrayContaining([
      { kind: 'number', text: '12 %', result: 'contradicted', quoted: '14 %' },
    ]),
  });
  expect(answer.grounding[2]).toEqual({
    claim: null,
    sentence: 'Ports closed.',
    verdict: 'no evidence',
    findings: [],
  });
  const again = await call('PUT', '/stories/a-story', story());
  expect([again.status, verdictsIn(await again.json())]).toEqual([200, VERDICTS]);
  expect(verdictsIn(await (await call('GET', '/stories/a-story')).json())).toEqual(VERDICTS);
});

test('so are a preview, and a line of an import', async () => {
  const started = await call('POST', '/previews', story());
  const preview = (await started.json()) as { id: string };
  expect(verdictsIn(preview)).toEqual(VERDICTS);
  const updated = await call('PUT', `/previews/${preview.id}`, story());
  expect(verdictsIn(await updated.json())).toEqual(VERDICTS);
  const imported = await call('POST', '/stories', JSON.stringify(story()));
  expect(verdictsIn(JSON.parse(await imported.text()))).toEqual(VERDICTS);
});

test('a TL;DR by AI without evidence is saved, and each of its sentences has none', async () => {
  const saved = await call('PUT', '/stories/a-story', story({ evidence: [] }));
  expect(saved.status).toBe(201);
  expect(verdictsIn(await saved.json()).map(([, verdict]) => verdict)).toEqual(Array(3).fill('no evidence'));
});

test('nothing is said of a TL;DR by a human that has no evidence', async () => {
  const saved = await call('PUT', '/stories/a-story', story({ evidence: [], provenance: {} }));
  expect(await saved.json()).not.toHaveProperty('grounding');
  const byHuman = story({ slug: 'b', provenance: {} });
  expect(verdictsIn(await (await call('PUT', '/stories/b', byHuman)).json())).toEqual(VERDICTS);
});

test.each(['tlh', 'zxx', undefined])(
  'a number that the quotes contradict is found out if the source is in the language %s',
  async (inLanguage) => {
    const citation = [{ url: SOURCE, ...(inLanguage === undefined ? {} : { inLanguage }) }];
    const saved = await call('PUT', '/stories/a-story', story({ citation }));
    expect(saved.status).toBe(201);
    expect(verdictsIn(await saved.json())[1]).toEqual(['They fell by 12 % in 2020.', 'contradicted']);
  },
);

test('a language that is no language is refused', async () => {
  const citation = [{ url: SOURCE, inLanguage: 'a language' }];
  const refused = await call('PUT', '/stories/a-story', { ...story(), citation });
  expect(refused.status).toBe(422);
  expect((await problemOf(refused)).faults).toMatchObject([{ field: 'citation[0].inLanguage' }]);
});
