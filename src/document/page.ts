import { renderSitePage } from '../page/site-page.tsx';
import type { Site } from '../site.ts';
import type { PublishedPage } from '../story/site-page/site-page.ts';
import { pageHeaders } from './headers.ts';
import type { RenderedDocument } from './rendered-document.ts';

/** Renders the document at the address of a page of the newsroom's own. */
export const renderPageDocument = async (page: PublishedPage, site: Site): Promise<RenderedDocument> => ({
  text: renderSitePage(page, site),
  headers: await pageHeaders(site),
});
