import type { KvEntry } from '../../../platform/kv.ts';
import type { Site } from '../../../settings/site.ts';
import { renderFeed } from '../../../site/document/edition.ts';
import { entityTag } from '../../../site/document/rendered-document.ts';
import { parseEdition, readRecord } from '../../../site/document/stored-record.ts';
import type { Format, SummarizedScope } from '../../../site/edition/scope.ts';
import { summariesOf } from '../../../site/edition/summaries.ts';

/** A summary feed as subscribers get it, which is as readers do. */
export interface SummaryFeed {
  body: Uint8Array;
  etag: string;
  type: string;
  /** The version of the edition that it is made from. */
  version: string;
}

/** Renders a summary feed from the entry of a scope's edition. */
export async function renderSummaryFeed(
  scope: SummarizedScope,
  format: Format,
  { key, value, metadata }: KvEntry,
  site: Site,
): Promise<SummaryFeed | undefined> {
  const record = await readRecord(key, value as Uint8Array, metadata);
  if (!record) return undefined;
  const edition = summariesOf({ ...parseEdition(scope, record, () => undefined), scope });
  const { text, headers, feedVersion } = await renderFeed(edition, site, format);
  const body = new TextEncoder().encode(text);
  return {
    body,
    etag: await entityTag(body, feedVersion),
    type: headers['Content-Type'] ?? '',
    version: metadata.version,
  };
}
