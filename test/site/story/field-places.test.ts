import { expect, test } from 'vitest';
import guide from '../../../docs/publishing.md?raw';
import { wordsOf } from '../../../src/language/words.ts';
import type { Draft } from '../../../src/newsroom/drafts/desk/draft.ts';
import { checkDraft } from '../../../src/newsroom/drafts/views/editor/check/check.ts';
import {
  CorrectionFields,
  DetailFields,
  PictureFields,
  ScheduleFields,
} from '../../../src/newsroom/drafts/views/editor/fields-details.tsx';
import { EvidenceList } from '../../../src/newsroom/drafts/views/editor/fields-evidence.tsx';
import { SourceList } from '../../../src/newsroom/drafts/views/editor/fields-sources.tsx';
import { StoryFields, TopicFields } from '../../../src/newsroom/drafts/views/editor/fields-story.tsx';
import { showDraft } from '../../../src/newsroom/drafts/views/editor/form/draft-form.ts';
import { inEnglish } from '../../../src/newsroom/words/words.ts';
import { renderAtom } from '../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import { renderJson } from '../../../src/site/export/json.ts';
import { articleToMarkdown, renderStoryFile } from '../../../src/site/export/markdown.ts';
import { renderExtensionsPage } from '../../../src/site/page/extensions.tsx';
import { changesBetween } from '../../../src/site/page/history/changes.ts';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { structuredClaims, structuredData } from '../../../src/site/page/story/structured-data.ts';
import { FIELD_PLACES, type FieldName } from '../../../src/site/story/field-places.ts';
import { type AuthorFile, readAuthorFile } from '../../../src/site/story/parse/front-matter.ts';
import type { Story } from '../../../src/site/story/story.ts';
import { EACH_FIELD, statedStory } from '../../each-field.ts';
import { anEdition, publish, site } from '../../samples.ts';

// Where a row says that a field shows, another value of it shows otherwise. Where it says null, nothing differs.

const rows = EACH_FIELD.flatMap(({ field, changed }) =>
  field in FIELD_PLACES ? [{ field, changed, ...FIELD_PLACES[field as FieldName] }] : [],
);

/** Returns what a story looks like in both stories. */
const inBoth = <T>(changed: Story, show: (story: Story) => T): [T, T] => [show(statedStory), show(changed)];

/** Returns the elements and attributes of a name, in the order of the document. */
const elementsOf = (xml: string, name: string) =>
  xml.match(new RegExp(`<${name}[ >/](?:[^>]*/>|.*?</${name}>)| ${name}="[^"]*"`, 'gs'));

/** Returns every member of a name within JSON. */
function membersOf(json: string, name: string): unknown[] {
  const found: unknown[] = [];
  JSON.parse(json, (key, value) => {
    if (key === name) found.push(value);
    return value;
  });
  return found;
}

/** Expects that the named part of a document differs; or that nothing in it does, if it has no name for the field. */
function expectAt<T>(
  [before, after]: [T, T],
  name: string | true | null,
  partOf: (document: T, name: string) => unknown,
): void {
  if (name === null) expect.soft(after).toEqual(before);
  else expect.soft(partOf(after, String(name)), String(name)).not.toEqual(partOf(before, String(name)));
}

const editionOf = (story: Story) => anEdition([publish(story)]);

test.each(rows)('$field shows in feeds as its row says', ({ changed, feeds }) => {
  const rss = inBoth(changed, (story) => renderRss(editionOf(story), site));
  expectAt(rss, feeds.rss, elementsOf);
  const atom = inBoth(changed, (story) => renderAtom(editionOf(story), site));
  expectAt(atom, feeds.atom, elementsOf);
  const json = inBoth(changed, (story) => renderJsonFeed(editionOf(story), site));
  expectAt(json, feeds.json, membersOf);
});

test.each(rows.filter(({ feeds }) => feeds.json?.startsWith('_')))(
  '$feeds.json, in which JSON Feed has $field, is explained where the feed says',
  ({ feeds }) => {
    expect(JSON.parse(renderJsonFeed(editionOf(statedStory), site))[feeds.json ?? '']).toEqual({
      about: `${site.url}/feed-extensions`,
    });
    expect(renderExtensionsPage(site)).toContain(`<code>${feeds.json}</code>`);
  },
);

test.each(rows)(
  '$field shows on the page and in its JSON-LD as its row says',
  ({ changed, page, jsonLd }) => {
    const pages = inBoth(changed, (story) =>
      renderStoryPage(publish(story), site).replace(
        /<script type="application\/ld\+json">.*?<\/script>/gs,
        '',
      ),
    );
    expectAt(pages, page, (html) => html);
    const data = inBoth(changed, (story) => {
      const article = publish(story);
      return `[${structuredData(article, site)},${structuredClaims(article, site)}]`;
    });
    expectAt(data, jsonLd, membersOf);
  },
);

test.each(rows)('the history tells changes of $field as its row says', ({ changed, history }) => {
  const changes = changesBetween(statedStory, changed, wordsOf('en', 'en'));
  expect(changes).toHaveLength(history === null ? 0 : 1);
  for (const { before, after } of changes) expect(after).not.toBe(before);
});

test.each(EACH_FIELD)(
  'exports as Markdown and JSON have $field, and the guide explains it',
  ({ field, changed }) => {
    const [one, other] = inBoth(changed, (story) => articleToMarkdown(publish(story), site));
    expect(other).not.toBe(one);
    expect(JSON.parse(renderJson(publish(changed), site)).record[field]).toMatchObject(
      JSON.parse(JSON.stringify(changed[field], (_name, value) => value ?? undefined)),
    );
    expect(guide).toMatch(
      field === 'articleBody' ? /then the analysis/ : new RegExp(`^\\| .*\`${field}(\\[\\])?\``, 'm'),
    );
  },
);

test('the form has the controls that the rows name, each with what the story states', () => {
  const text = renderStoryFile(statedStory);
  const file = readAuthorFile(text) as AuthorFile;
  const values = showDraft(file, { zone: 'UTC', topics: ['web-feeds'] });
  const form = { id: 'a', values, faults: new Map(), newsroomLanguage: 'en', language: 'de' };
  const draft = { name: 'here', base: null, text } as unknown as Draft;
  const check = checkDraft(inEnglish, text, 'here', {
    zone: 'UTC',
    isApproved: false,
    policy: 'off',
    models: {},
  } as never);
  const html = [
    StoryFields({ form }),
    SourceList({ form }),
    EvidenceList({ form, check }),
    ScheduleFields({ form, draft, zone: 'UTC' }),
    CorrectionFields({ form, draft, zone: 'UTC' }),
    PictureFields({ form }),
    TopicFields({ form, topics: site.topics }),
    DetailFields({ form, draft, site }),
  ].join('');
  for (const { field, editor } of rows)
    for (const control of Object.keys(editor)) {
      const name = control.replace('*', '0.');
      expect(html, control).toContain(` name="${name}`);
      expect(
        Object.keys(values).some((each) => each.startsWith(name)),
        `${control} of ${field}`,
      ).toBe(true);
    }
});
