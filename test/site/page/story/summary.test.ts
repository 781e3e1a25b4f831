import { describe, expect, test } from 'vitest';
import { renderStoryPage } from '../../../../src/site/page/story/story.tsx';
import { storySchema } from '../../../../src/site/story/story.ts';
import * as fc from '../../../draw.ts';
import { aStory, foreignStories, fullStory, publish, site } from '../../../samples.ts';

const A = 'https://a.example/report';
const B = 'https://b.example/data';

const quote = (exact: string, prefix: string | null = null) => ({ exact, prefix, suffix: null });
const page = (fields: Record<string, unknown>) =>
  renderStoryPage(
    publish(
      aStory({
        articleBody: 'It is said.([a](https://a.example/report), [b](https://b.example/data))',
        citation: [
          { url: A, publisher: { name: 'Paper & Sons' } },
          { url: B, inLanguage: 'ar' },
        ],
        ...fields,
      }),
    ),
    site,
  );

const decode = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
/** Returns the TL;DR's paragraph. */
const summaryOf = (html: string) => /id="tldr".*?<p[^>]*>(.*?)<\/p>/s.exec(html)?.[1] ?? '';
/** Returns the words of the TL;DR as a reader sees them, with the numbers in brackets. */
const readSummary = (html: string) =>
  decode(
    summaryOf(html)
      .replaceAll(/<sup>(.*?)<\/sup>/g, '[$1]')
      .replaceAll(/<[^>]+>/g, ''),
  );
/** Returns the passages in the list of sources: the id, the words, and their links back: what readers see and the anchor. */
const passagesOf = (html: string) =>
  Array.from(
    html.matchAll(/<p id="(ev-\d+)" class="passage"[^>]*><q[^>]*><a[^>]*>(.*?)<\/a><\/q>(.*?)<\/p>/gs),
    ([, id, words = '', uses = '']) => ({
      id,
      words: decode(words),
      back: Array.from(
        uses.matchAll(/href="#([^"]+)" role="doc-backlink"[^>]*>([^<]+)/g),
        ([, to, shown]) => `${shown} ${to}`,
      ),
    }),
  );

describe('the TL;DR', () => {
  test('has the number of each source at the end of each claim, in the order of the numbers', () => {
    const html = page({
      abstract: 'First, this happened, and then that. Nobody knows why.',
      evidence: [
        { claim: 'then that', source: B, quote: quote('that, then') },
        { claim: 'then that', source: A, quote: quote('then that') },
        { claim: 'this happened', source: A, quote: quote('This happened.') },
      ],
    });
    expect(readSummary(html)).toBe('First, this happened[1], and then that[1, 2]. Nobody knows why.');
    expect(summaryOf(html)).toContain(
      '<span id="claim-1">this happened<sup><a href="#ev-1" role="doc-noteref" aria-label="1 Paper &amp; Sons">1</a></sup></span>',
    );
  });

  test('has one number for a source that supports a claim with two passages: it leads to the first', () => {
    const html = page({
      abstract: 'This happened.',
      evidence: [
        { claim: 'This happened.', source: A, quote: quote('This') },
        { claim: 'This happened.', source: A, quote: quote('happened') },
      ],
    });
    expect(readSummary(html)).toBe('This happened.[1]');
    expect(summaryOf(html)).toContain('href="#ev-1"');
    expect(passagesOf(html)).toEqual([
      { id: 'ev-1', words: 'This', back: ['↩\ufe0e claim-1'] },
      { id: 'ev-2', words: 'happened', back: ['↩\ufe0e claim-1'] },
    ]);
  });

  test('keeps its line breaks, also within and at the end of a claim', () => {
    const abstract = 'One line\nand  another.\n\n  The last.\n';
    const html = page({
      abstract,
      evidence: [
        { claim: 'One line\nand  another.\n\n', source: A, quote: quote('One') },
        { claim: 'The last.\n', source: A, quote: quote('last') },
      ],
    });
    expect(readSummary(html)).toBe('One line\nand  another.[1]\n\n  The last.[1]\n');
  });

  test('without evidence is as it always was', () => {
    const html = page({ abstract: 'This happened.' });
    expect(summaryOf(html)).toBe('This happened.');
    expect(html).not.toMatch(/id="(claim|ev)-|class="passage"|Evidence for/);
  });

  test('keeps its words whatever is in them, and wherever its claims are', () => {
    const piece = fc.oneof(
      fc.constantFrom('<b>', '&amp;', '"', '\u202e', '\u2066', '\n', ' ', '。', '5.9 %', 'كلمة', '😀'),
      fc.string({ minLength: 1, maxLength: 5 }).filter((text) => /^[\x20-\x7e]+$/.test(text)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, fc.boolean()), { minLength: 1, maxLength: 8 }), (pieces) => {
        const abstract = pieces.map(([text]) => text).join('');
        const claims = [...new Set(pieces.filter(([, isClaim]) => isClaim).map(([text]) => text))];
        const parsed = storySchema.safeParse(
          aStory({ articleBody: `([a](${A}))` }) && {
            ...aStory({ articleBody: `([a](${A}))` }),
            abstract,
            evidence: claims.map((claim) => ({ claim, source: A, quote: quote(claim) })),
          },
        );
        fc.pre(parsed.success);
        const html = renderStoryPage(publish(parsed.data), site);
        const words = decode(summaryOf(html).replaceAll(/<sup>.*?<\/sup>|<\/?(span|sup)\b[^>]*>/g, ''));
        const withoutIsolates = (text: string) => text.replaceAll(/[\u2066-\u2069]/g, '');
        expect(withoutIsolates(words)).toBe(withoutIsolates(abstract));
      }),
      { numRuns: 100 },
    );
  });

  test('cannot reorder the number of a source', () => {
    const abstract = 'It rose \u202e5 %. It fell.';
    const evidence = [{ claim: 'It rose \u202e5 %.', source: A, quote: quote('It rose by 5 %.') }];
    expect(readSummary(page({ abstract, evidence }))).toBe('\u2068It rose \u202e5 %.\u2069[1] It fell.');
  });

  test('has its numbers in a story of any language', () => {
    const read = (slug: string) => {
      const story = foreignStories.find((each) => each.slug === slug);
      if (!story) throw new Error(`there is no story ${slug}`);
      return readSummary(renderStoryPage(publish(story), site));
    };
    expect(read('core-ai-chinese')).toContain('突破一万亿元。[2]');
    expect(read('robots-arabic')).toContain('الوثيقة RFC 9309[2]،');
    expect(read('feeds-german')).toContain('verweist.[3] Wer');
  });
});

describe('the list of sources', () => {
  test('has the words that support claims once each, with links to the sentence and back to every claim', () => {
    const html = page({
      abstract: 'This happened. That did. So did the other.',
      evidence: [
        { claim: 'This happened.', source: A, quote: quote('all of it happened', 'On Monday') },
        { claim: 'That did.', source: A, quote: quote('all of it happened', 'On Monday') },
        { claim: 'So did the other.', source: A, quote: quote('the other') },
        { claim: 'So did the other.', source: A, quote: quote('all of it happened', 'On Monday') },
      ],
    });
    expect(passagesOf(html)).toEqual([
      { id: 'ev-1', words: 'all of it happened', back: ['1 claim-1', '2 claim-2', '3 claim-3'] },
      { id: 'ev-2', words: 'the other', back: ['↩\ufe0e claim-3'] },
    ]);
    expect(html).toContain(`<a href="${A}#:~:text=On%20Monday-,all%20of%20it%20happened">all`);
    expect(html.match(/Evidence for the TL;DR:/g)).toHaveLength(1);
  });

  test('has words that are quoted for the analysis as well only once', () => {
    const evidence = [{ claim: 'This happened.', source: A, quote: quote('It happened.') }];
    const quoted = (exact: string) =>
      page({ abstract: 'This happened.', evidence, citation: [{ url: A, quote: quote(exact) }] });
    expect(quoted('It happened.').match(/<q /g)).toHaveLength(1);
    expect(quoted('It happened on Monday.').match(/<q /g)).toHaveLength(2);
  });

  test('leads to the archived copy of a source that is gone', () => {
    const html = page({
      abstract: 'This happened.',
      evidence: [{ claim: 'This happened.', source: A, quote: quote('It happened.') }],
      citation: [{ url: A, linkStatus: 410, archivedAt: 'https://archive.example/1' }],
    });
    expect(html).toContain('<a href="https://archive.example/1#:~:text=It%20happened.">It happened.</a></q>');
  });

  test('keeps hostile words from becoming markup, and from reordering what stands beside them', () => {
    const html = page({
      abstract: 'This happened.',
      evidence: [{ claim: 'This happened.', source: A, quote: quote('</q><script>"\u202e') }],
    });
    expect(html).toContain('>\u2068&lt;/q&gt;&lt;script&gt;&quot;\u202e\u2069</a></q>');
  });

  test('has words from right to left in their own direction, and the links back in the page’s', () => {
    const html = page({
      abstract: 'This happened.',
      evidence: [{ claim: 'This happened.', source: B, quote: quote('حدث هذا') }],
    });
    expect(html).toMatch(/<p id="ev-1" class="passage" lang="ar" dir="rtl"><q [^>]*><a/);
    expect(html).toContain('<span class="uses" lang="en" dir="ltr"> <a href="#claim-1"');
  });
});

test('every anchor of the story with a value in every field leads there and back', () => {
  const html = renderStoryPage(publish(fullStory), site);
  for (const { id, back } of passagesOf(html)) {
    expect(html).toContain(`<a href="#${id}" role="doc-noteref"`);
    for (const claim of back) expect(html).toContain(`<span id="${claim.slice(claim.indexOf(' ') + 1)}">`);
  }
});
