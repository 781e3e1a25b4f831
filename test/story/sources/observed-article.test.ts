import { describe, expect, test } from 'vitest';
import { renderAnalysis } from '../../../src/story/make-article.ts';
import { type Observation, observationSchema } from '../../../src/story/sources/observation.ts';
import { withObservations } from '../../../src/story/sources/observed-article.ts';
import fc from '../../draw.ts';
import { aStory, foreignStories, fullStory, publish, sampleStories } from '../../samples.ts';

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

describe('the citations in the analysis', () => {
  const gone = observe({ archivedAt: COPY, status: 404 });

  test('lead to the archived copy of a source that was found gone, and only they do', () => {
    const article = citing({});
    const { rendering } = withObservations(article, [gone]);
    const sentence = '#:~:text=so%20it%20is';
    expect(article.rendering.page).toContain(`(<a href="${URL_A}${sentence}">a</a>)`);
    expect(rendering.page.split(`<a href="${COPY}${sentence}">a</a>`)).toHaveLength(3);
    expect(rendering.page).toContain(`<a href="${URL_A}">prose</a>`);
    expect(rendering.page).toContain(`<a href="${URL_B}">b</a>`);
  });

  test('of feeds, and the record, stay as they are', () => {
    const article = citing({});
    const { rendering, observations, ...record } = withObservations(article, [gone]);
    expect(observations).toEqual([gone]);
    expect({ ...record, rendering: { ...rendering, page: article.rendering.page } }).toEqual(article);
  });

  test('lead to the copy that the record names, whatever copy was found', () => {
    const own = 'https://archive.example/own';
    const { rendering } = withObservations(citing({ archivedAt: own }), [gone]);
    expect(rendering.page).toContain(`<a href="${own}#:~:text=so%20it%20is">a</a>`);
    expect(rendering.page).not.toContain(COPY);
  });

  test('lead to a copy that was found of a source that the record calls gone, if it names none', () => {
    const { rendering } = withObservations(citing({ linkStatus: 410 }), [gone]);
    expect(rendering.page).toContain(`<a href="${COPY}#:~:text=so%20it%20is">a</a>`);
  });

  test.each([
    ['is gone without a copy', observe({})],
    ['has changed', observe({ kind: 'changed', archivedAt: COPY, missing: ['so it is'] })],
    ['has moved', observe({ kind: 'moved', archivedAt: COPY, movedTo: 'https://a.example/new' })],
  ])('stay as they are if the source %s', (_what, observation) => {
    const article = citing({});
    const told = withObservations(article, [observation]);
    expect(told.rendering.page).toBe(article.rendering.page);
    expect(told.observations).toEqual([observation]);
  });
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

const articles = [...sampleStories, ...foreignStories, fullStory].map(publish);

test('an analysis that is rendered anew is the same, character for character', () => {
  for (const { articleBody, rendering, slug } of articles)
    expect(renderAnalysis(articleBody, rendering.sources), slug).toBe(rendering.page);
});

/** Returns the HTML without the addresses of links to other sites. */
const withoutAddresses = (html: string) => html.replaceAll(/ href="https?:[^"]*"/g, '');

test('whatever was found changes nothing in an analysis but addresses', () => {
  const kinds = fc.constantFrom<Observation['kind'] | undefined>('gone', 'changed', 'moved', undefined);
  fc.assert(
    fc.property(
      fc.constantFrom(...articles),
      fc.array(kinds, { minLength: 40, maxLength: 40 }),
      fc.option(fc.constant(COPY)),
      (article, found, archivedAt) => {
        const observations = article.rendering.sources.flatMap(({ url }, index) => {
          const kind = found[index];
          return kind ? [observe({ url, kind, archivedAt })] : [];
        });
        const { rendering } = withObservations(article, observations);
        expect(withoutAddresses(rendering.page)).toBe(withoutAddresses(article.rendering.page));
        expect({ ...rendering, page: '' }).toEqual({ ...article.rendering, page: '' });
      },
    ),
  );
});
