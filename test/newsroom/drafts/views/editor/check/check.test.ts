import { expect, test } from 'vitest';
import { checkDraft } from '../../../../../../src/newsroom/drafts/views/editor/check/check.ts';
import { checkGroundings } from '../../../../../../src/newsroom/drafts/views/editor/check/groundings.ts';
import { sayRule } from '../../../../../../src/newsroom/drafts/views/editor/check/rule-words.ts';
import { inEnglish } from '../../../../../../src/newsroom/words/words.ts';
import { renderStoryFile } from '../../../../../../src/site/export/markdown.ts';
import { fullStory } from '../../../../../samples.ts';

const check = (text: string) =>
  checkDraft(inEnglish, text, 'a-draft', {
    policy: 'warn',
    share: null,
    isApproved: false,
    zone: 'Europe/Berlin',
  });

test('faults stand at the fields of the form, in an editor’s words', () => {
  const { faults } = check(
    '---\nheadline: A\nabstract: It fell by 5 %.\ninLanguage: en\ndatePublished: tomorrow\ncitation:\n  - url: https://a.example/\n  - url: https://a.example\n  - url: nowhere\n    publisher: {url: https://p.example/}\nisBasedOn:\n  - url: nothing\nevidence:\n  - claim: It rose\n    source: https://b.example/\n    quote: {exact: It rose}\nimage: {url: /a.png}\nfoo: 1\n---\n\n',
  );
  const said = faults.map(({ field, words }) => `${field} | ${words}`);
  expect(said).toEqual(
    expect.arrayContaining([
      'datePublished.day | Publication must be a day and a time. Choose both.',
      'source.2.url | Source 3, address must be a whole web address, like https://publisher.example/article.',
      'source.2.publisher.name | Source 3, publisher is still missing.',
      'source.3.url | Source 4, address must be a whole web address, like https://publisher.example/article.',
      'image.width | Picture, width is still missing.',
      'articleBody | Analysis is still missing.',
      ' | “foo” is not a field of a story. Remove it, or correct its name.',
    ]),
  );
  expect(faults.filter(({ isEmpty }) => isEmpty).map(({ field }) => field)).toContain('articleBody');
  expect(said.join('\n')).not.toMatch(/articleBody (?!\|)|citation|RFC 3339|\babstract\b/);
});

test('rules between fields are in words too', () => {
  const { faults } = check(
    '---\nheadline: A\nabstract: It fell by 5 %.\ninLanguage: en\ndatePublished: 2026-03-04T10:00:00Z\ndateModified: 2026-03-03T10:00:00Z\ncitation:\n  - url: https://a.example/\n  - url: https://a.example\nevidence:\n  - claim: It rose\n    source: https://a.example/\n    quote: {exact: It rose}\n---\n\nSo.',
  );
  expect(faults.map(({ words }) => words)).toEqual([
    'Last change must not be before the publication (2026-03-04T10:00:00Z).',
    'Source 2, address must not be listed twice (another source is the same).',
    'Evidence 1, passage of the TL;DR must stand in the TL;DR word for word. Copy it from there.',
  ]);
});

test('evidence and citations are checked whatever else is wrong', () => {
  const { groundings, citations, sources, counts } = check(
    '---\nabstract: It fell by 5 %. It rains.\nevidence:\n  - claim: It fell by 5 %\n    source: https://a.example/\n    quote: {exact: It fell by 4 %}\ncitation:\n  - url: https://a.example\n---\n\nOne.([a](https://a.example/)) Two.([b](https://b.example/)) Three.([a](https://a.example)) Four.([c](c))',
  );
  expect(groundings.map(({ claim, verdict }) => [claim, verdict])).toEqual([
    ['It fell by 5 %', 'contradicted'],
    ['It rains.', 'no evidence'],
  ]);
  expect(groundings[0]?.words).toBe(
    'The quoted words state something else: the number "5 %" stands where the quote has "4 %".',
  );
  expect(citations.map(({ label, state, uses }) => [label, state, uses])).toEqual([
    ['a', 'right', 2],
    ['b', 'unlisted', 1],
    ['a', 'right', 2],
    ['c', 'invalid', 1],
  ]);
  expect(sources).toEqual([{ url: 'https://a.example', uses: 2 }]);
  expect(counts).toMatchObject({ words: 8, citations: 4 });
});

test('a story with everything has no faults, and a text without a head one with its line', () => {
  expect(check(renderStoryFile(fullStory)).faults).toEqual([]);
  expect(check('Words').faults).toMatchObject([{ field: '', label: 'The text', line: 1 }]);
});

test('a time that clocks skip is refused with the reason', () => {
  const { faults } = check('---\ndatePublished: 2026-03-29 02:30\n---\n\nSo.');
  expect(faults.find(({ field }) => field === 'datePublished.day')?.words).toMatch(
    /^Publication cannot be read\. There is no 02:30 on Sunday/,
  );
});

test('a link without an end is looked for only as far as an address may go', () => {
  expect(check(`---\nheadline: A\n---\n\n${'[a](<b'.repeat(16_000)}`).counts?.citations).toBe(0);
}, 15_000);

test('the citations of an analysis that is too long for a story are not looked for, and its length is a fault', () => {
  const { faults, counts, citations } = check(
    `---\nheadline: A\n---\n\n${'([a](https://a.example)) '.repeat(5000)}`,
  );
  expect([counts, citations]).toEqual([null, []]);
  expect(faults.map(({ words }) => words).join()).toMatch(/100,000 characters/);
});

test('the publisher behind a quotation is no claim, unless the source has another', () => {
  const url = 'https://post.example/a';
  const verdictWith = (publisher: unknown) =>
    checkGroundings(inEnglish, {
      abstract: '“The bridge is closed.” (The Eastmere Post)',
      inLanguage: 'en',
      evidence: [
        {
          claim: '“The bridge is closed.” (The Eastmere Post)',
          source: url,
          quote: { exact: 'The bridge is closed.' },
        },
      ],
      citation: [{ url, inLanguage: 'not a language', publisher }],
    }).map(({ verdict }) => verdict);
  expect(verdictWith({ name: 'The Eastmere Post' })).toEqual(['found']);
  expect(verdictWith({ name: 'Vale Radio' })).toEqual(['to be read']);
  expect(verdictWith('The Eastmere Post')).toEqual(['to be read']);
});

test('what story check warns of is found before the story is complete', () => {
  const body =
    'One [x] (https://a.example/1).\n\nTwo (https://a.example/2).\n\nThree[^2].\n\nFour <b>x</b>.\n\nFive [y](https://a.example/5).';
  const { mistakes } = check(`---\nheadline: A\n---\n\n${body}`);
  const cite = 'Delete it, and cite its source there.';
  expect(mistakes.map(({ text, rule }) => [sayRule(inEnglish, rule, text), rule.instead])).toEqual([
    [
      `[x] (https://a.example/1) looks like a citation, but readers get none. ${cite}`,
      '([x](https://a.example/1))',
    ],
    [
      `(https://a.example/2) looks like a citation, but readers get none. ${cite}`,
      '([a.example](https://a.example/2))',
    ],
    [`[^2] is a footnote, which readers see just as it is written. ${cite}`, undefined],
    ['<b> is written as in a web page, and readers see its signs. Delete the signs.', undefined],
    [
      'y is a link, so its page is not among the sources. To cite it, delete it, and cite it there.',
      '([y](https://a.example/5))',
    ],
  ]);
  expect(check('---\nheadline: A\n---\n\nRight ([x](https://a.example/1)).').mistakes).toEqual([]);
});
