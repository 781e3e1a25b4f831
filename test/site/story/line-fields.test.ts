import { expect, test } from 'vitest';
import { LANGUAGES, wordsOf } from '../../../src/language/words.ts';
import { showDraft, writeDraft } from '../../../src/newsroom/drafts/views/editor/form/draft-form.ts';
import { renderAtom } from '../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import { renderJson } from '../../../src/site/export/json.ts';
import { articleToMarkdown } from '../../../src/site/export/markdown.ts';
import { renderExtensionsPage } from '../../../src/site/page/extensions.tsx';
import { changesBetween } from '../../../src/site/page/history/changes.ts';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { structuredData } from '../../../src/site/page/story/structured-data.ts';
import { LINE_FIELD_NAMES, LINE_FIELDS } from '../../../src/site/story/line-fields.ts';
import { type AuthorFile, readAuthorFile } from '../../../src/site/story/parse/front-matter.ts';
import { parseStoryFile } from '../../../src/site/story/parse/parse.ts';
import { storySchema } from '../../../src/site/story/story.ts';

import { anEdition, aStory, publish, site } from '../../samples.ts';

// Whatever row the table has, its field shows everywhere. A row that is added needs no test of its own.

const VALUE = 'Vancouver & <Burnaby>';
const ESCAPED = 'Vancouver &amp; &lt;Burnaby&gt;';

test.each(LINE_FIELD_NAMES)(
  '%s shows in the three feeds, on the page, in JSON-LD and in the exports',
  (name) => {
    const { xml, json, name: nameIn } = LINE_FIELDS[name];
    const article = publish(aStory({ [name]: VALUE }));
    const edition = anEdition([article]);
    const own = `${xml.name} xmlns:${xml.name.split(':')[0]}="${xml.namespace}"`;
    expect(renderRss(edition, site)).toContain(`<${own}>${ESCAPED}</${xml.name}>`);
    expect(renderAtom(edition, site)).toContain(`<${own}>${ESCAPED}</${xml.name}>`);
    const feed = JSON.parse(renderJsonFeed(edition, site));
    expect([feed.items[0][json], feed[json]]).toEqual([{ name: VALUE }, { about: expect.any(String) }]);
    expect(renderExtensionsPage(site)).toContain(`<code>${json}</code>`);
    const { messages } = wordsOf(article.inLanguage, site.language);
    // A line may lead to a page.
    expect(renderStoryPage(article, site).replaceAll(/<a [^>]*>(?=<bdi>)/g, '')).toContain(
      `${nameIn(messages)}: <bdi>${ESCAPED}</bdi>`,
    );
    expect(structuredData(article, site)).toContain(JSON.stringify(VALUE).slice(1, 10));
    expect(JSON.parse(renderJson(article, site)).record[name]).toBe(VALUE);
    expect(articleToMarkdown(article, site)).toContain(`${name}: ${VALUE}\n`);
  },
);

test.each(LINE_FIELD_NAMES)(
  '%s has a name in each language, under which the history tells its changes',
  (name) => {
    const [before, after] = [aStory({ [name]: 'Here' }), aStory({ [name]: 'There' })].map((each) =>
      storySchema.parse(each),
    );
    for (const language of Object.keys(LANGUAGES)) {
      const words = wordsOf(language, site.language);
      const [change] = changesBetween(before ?? {}, after ?? {}, words);
      expect(change).toMatchObject({ before: 'Here', after: 'There' });
      expect(change?.name).toBe(LINE_FIELDS[name].name(words.messages));
    }
  },
);

test.each(LINE_FIELD_NAMES)('%s is a field of the form, and of the file that the form writes', (name) => {
  const text = '---\nheadline: A\nabstract: B\ninLanguage: en\n---\n\nC\n';
  const file = readAuthorFile(text) as AuthorFile;
  const context = { zone: 'UTC', topics: [] };
  expect(showDraft(file, context)[name]).toBe('');
  const written = writeDraft(file, { [name]: VALUE }, context);
  expect(showDraft(readAuthorFile(written) as AuthorFile, context)[name]).toBe(VALUE);
  expect(parseStoryFile(written, 'a')).toMatchObject({ ok: true, value: { [name]: VALUE } });
});

test.each(LINE_FIELD_NAMES)('%s may be left out, and then nothing says so', (name) => {
  const { xml, json } = LINE_FIELDS[name];
  const edition = anEdition([publish(aStory())]);
  expect(renderRss(edition, site) + renderAtom(edition, site)).not.toContain(`<${xml.name}`);
  expect(renderJsonFeed(edition, site)).not.toContain(json);
});
