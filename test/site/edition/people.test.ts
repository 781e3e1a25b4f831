import { describe, expect, test } from 'vitest';
import { parseSite } from '../../../src/settings/site-schema.ts';
import { channelOf } from '../../../src/site/edition/channel.ts';
import { feedAuthors, personOf } from '../../../src/site/edition/people.ts';
import { scopesOf } from '../../../src/site/edition/story-scopes.ts';
import { aStory, publish, site } from '../../samples.ts';

const people = [
  { slug: 'ann-lee', name: 'Ann Lee' },
  { slug: 'sami', name: 'سامي الأمين', url: 'https://sami.example' },
  { slug: 'li-na', name: '李娜' },
  { slug: 'strauss', name: 'Jörg Strauß' },
  { slug: 'odysseas', name: 'ΟΔΥΣΣΕΑΣ' },
  { slug: 'full-width', name: 'Ｋａｎａ　Ｔ' },
];
const { url } = site;
const withPeople = { ...site, people: parsePeople(people) };

function parsePeople(list: unknown[]): typeof site.people {
  const { people: _people, url: _url, ...identity } = site;
  return parseSite({ ...identity, people: list }, url).people;
}

const slugOf = (name: string, authorUrl: string | null = null) =>
  personOf({ name, url: authorUrl }, withPeople)?.slug;

describe('an author is a person of the newsroom', () => {
  test.each([
    ['Ann Lee', 'ann-lee'],
    ['  ANN\u00a0 \tlee ', 'ann-lee'],
    ['\u202aAnn Lee\u202c', 'ann-lee'],
    ['\u200fسامي الأمين', 'sami'],
    ['李娜', 'li-na'],
    ['JÖRG STRAUSS', 'strauss'],
    ['Jo\u0308rg Strauß', 'strauss'],
    ['Οδυσσέας', undefined],
    ['Οδυσσεας', 'odysseas'],
    ['Kana T', 'full-width'],
  ])('by the name %j: %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  test.each(['', ' ', 'Ann', 'AnnLee', 'Ann Lee Jr', '__proto__', 'constructor', 'ann-lee', 'x'.repeat(200)])(
    'but not by the name %j',
    (name) => {
      expect(slugOf(name)).toBeUndefined();
    },
  );

  test('by the URL of the page here or of their own, whatever the name', () => {
    expect(slugOf('A. L.', `${url}/authors/ann-lee`)).toBe('ann-lee');
    expect(slugOf('Ann Lee', `${url}/authors/li-na`)).toBe('li-na');
    expect(slugOf('Sami', 'https://SAMI.example')).toBe('sami');
    expect(slugOf('Somebody', `${url}/authors/nobody`)).toBeUndefined();
    expect(slugOf('Somebody', 'https://other.example/authors/ann-lee')).toBeUndefined();
    expect(slugOf('Somebody', 'not a URL')).toBeUndefined();
  });

  test('by the name, of several who have one page', () => {
    const team = ['Ann Lee', 'Bo Li'].map((name, n) => ({
      slug: `p-${n}`,
      name,
      url: 'https://team.example',
    }));
    const site = { url, people: parsePeople(team) };
    for (const [n, { name }] of team.entries())
      expect(personOf({ name, url: 'https://team.example/' }, site)?.slug).toBe(`p-${n}`);
  });

  test('of two with one name, not the one whose own URL is another', () => {
    expect(slugOf('سامي الأمين', 'https://another-sami.example/')).toBeUndefined();
    // Nothing says that this is not Ann, who has no URL of her own.
    expect(slugOf('Ann Lee', 'https://ann.example/')).toBe('ann-lee');
  });
});

test('a story is in the scope of each of its authors once, and of nobody whom data/site.json does not list', () => {
  const author = [{ name: 'Ann Lee' }, { name: 'ann lee' }, { name: '李娜' }, { name: 'Bo Li' }];
  const story = publish(aStory({ author, keywords: ['provenance'] }));
  expect(scopesOf(story, withPeople)).toEqual(['all', 'topic:provenance', 'author:ann-lee', 'author:li-na']);
  expect(scopesOf(story, { ...site, people: [] })).toEqual(['all', 'topic:provenance']);
});

test('feeds name the URL of the record, otherwise the page here, and the person’s picture', () => {
  const authors = [
    { name: 'Samuel Osei' },
    { name: 'Ann Lee', url: 'https://social.example/@ann' },
    { name: 'Bo' },
  ];
  expect(feedAuthors(authors, site)).toEqual([
    {
      name: 'Samuel Osei',
      url: 'https://news.example/authors/samuel-osei',
      picture: 'https://news.example/pictures/samuel-osei.png',
    },
    {
      name: 'Ann Lee',
      url: 'https://social.example/@ann',
      picture: 'https://news.example/pictures/ann-lee.png',
    },
    { name: 'Bo' },
  ]);
});

test('the feeds of an author say who that is, as far as data/site.json does', () => {
  const people = [
    { slug: 'a', name: 'A', role: 'Editor', about: 'A edits.' },
    { slug: 'b', name: 'B', role: 'Reporter' },
    { slug: 'c', name: 'C' },
  ];
  const described = { ...site, people };
  const descriptions = people.map(
    ({ slug }) => channelOf({ scope: `author:${slug}` }, described).description,
  );
  expect(descriptions).toEqual(['A edits.', 'Reporter', site.tagline]);
});

describe('people of data/site.json', () => {
  test.each([
    [
      [
        { slug: 'a', name: 'A' },
        { slug: 'a', name: 'B' },
      ],
      /people\[0\] has it already[\s\S]*people\[1\]\.slug/,
    ],
    [
      [
        { slug: 'a', name: 'Ann Lee' },
        { slug: 'b', name: 'ANN  lee' },
      ],
      /people\[0\] has it already[\s\S]*people\[1\]\.name/,
    ],
    [[{ slug: 'A b', name: 'A' }], /must be lower-case ASCII words joined by hyphens/],
    [[{ slug: 'a' }], /people\[0\]\.name/],
    [[{ slug: 'a', name: 'A', url: 'javascript:alert(1)' }], /must be an absolute http or https URL/],
    [[{ slug: 'a', name: 'A', picture: { url: '/a.png' } }], /people\[0\]\.picture\.width/],
    [[{ slug: 'a', name: 'A\nB' }], /must be one line of plain text/],
    [Array.from({ length: 501 }, (_, n) => ({ slug: `a-${n}`, name: `A ${n}` })), /at most 500 people/],
    ['Ann Lee', /must be a list of people/],
  ])('may not be %j', (list, fault) => {
    expect(() => parsePeople(list as unknown[])).toThrow(fault);
  });

  test('may be nobody', () => {
    const { people: _people, url: _url, ...identity } = site;
    expect(parseSite(identity, url).people).toEqual([]);
  });
});

test('people may have a given and a family name, in the rules of a record', () => {
  const named = { slug: 'mao', name: '毛泽东', givenName: '泽东', familyName: '毛' };
  expect(parsePeople([named])).toEqual([named]);
  expect(() => parsePeople([{ ...named, familyName: '' }])).toThrow(/people\[0\]\.familyName/);
  expect(() => parsePeople([{ ...named, surname: '毛' }])).toThrow(/may have givenName, familyName, role/);
});
