import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-ris';
import { expect, test } from 'vitest';
import { renderBibtex } from '../../../src/site/export/bibtex.ts';
import { renderCsl } from '../../../src/site/export/csl.ts';
import { sourceReferences, storyReference } from '../../../src/site/export/reference.ts';
import { renderRis } from '../../../src/site/export/ris.ts';
import type { Story } from '../../../src/site/story/story.ts';
import { aStory, publish, site } from '../../samples.ts';

type Author = Partial<Story['author'][number]> & { name: string };

const person = (name: string, givenName: string, familyName: string): Author => ({
  name,
  type: 'Person',
  givenName,
  familyName,
});

/** Authors as records state them, and as an independent library reads them from BibTeX, RIS and CSL-JSON. */
const authors: [Author, bib: object, ris: object | undefined, csl: object][] = (
  [
    [person('Ann Lee', 'Ann', 'Lee'), { family: 'Lee', given: 'Ann' }],
    [person('Ludwig van Beethoven', 'Ludwig', 'van Beethoven'), { family: 'van Beethoven', given: 'Ludwig' }],
    [person('José Ortega y Gasset', 'José', 'Ortega y Gasset'), { family: 'Ortega y Gasset', given: 'José' }],
    [person('毛泽东', '泽东', '毛'), { family: '毛', given: '泽东' }],
    [person('bell hooks', 'bell', 'hooks'), { family: 'hooks', given: 'bell' }],
    [person('نجيب محفوظ', 'نجيب', 'محفوظ'), { family: 'محفوظ', given: 'نجيب' }],
    [
      person('Mary Smith and Wesson', 'Mary', 'Smith and Wesson'),
      { family: 'Smith and Wesson', given: 'Mary' },
    ],
    [person('Jill and Jack Roe', 'Jill and Jack', 'Roe'), { family: 'Roe', given: 'Jill and Jack' }],
    [person('A {B} C#', 'A', '{B}_C#'), { family: '{B}_C#', given: 'A' }],
    // Without a type, a family name says that it is a person.
    [
      { name: 'Bo Li', givenName: 'Bo', familyName: 'Li' },
      { family: 'Li', given: 'Bo' },
    ],
    [{ name: 'Suharto', type: 'Person', familyName: 'Suharto' }, { family: 'Suharto' }],
  ] as [Author, object][]
).map(([author, name]) => [author, name, name, name]);

authors.push(
  [
    // RIS has no way to write a comma.
    person('Martin Luther King, Jr.', 'Martin Luther', 'King, Jr.'),
    { family: 'King, Jr.', given: 'Martin Luther' },
    { family: 'King Jr.', given: 'Martin Luther' },
    { family: 'King, Jr.', given: 'Martin Luther' },
  ],
  ...(
    [
      { name: 'Reuters', type: 'Organization' },
      { name: 'Ministry of Trade and Industry', type: 'Organization' },
      { name: 'Ann Lee' },
      { name: 'Ann Lee', type: 'Person' },
      { name: 'Suharto', type: 'Person', givenName: 'Suharto' },
      // Half a name would be somebody else's.
      { name: 'Ludwig van Beethoven', familyName: 'van Beethoven' },
    ] as Author[]
  ).map((author): (typeof authors)[number] => [
    author,
    { family: author.name },
    undefined,
    { literal: author.name },
  ]),
);

const read = (document: string, forceType: '@biblatex/text' | '@ris/file' | '@else/json') =>
  new Cite(document, { forceType }).data;

/** The library leaves a name of RIS whole. The format ends the family name at the comma. */
function inParts(name: string | object): object {
  if (typeof name === 'object') return name;
  const [family, given, ...more] = name.split(',').map((part) => part.trim());
  expect(more).toEqual([]);
  return { family, ...(given === undefined ? {} : { given }) };
}

test.each(authors)('references have %j as its parts', (author, bib, ris, csl) => {
  const other = { name: 'Bo Li', givenName: 'Bo', familyName: 'Li' };
  const bo = { family: 'Li', given: 'Bo' };
  const article = publish(
    aStory({
      author: [author, other],
      articleBody: 'A fact.([a](https://a.example/))',
      citation: [{ url: 'https://a.example/', author: [author, other] }],
    }),
  );
  for (const reference of [storyReference(article, site), ...sourceReferences(article)]) {
    const [fromBib] = read(renderBibtex([reference]), '@biblatex/text');
    expect(fromBib.author).toEqual([bib, bo]);
    const [fromCsl] = read(renderCsl([reference]), '@else/json');
    expect(fromCsl.author).toEqual([csl, bo]);
    const document = renderRis([reference]);
    const [fromRis] = read(document, '@ris/file');
    if (ris) expect((fromRis.author ?? fromRis.reporter).map(inParts)).toEqual([ris, bo]);
    else expect(document).toContain(`\r\nAU  - ${author.name}\r\n`);
  }
});

test('programs sort references by family name, and organisations by their name', () => {
  const file = renderBibtex(
    [
      person('Ludwig van Beethoven', 'Ludwig', 'van Beethoven'),
      { name: 'Reuters', type: 'Organization' as const },
      person('Ann Lee', 'Ann', 'Lee'),
    ].map((author, at) => storyReference(publish(aStory({ slug: `story-${at}`, author: [author] })), site)),
  );
  const names = read(file, '@biblatex/text').map(({ author }) => author?.[0].family);
  expect(names.sort()).toEqual(['Lee', 'Reuters', 'van Beethoven']);
});

test('a person of the newsroom has the names of data/site.json if the record has none', () => {
  const people = [
    { slug: 'bo', name: 'Bo Li', givenName: 'Bo', familyName: 'Li', url: 'https://bo.example/' },
  ];
  const nameOf = (author: Author) =>
    storyReference(publish(aStory({ author: [author] })), { ...site, people }).author[0];
  expect(nameOf({ name: 'BO LI' })).toEqual({ family: 'Li', given: 'Bo' });
  expect(nameOf({ name: 'Bo Li', givenName: 'B.', familyName: 'Li' })).toEqual({ family: 'Li', given: 'B.' });
  expect(nameOf({ name: 'Bo Li', type: 'Organization' })).toBe('Bo Li');
  // Under another name, these are no parts of it.
  expect(nameOf({ name: '李波', url: 'https://bo.example/' })).toBe('李波');
  expect(nameOf({ name: 'Ann Lee' })).toBe('Ann Lee');
});
