import { describe, expect, test } from 'vitest';
import { renderStoryPage } from '../../../../src/site/page/story/story.tsx';
import { observationSchema } from '../../../../src/site/story/sources/observation.ts';
import { withObservations } from '../../../../src/site/story/sources/observed-article.ts';
import { aStory, foreignStories, fullStory, publish, sampleStories, site } from '../../../samples.ts';

// The numerals of citations, and the notes in the margin of a wide screen or above a narrow one.

const A = 'https://a.example/report';
const B = 'https://b.example/';

const article = (articleBody: string, citation: object[] = [], fields: object = {}) =>
  publish(aStory({ articleBody, citation, ...fields }));
/** Returns the HTML of the analysis. */
const analysisOf = (story: ReturnType<typeof article>) =>
  /<section [^>]*id="analysis".*?<\/section>/s.exec(renderStoryPage(story, site))?.[0] ?? '';
/** Returns what the notes show, and where they lead. */
const notesOf = (html: string) =>
  Array.from(
    html.matchAll(/<a class="note" href="([^"]*)" [^>]*data-title="([^"]*)" data-facts="([^"]*)"><\/a>/g),
    ([, href, title, facts]) => ({ href, title, facts }),
  );

describe('the numerals of citations with nothing between them', () => {
  test.each([
    ['right after a word', `One.([a](${A}))`, 'One.', '(a)', ''],
    ['after a space, which they take with them', `One ([a](${A})).`, 'One', ' (a)', '.'],
    ['after a line break', `One  \n([a](${A}))`, 'One', '\n(a)', ''],
    ['at the start', `([a](${A})) One`, '', '(a)', ' One'],
    ['several', `One ([a](${A}), [b](${B})) ([a](${A})), two`, 'One', ' (a, b) (a)', ', two'],
  ])('stand in one place, next to their claim: %s', (_what, body, before, row, after) => {
    const [, ...parts] =
      /<p>(.*?)<span class="cites">(.*)<\/span><\/span>(.*?)<\/p>/s.exec(analysisOf(article(body))) ?? [];
    expect(parts.map((part) => part.replaceAll(/<[^>]+>/g, ''))).toEqual([before, row, after]);
  });

  test('apart from each other, if there are words between them', () => {
    expect(analysisOf(article(`([a](${A})) and ([b](${B}))`)).match(/class="cites"/g)).toHaveLength(2);
  });

  test('lead to the note of their source, also where it is cited again', () => {
    const html = analysisOf(article(`([a](${A})) ([b](${B}))\n\n([a](${A}))`));
    const targets = Array.from(
      html.matchAll(/ id="(fnref-[\d-]+)".*?popovertarget="(.*?)"/gs),
      ([, ...pair]) => pair,
    );
    expect(targets).toEqual([
      ['fnref-1-1', 'n-1'],
      ['fnref-2-1', 'n-2'],
      ['fnref-1-2', 'n-1'],
    ]);
    expect(Array.from(html.matchAll(/class="note" [^>]*id="(n-\d)"/g), ([, id]) => id)).toEqual([
      'n-1',
      'n-2',
    ]);
  });

  test('are found quickly in a text of 99,000 spaces', () => {
    const html = analysisOf(article(`x${'\u2003'.repeat(99_000)}y ([a](${A}))`));
    expect(html.match(/class="cites"/g)).toHaveLength(1);
  });
});

describe('a note', () => {
  test('has the number and title of its source, its publisher and its date, and leads to the quoted words', () => {
    const source = {
      url: A,
      name: 'A "report" & <more>',
      publisher: { name: 'Paper & Sons' },
      datePublished: '2025-12',
      quote: { exact: 'so it is' },
    };
    expect(notesOf(analysisOf(article(`So it is.([a](${A}))`, [source])))).toEqual([
      {
        href: `${A}#:~:text=so%20it%20is`,
        title: '1\tA &quot;report&quot; &amp; &lt;more&gt;',
        facts: 'Paper &amp; Sons\u00a0· December\u00a02025',
      },
    ]);
  });

  test('of a source without a title has its publisher once', () => {
    expect(notesOf(analysisOf(article(`([a](${A}))`)))).toEqual([
      { href: A, title: '1\ta.example', facts: '' },
    ]);
  });

  test('cuts a long title, so that it does not push the next notes far below their lines', () => {
    const titles = [`${'Word '.repeat(30)}.`, '字'.repeat(100), `${'אב '.repeat(70)}\u2067ג`];
    const citation = titles.map((name, index) => ({ url: `https://${index}.example/`, name }));
    const body = citation.map(({ url }) => `([a](${url}))`).join(' ');
    const shown = notesOf(analysisOf(article(body, citation))).map(({ title }) => title);
    expect(shown[0]).toBe(`1\t${'Word '.repeat(20).trim()}…`);
    expect(shown[1]).toBe(`2\t${'字'.repeat(59)}…`);
    expect(shown[2]?.length).toBeLessThan(110);
    expect(renderStoryPage(article(body, citation), site)).toContain(`>${titles[1]}</a>`);
  });

  test('follows the first citation of its source, and no other', () => {
    const html = analysisOf(article(`([a](${A})) one ([b](${B}), [a](${A}))\n\n([b](${B}))`));
    expect(notesOf(html).map(({ title }) => title)).toEqual(['1\ta.example', '2\tb.example']);
    expect(html).toMatch(/id="fnref-1-1"[^>]*>a<\/a><span class="notes" aria-hidden="true"><a class="note" /);
    expect(html).toMatch(/id="fnref-2-1"[^>]*>b<\/a><span class="notes" aria-hidden="true"><a class="note" /);
  });

  test.each([
    ['a comma', `([a](${A}), [b](${B}))`],
    ['a line break', `([a](${A}),\n[b](${B}))`],
    ['a hard break', `([a](${A}),  \n[b](${B}))`],
    ['parentheses', `([a](${A}))([b](${B}))`],
    ['a space', `([a](${A})) ([b](${B}))`],
  ])('is together with the note of the next source if only %s separates their citations', (_what, body) => {
    expect(analysisOf(article(body))).toMatch(
      /id="fnref-1-1"[^>]*>a<\/a><span class="notes" aria-hidden="true">(<a class="note" [^>]*><\/a>){2}<\/span>/,
    );
  });

  test('stands before a table that cites its source first, because a table that scrolls would cut it off', () => {
    const html = analysisOf(article(`|x|\n|---|\n|([a](${A}))|\n|([b](${B}))|\n\n([a](${A}))`));
    expect(html).toMatch(/(<a class="note" [^>]*><\/a>){2}<\/span><div class="table[^>]*><table>/);
    expect(notesOf(html)).toHaveLength(2);
  });

  test('of a source that is gone says so, and leads to the archived copy', () => {
    const archivedAt = 'https://web.archive.org/web/20261125120000/https://a.example/report';
    const facts = { href: archivedAt, title: '1\ta.example' };
    const stated = article(`([a](${A}))`, [{ url: A, linkStatus: 404, archivedAt }]);
    expect(notesOf(analysisOf(stated))).toEqual([{ ...facts, facts: 'no longer online' }]);
    const gone = observationSchema.parse({ url: A, kind: 'gone', at: '2026-11-24T08:00:00Z', archivedAt });
    const found = withObservations(article(`([a](${A}))`), [gone]);
    expect(notesOf(analysisOf(found))).toEqual([
      { ...facts, facts: 'no longer online on November 24, 2026' },
    ]);
  });

  test.each(['ar', 'he', 'fa'])(
    'is together with those of its paragraph where text runs from right to left (%s)',
    (inLanguage) => {
      const body = `One ([a](${A})) two ([b](${B})).\n\n- Three ([c](https://c.example/)).\n- Four ([d](https://d.example/)) ([a](${A})).`;
      const groups =
        analysisOf(article(body, [], { inLanguage })).match(/<span class="notes".*?<\/span>/g) ?? [];
      expect(groups.map((group) => notesOf(group).length)).toEqual([2, 1, 1]);
      expect(analysisOf(article(body)).match(/<span class="notes"/g)).toHaveLength(4);
    },
  );

  test('in a story that runs from right to left keeps a title from reordering its number', () => {
    const source = { url: A, name: 'A report', publisher: { name: 'Paper' }, datePublished: '2025' };
    expect(notesOf(analysisOf(article(`([a](${A}))`, [source], { inLanguage: 'ar' })))).toEqual([
      { href: A, title: '1\t\u2068A report\u2069', facts: '\u2068Paper\u2069\u00a0· 2025' },
    ]);
  });

  const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, '');

  test('has no words of its own, and neither keyboards nor screen readers stop at it', () => {
    for (const story of [...sampleStories, ...foreignStories, fullStory].map(publish)) {
      const html = renderStoryPage(story, site);
      const notes = html.match(/<a class="note" .*?<\/a>/gs) ?? [];
      expect(notes).toHaveLength(story.rendering.sources.filter(({ uses }) => uses > 0).length);
      for (const note of notes) expect(note).toMatch(/ popover="" tabindex="-1" [^>]*><\/a>$/);
      expect(html.match(/<button type="button" popovertarget/g)).toHaveLength(
        story.rendering.sources.reduce((sum, { uses }) => sum + uses, 0),
      );
      expect(textOf(html)).toContain(textOf(story.rendering.page));
    }
  });
});
