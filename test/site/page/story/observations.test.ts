import { describe, expect, test } from 'vitest';
import { renderJson } from '../../../../src/site/export/json.ts';
import { articleToMarkdown } from '../../../../src/site/export/markdown.ts';
import { renderStoryPage } from '../../../../src/site/page/story/story.tsx';
import { type Observation, observationSchema } from '../../../../src/site/story/sources/observation.ts';
import { withObservations } from '../../../../src/site/story/sources/observed-article.ts';
import { aStory, foreignStories, publish, sampleStories, site } from '../../../samples.ts';

const A = 'https://a.example/report';
const COPY = 'https://web.archive.org/web/20261125120000/https://a.example/report';
const NEW = 'https://a.example/2026/report?a=1&b=2';
const AT = '2026-11-24T08:00:00Z';

const observe = (fields: Partial<Observation>) =>
  observationSchema.parse({ url: A, kind: 'gone', at: AT, ...fields });

/** A story that quotes one sentence of the source for its TL;DR, and another for its analysis. */
const story = (fields: Record<string, unknown> = {}, citation: Record<string, unknown> = {}) =>
  publish(
    aStory({
      abstract: 'Exports fell.',
      evidence: [{ claim: 'Exports fell.', source: A, quote: { exact: 'Exports fell in May.' } }],
      articleBody: `It shows.([a.example](${A}))`,
      citation: [{ url: A, name: 'The report', quote: { exact: 'Trade shrank.' }, ...citation }],
      ...fields,
    }),
  );
const pageOf = (article: ReturnType<typeof story>, observations: Observation[]) =>
  renderStoryPage(withObservations(article, observations), site);

/** Returns the first entry of the list of sources. */
const entryOf = (html: string) => /<li id="fn-1".*?<\/li>/s.exec(html)?.[0] ?? '';
/** Returns what is read of the HTML. */
const textOf = (html: string) =>
  html.replaceAll(/<span class="hidden">.*?<\/span>/g, '').replaceAll(/<[^>]+>/g, '');

describe('a source that was found gone', () => {
  const gone = observe({ status: 404, archivedAt: COPY });

  test('leads to its archived copy first, and says since when, in words', () => {
    const entry = entryOf(pageOf(story(), [gone]));
    expect(entry).toContain(
      `<a href="${COPY}" dir="auto" data-originalurl="${A}" data-versionurl="${COPY}" data-versiondate="2026-11-25T12:00:00Z">The report</a>`,
    );
    expect(entry).toContain(
      `<small><bdi>a.example</bdi>\u00a0· <bdi>no longer online on <time datetime="${AT}">November 24, 2026</time></bdi>\u00a0· <a href="${COPY}">Archived copy</a>\u00a0· <a href="${A}">Original address</a></small>`,
    );
  });

  test('has its quotes there, those of the analysis and those of the TL;DR', () => {
    const html = pageOf(story(), [gone]);
    expect(html).toContain(`<a class="quoted" href="${COPY}#:~:text=Trade%20shrank."`);
    expect(html).toContain(`<a href="${COPY}#:~:text=Exports%20fell%20in%20May.">Exports fell in May.</a>`);
    expect(html).toContain(`<a class="note" href="${COPY}#:~:text=Trade%20shrank."`);
  });

  test('keeps its address if nobody has a copy', () => {
    const entry = entryOf(pageOf(story(), [observe({ status: 410 })]));
    expect(entry).toContain(`<a href="${A}" dir="auto">The report</a>`);
    expect(entry).toContain('no longer online on');
    expect(entry).not.toMatch(/Archived copy|Original address/);
  });

  test('is told as the record tells it, if the record says so itself', () => {
    const article = story({}, { linkStatus: 404, archivedAt: 'https://archive.example/own' });
    expect(pageOf(article, [gone])).toBe(renderStoryPage(article, site));
  });

  test('has no colour of its own', () => {
    expect(entryOf(pageOf(story(), [gone]))).toMatch(/^<li id="fn-1"><a/);
  });
});

describe('a source that no longer has the quoted words', () => {
  const NOTE = `Quote no longer found there on <time datetime="${AT}">November 24, 2026</time>`;

  test('says so below these words, and offers the archived copy', () => {
    const changed = observe({ kind: 'changed', archivedAt: COPY, missing: ['Trade shrank.'] });
    const entry = entryOf(pageOf(story(), [changed]));
    expect(entry).toContain(`<q cite="${A}">Trade shrank.</q></a><small>${NOTE}</small>`);
    expect(entry.split('no longer found')).toHaveLength(2);
    expect(entry).toContain(`<a href="${COPY}">Archived copy</a>`);
    expect(entry).toContain(`<a href="${A}" dir="auto"`);
  });

  test('says so in the language of the page below words in another', () => {
    const changed = observe({ kind: 'changed', missing: ['Exports fell in May.'] });
    const entry = entryOf(pageOf(story({}, { inLanguage: 'ar' }), [changed]));
    expect(entry).toMatch(/<p id="ev-1" class="passage" lang="ar" dir="rtl">/);
    expect(entry).toContain(`<span lang="en" dir="ltr"><small>${NOTE}</small></span></p>`);
    expect(entry.split('no longer found')).toHaveLength(2);
  });

  test('offers its new address, if it has one', () => {
    const changed = observe({ kind: 'changed', movedTo: NEW, missing: ['Trade shrank.'] });
    expect(entryOf(pageOf(story(), [changed]))).toContain('>New address</a></small>');
  });
});

test('a source that has moved for good keeps its address, and its new one is offered', () => {
  const entry = entryOf(pageOf(story(), [observe({ kind: 'moved', movedTo: NEW, archivedAt: COPY })]));
  expect(entry).toContain(`<a href="${A}" dir="auto">The report</a>`);
  expect(entry).toContain(
    `<small><bdi>a.example</bdi>\u00a0· <a href="${NEW.replace('&', '&amp;')}">New address</a></small>`,
  );
});

test.each([
  [
    'ar',
    'لم يعد متاحًا على الشبكة في 24 نوفمبر 2026',
    'لم يعد الاقتباس موجودًا هناك في 24 نوفمبر 2026',
    'العنوان الجديد',
  ],
  [
    'de',
    'am 24. November 2026 nicht mehr online',
    'Zitat dort am 24. November 2026 nicht mehr gefunden',
    'Neue Adresse',
  ],
  [
    'en-GB',
    'no longer online on 24 November 2026',
    'Quote no longer found there on 24 November 2026',
    'New address',
  ],
  [
    'es',
    'ya no estaba en línea el 24 de noviembre de 2026',
    'La cita ya no se encontraba allí el 24 de noviembre de 2026',
    'Nueva dirección',
  ],
  [
    'fr',
    'n’était plus en ligne le 24 novembre 2026',
    'La citation ne s’y trouvait plus le 24 novembre 2026',
    'Nouvelle adresse',
  ],
  ['zh', '2026年11月24日已无法访问', '2026年11月24日在该处已找不到这段引文', '新地址'],
])('the words in %s', (inLanguage, gone, changed, moved) => {
  const article = story({ inLanguage });
  const said = (fields: Partial<Observation>) => textOf(entryOf(pageOf(article, [observe(fields)])));
  expect(said({})).toContain(gone);
  expect(said({ kind: 'changed', missing: ['Trade shrank.'] })).toContain(changed);
  expect(said({ kind: 'moved', movedTo: NEW })).toContain(moved);
});

test('words and addresses that were found cannot become markup', () => {
  const hostile = '"><script>alert(1)</script>';
  const article = story({}, { quote: { exact: hostile } });
  for (const kind of ['gone', 'changed', 'moved'] as const) {
    const found = { kind, movedTo: NEW + hostile, archivedAt: COPY + hostile, missing: [hostile] };
    expect(pageOf(article, [observe(found)])).not.toContain('<script>alert');
  }
});

test('a page of which nothing was found has not one byte more', () => {
  for (const each of [...sampleStories, ...foreignStories].map(publish)) {
    const page = renderStoryPage(each, site);
    expect(pageOf(each, [])).toBe(page);
    expect(page).not.toMatch(/no longer online on|no longer found/);
  }
});

describe('the exports', () => {
  const article = story({ inLanguage: 'en-GB' });
  const found = [observe({ kind: 'changed', archivedAt: COPY, missing: ['Trade shrank.'] })];

  test('say in JSON what was found, beside the record and not in it', () => {
    const { observations, ...rest } = JSON.parse(renderJson(article, site, found));
    expect(observations).toEqual([
      {
        number: 1,
        url: A,
        kind: 'changed',
        at: AT,
        archivedAt: COPY,
        missing: ['Trade shrank.'],
        words: 'Quote no longer found there on 24 November 2026',
      },
    ]);
    expect(rest).toEqual(JSON.parse(renderJson(article, site)));
  });

  test('have no such member if nothing was found', () => {
    expect(renderJson(article, site)).not.toContain('observations');
  });

  test('are the record alone as Markdown', () => {
    const { observations, ...told } = withObservations(article, found);
    expect(observations).toHaveLength(1);
    expect(articleToMarkdown(told, site)).toBe(articleToMarkdown(article, site));
  });
});
