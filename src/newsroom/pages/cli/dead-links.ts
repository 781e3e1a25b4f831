import type { ApiClient } from '../../../cli/client/api-client.ts';
import type { Site } from '../../../settings/site.ts';
import { isPageSlug } from '../../../site/site-page/slugs.ts';
import type { PageList } from '../api/schemas.ts';

/** The links of data/site.json that are on every page. */
export type SiteLinks = Pick<Site, 'nav' | 'footer'>;

/** Returns the links that could lead to a page of the newsroom's own: each field of data/site.json, and the slug. */
function linksToPages({ nav, footer }: SiteLinks): { field: string; slug: string }[] {
  const links = [
    ...nav.map(({ url }, at) => ({ field: `nav[${at}]`, url })),
    ...footer.flatMap(({ links }, column) =>
      links.map(({ url }, at) => ({ field: `footer[${column}].links[${at}]`, url })),
    ),
  ];
  return links
    .map(({ field, url }) => ({ field, slug: /^\/([^/?#]*)/.exec(url)?.[1] ?? '' }))
    .filter(({ slug }) => isPageSlug(slug));
}

/**
 * Finds the links in masthead and footer at which the server answers 404: there is neither a page nor a redirect. Returns a line about
 * each for the terminal.
 */
export async function findDeadLinks(api: ApiClient, links: SiteLinks): Promise<string[]> {
  const { pages } = await api.json<PageList>('GET', '/pages');
  const published = new Set(pages.filter(({ status }) => status === 'published').map(({ slug }) => slug));
  const unpublished = linksToPages(links).filter(({ slug }) => !published.has(slug));
  const dead = await Promise.all(
    unpublished.map(async ({ field, slug }) => {
      // What does not answer now is not known to be missing.
      const answer = await fetch(`${api.url}/${slug}`, { method: 'HEAD', redirect: 'manual' }).catch(
        () => null,
      );
      if (answer?.status !== 404) return [];
      return [
        `data/site.json: ${field} leads to /${slug}, which readers do not find. Write data/pages/${slug}.md, or change the link.`,
      ];
    }),
  );
  return dead.flat();
}
