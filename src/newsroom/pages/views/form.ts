import { parsePageRecord } from '../../../site/site-page/parse.ts';
import type { SitePage } from '../../../site/site-page/site-page.ts';
import type { Fault } from '../../../site/story/parse/fault.ts';
import { restoreLines } from '../../drafts/views/editor/form/line-breaks.ts';
import { textField } from '../../frame/context.ts';
import { slugOf } from '../../frame/slug.ts';
import type { PageDraft } from '../desk/page-draft.ts';
import type { PageRevision } from '../desk/page-revision.ts';

/** What the form of a page has in its fields. */
export interface TypedPage {
  slug: string;
  title: string;
  inLanguage: string;
  description: string;
  body: string;
  /** The revision that the editor looked at; 0 if there was none. */
  revision: number;
  /** The version of the draft that the editor looked at; 0 if there was none. */
  version: number;
}

export const EMPTY_PAGE: TypedPage = {
  slug: '',
  title: '',
  inLanguage: '',
  description: '',
  body: '',
  revision: 0,
  version: 0,
};

/** Returns a page as its form shows it. */
export const typedOf = (record: SitePage, revision: number): TypedPage => ({
  slug: record.slug,
  title: record.title,
  inLanguage: record.inLanguage ?? '',
  description: record.description ?? '',
  body: record.body.replace(/\r\n?/g, '\n'),
  revision,
  version: 0,
});

/** Returns the draft of a page as its form shows it. */
export const typedInDraft = ({ slug, typed, base, version }: PageDraft): TypedPage => ({
  slug,
  ...typed,
  revision: base,
  version,
});

/** Reads the fields of the form. The address of a new page is made from what was typed, or else from its title. Browsers send line breaks as CRLF. */
export function readTyped(form: FormData, slug: string): TypedPage {
  const count = (name: string) => {
    const value = Number(textField(form, name));
    return Number.isSafeInteger(value) && value > 0 ? value : 0;
  };
  return {
    slug: slug || slugOf(textField(form, 'slug') || textField(form, 'title')),
    title: textField(form, 'title').trim(),
    inLanguage: textField(form, 'language').trim(),
    description: textField(form, 'description').trim(),
    body: textField(form, 'body').replace(/\r\n?/g, '\n'),
    revision: count('revision'),
    version: count('version'),
  };
}

/** Makes the record of what was typed. Lines that were in the page before keep their bytes. */
export function recordOf(
  { slug, title, inLanguage, description, body }: TypedPage,
  before: PageRevision | undefined,
): { ok: true; value: SitePage } | { ok: false; faults: Fault[] } {
  return parsePageRecord({
    slug,
    title,
    inLanguage: inLanguage || null,
    description: description || null,
    body: before?.record ? restoreLines(before.record.body, body) : body,
  });
}
