import { describe, expect, test } from 'vitest';
import { storyIdentifier } from '../../../src/site/story/fields.ts';
import { atomId, identifierWithSameAtomId, mintIdentifier } from '../../../src/site/story/identifier.ts';
import * as fc from '../../draw.ts';
import { identifiers, movedInIds } from '../../hostile.ts';

const ENTITY = 'edgewire.example,2026';
const idOf = (identifier: string) => atomId(identifier, ENTITY);

/** RFC 3986 appendix A, for ids without anything but ASCII. */
const URI = /^[a-z][a-z\d+.-]*:(?:[\w.~:/?#@!$&'()*+,;=[\]-]|%[\da-f]{2})*$/i;

describe('an identifier', () => {
  test.each(movedInIds)('may be what feed readers know of an old story: %s', (id) => {
    expect(storyIdentifier.parse(id)).toBe(id);
  });

  test.each([
    ['nothing', ''],
    ['a space', ' '],
    ['a number', 12],
    ['white space at its start', ' a'],
    ['white space at its end', 'a '],
    ['a line break', 'a\nb'],
    ['a line break at its end', 'a\n'],
    ['a tab', 'a\tb'],
    ['a no-break space', 'a\u00A0b'],
    ['a line separator', 'a\u2028b'],
    ['a control character', 'a\u0001b'],
    ['a C1 control', 'a\u009Bb'],
    ['a zero-width space', 'a\u200Bb'],
    ['a right-to-left override', 'a\u202Eb'],
    ['a soft hyphen', 'a\u00ADb'],
    ['a variation selector', 'a\uFE0Fb'],
    ['a tag character', 'a\u{E0041}b'],
    ['a Hangul filler', 'a\u3164b'],
    ['a private-use character', 'a\uE000b'],
    ['a noncharacter', 'a\uFFFFb'],
    ['half a surrogate pair', 'a\uD800b'],
    ['501 characters', 'a'.repeat(501)],
  ])('is refused if it is or has %s', (_name, id) => {
    expect(storyIdentifier.safeParse(id).success).toBe(false);
  });

  test('has at most 500 characters', () => {
    expect(storyIdentifier.safeParse('a'.repeat(500)).success).toBe(true);
  });
});

describe('the id in Atom', () => {
  test.each([
    'tag:edgewire.example,2026:stories/a-story',
    'tag:blogger.com,1999:blog-123.post-456',
    'https://old.example/?p=123',
    'https://old.example/2019/05/a-post/',
    'HTTP://Old.Example:80/a/../b?x=%7e&y=1#c',
    'https://ann@old.example/',
    'http://[::1]/a',
    'urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a',
    'https://old.example/\u7EDF\u4E00?q=\u00E9',
    'wordpress:56',
    'a:',
  ])('of an IRI is the IRI: %s', (identifier) => expect(idOf(identifier)).toBe(identifier));

  test.each([
    ['64f1c0ffee5d2a0001a1b2c3', '64f1c0ffee5d2a0001a1b2c3'],
    ['123 at https://old.example', '123%20at%20https%3A%2F%2Fold.example'],
    ['/2019/05/a-post', '%2F2019%2F05%2Fa-post'],
    ['https://old.example/a b', 'https%3A%2F%2Fold.example%2Fa%20b'],
    ['https://old.example/?a[]=1', 'https%3A%2F%2Fold.example%2F%3Fa%5B%5D%3D1'],
    ['https://old.example/%', 'https%3A%2F%2Fold.example%2F%25'],
    ['https://old.example/%zz', 'https%3A%2F%2Fold.example%2F%25zz'],
    ['https://a@b@c/', 'https%3A%2F%2Fa%40b%40c%2F'],
    ['https://old.example:port/', 'https%3A%2F%2Fold.example%3Aport%2F'],
    ['a:b#c#d', 'a%3Ab%23c%23d'],
    ['1:2', '1%3A2'],
    ['caf\u00E9', 'caf%C3%A9'],
    ["<b>&amp;'", "%3Cb%3E%26amp%3B'"],
  ])('of %s is a tag URI made of it', (identifier, encoded) => {
    expect(idOf(identifier)).toBe(`tag:${ENTITY}:guids/${encoded}`);
  });

  test('of every identifier is an IRI that tells it from others', () => {
    const hasIri = (id: string) => URI.test(encodeURI(id).replaceAll('%25', '%'));
    fc.assert(
      fc.property(identifiers, identifiers, (one, other) => {
        expect(hasIri(idOf(one))).toBe(true);
        expect(idOf(idOf(one))).toBe(idOf(one));
        const twins = [one, identifierWithSameAtomId(one, ENTITY)];
        expect(idOf(one) === idOf(other)).toBe(twins.includes(other));
      }),
    );
  });

  test('is shared by an identifier and the tag URI made of it, and by no others', () => {
    fc.assert(
      fc.property(identifiers, (identifier) => {
        const twin = identifierWithSameAtomId(identifier, ENTITY);
        if (twin === undefined) return;
        expect(idOf(twin)).toBe(idOf(identifier));
        expect(identifierWithSameAtomId(twin, ENTITY)).toBe(identifier);
      }),
    );
    for (const alone of ['https://old.example/?p=1', `tag:${ENTITY}:guids/%ff`, `tag:${ENTITY}:guids/a:b`])
      expect(identifierWithSameAtomId(alone, ENTITY)).toBeUndefined();
    expect(identifierWithSameAtomId(mintIdentifier(ENTITY, 'a-story'), ENTITY)).toBeUndefined();
  });
});
