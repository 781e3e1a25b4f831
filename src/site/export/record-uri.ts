import type { Site } from '../../settings/site.ts';
import { recordKey } from './record-key.ts';

// Where the records of https://standard.site are, of the newsroom (the publication) and of its stories (the documents).

/** The collections of the records; also the `rel` of links to them. */
export const RECORD_RELATIONS = {
  publication: 'site.standard.publication',
  document: 'site.standard.document',
} as const;

/** Returns the URI of the newsroom's record in the repository of an account, by its DID. */
export const publicationUri = (did: string, site: Pick<Site, 'taggingEntity'>): string =>
  `at://${did}/${RECORD_RELATIONS.publication}/${recordKey(`tag:${site.taggingEntity}:publication`)}`;

/** Returns the URI of a story's record in the repository of its publication. */
export const documentUri = (publication: string, identifier: string): string =>
  `${publication.slice(0, publication.indexOf(RECORD_RELATIONS.publication))}${RECORD_RELATIONS.document}/${recordKey(identifier)}`;
