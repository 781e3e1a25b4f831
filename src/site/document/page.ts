import type { Site } from '../../settings/site.ts';
import { renderSitePage } from '../page/site-page.tsx';
import type { PublishedPage } from '../site-page/site-page.ts';
import { pageHeaders } from './headers.ts';
import type { RenderedDocument } from './rendered-document.ts';

/** Renders the document at the address of a page of the newsroom's own. */
export const renderPageDocument = async (page: PublishedPage, site: Site): Promise<RenderedDocument> => ({
  text: renderSitePage(page, site),
  headers: await pageHeaders(site),
});
