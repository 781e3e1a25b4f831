import type { DomDocument } from './dom.ts';
import { writeSeen } from './seen-html.ts';

/** A page as a document without scripts, styles and hidden text, and what its scripts say for machines. */
export interface ParsedPage {
  document: DomDocument;
  /** The scripts of type `application/ld+json`, as written. */
  jsonLd: string[];
  /** How many scripts the page has. */
  scripts: number;
}

/** Parses HTML as its readers see it. Never rejects because of the HTML. */
export async function parsePage(html: string): Promise<ParsedPage> {
  const { parseHTML } = await import('linkedom/worker');
  const seen = writeSeen(html);
  const { document } = parseHTML(seen.html);
  return { document, jsonLd: seen.jsonLd, scripts: seen.scripts };
}
