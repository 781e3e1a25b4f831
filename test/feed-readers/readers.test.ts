import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { DEBIAN_LIBRARIES } from './debian-libraries.ts';
import { DOCUMENTS, expectedIn, homePage, renderDocument, stories } from './documents.ts';
import { LIMITS, limitOf } from './limits.ts';
import { NPM_LIBRARIES } from './npm-libraries.ts';
import { expectedOf, FIELD_GETTERS, type Field } from './reader.ts';

// Reads all sample stories with feed libraries, and compares what they find with the stories.
// Skips libraries that are not installed. With READERS=all (.ci/run), their tests fail instead.

const LIBRARIES = [...NPM_LIBRARIES, ...DEBIAN_LIBRARIES];

test('the samples include what our feeds once got wrong: pictures with and without a caption, a licence, several authors', () => {
  assert.ok(stories.some(({ image }) => image?.caption));
  assert.ok(stories.some(({ image }) => image && !image.caption));
  assert.ok(stories.some(({ license }) => license));
  assert.ok(stories.some(({ author }) => author.length > 1));
});

for (const library of LIBRARIES) {
  const version = library.version();
  const isRequired = process.env.READERS === 'all' && !library.isLarge;
  const skip = version || isRequired ? false : `not installed: ${library.source}`;
  for (const format of library.formats) {
    for (const name of DOCUMENTS) {
      test(`${library.name} ${version ?? ''} finds every story in the ${name} in ${format}`, {
        skip,
      }, async () => {
        const feed = await library.read(renderDocument(name, format), format);
        // sfeed returns no home page.
        if (feed.homePage !== null) assert.equal(feed.homePage, homePage(name, format));
        const expected = expectedIn(format, name);
        assert.equal(feed.items.length, expected.length);
        for (const field of Object.keys(FIELD_GETTERS) as Field[]) {
          const limit = limitOf(library.name, format, field);
          for (const [index, item] of expected.entries()) {
            const found = feed.items[index];
            assert.ok(found);
            assert.deepEqual(
              FIELD_GETTERS[field](found, item),
              limit ? limit.finds(item) : expectedOf(field, item),
              `${field} of ${item.link}${limit ? ` (known limit: ${limit.why})` : ''}`,
            );
          }
        }
      });
    }
  }
}

test('every known limit is of a known library, and some story needs it', () => {
  for (const { library, formats, field, finds } of LIMITS) {
    const of = LIBRARIES.find(({ name }) => name === library);
    assert.ok(of, `there is no library ${library}`);
    for (const format of formats) {
      assert.ok(of.formats.includes(format), `${library} does not read ${format}`);
      assert.ok(
        expectedIn(format).some((item) => !isDeepStrictEqual(finds(item), expectedOf(field, item))),
        `no story in ${format} needs the limit of ${library} on ${field}`,
      );
    }
  }
});
