import { toPrintableJson } from '../lib/characters.ts';
import { type Site, storyUrl } from '../site.ts';
import type { Article, ListedSource } from '../story/article.ts';
import { storyNotice } from '../story/notice.ts';
import type { Story } from '../story/story.ts';

/** A story as JSON: the record as its author wrote it, and what publishing adds. Members that are `null` are left out. */
export interface StoryJson {
  url: string;
  publisher: { name: string; url: string };
  /** The notice on the page: how many sources it has, and what AI wrote. */
  notice: string;
  /** The record by the JSON Schema at `/api/schema/story.json`, with its permanent `identifier`. */
  record: Story;
  /** Every source, numbered as on the page, with what `citation` and `isBasedOn` state about it. */
  sources: readonly ListedSource[];
  /** The analysis as HTML that needs no anchors, classes or styles. */
  articleBodyHtml: string;
}

/** Renders the story as a JSON document. */
export function renderJson(article: Article, site: Site): string {
  const { rendering, ...record } = article;
  const document: StoryJson = {
    url: storyUrl(site, article.slug),
    publisher: { name: site.title, url: `${site.url}/` },
    notice: storyNotice(article, site),
    record,
    sources: rendering.sources,
    articleBodyHtml: rendering.feed,
  };
  const json = JSON.stringify(document, (_name, value) => (value === null ? undefined : value), 2);
  return `${toPrintableJson(json)}\n`;
}
