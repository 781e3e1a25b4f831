import type { Site } from '../../../settings/site.ts';
import { OPEN_SEARCH } from '../../edition/open-search.ts';

/** Leads browsers to the description of the search. Chrome looks for it on the front page only. */
export const SearchLink = ({ site }: { site: Pick<Site, 'title' | 'url'> }) => (
  <link rel="search" type={OPEN_SEARCH.type} title={site.title} href={`${site.url}${OPEN_SEARCH.path}`} />
);
