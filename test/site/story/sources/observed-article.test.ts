import { describe, expect, test } from 'vitest';
import { type Observation, observationSchema } from '../../../../src/site/story/sources/observation.ts';
import { withObservations } from '../../../../src/site/story/sources/observed-article.ts';
import { aStory, publish } from '../../../samples.ts';

const URL_A = 'https://a.example/page';
const URL_B = 'https://b.example/page';
const COPY = 'https://web.archive.org/web/20261125120000/https://a.example/page';
const observe = (fields: Partial<Observation>) =>
  observationSchema.parse({ url: URL_A, kind: 'gone', at: '2026-11-24T08:00:00Z', ...fields });

const citing = (citation: Record<string, unknown>) =>
  publish(
    aStory({
      articleBody: `So it is.([a](${URL_A})) More [prose](${URL_A}).([a](${URL_A}), [b](${URL_B}))`,
      citation: [{ url: URL_A, quote: { exact: 'so it is' }, ...citation }],
    }),
  );

test('a story says what was found of its sources, and stays as it is otherwise', () => {
  const article = citing({});
  const gone = observe({ archivedAt: COPY, status: 404 });
  expect(withObservations(article, [gone])).toEqual({ ...article, observations: [gone] });
});

describe('an article is the same object', () => {
  test('if nothing was found', () => {
    const article = citing({});
    expect(withObservations(article, [])).toBe(article);
  });

  test.each([
    ['it does not cite the source', {}, observe({ url: 'https://other.example/' })],
    [
      'its record calls the source gone that was found changed',
      { linkStatus: 404 },
      observe({ kind: 'changed' }),
    ],
    [
      'its record calls the source gone that was found moved',
      { linkStatus: 410 },
      observe({ kind: 'moved' }),
    ],
  ])('if %s', (_what, citation, observation) => {
    const article = citing(citation);
    expect(withObservations(article, [observation])).toBe(article);
  });
});
