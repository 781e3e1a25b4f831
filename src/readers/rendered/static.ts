import type { Site } from '../../settings/site.ts';
import { pageCaching } from '../../site/document/caching.ts';
import { dataHeaders, pageHeaders, withUsagePolicy } from '../../site/document/headers.ts';
import type { RenderedDocument } from '../../site/document/rendered-document.ts';
import { renderLlms } from '../../site/edition/llms.ts';
import { OPEN_SEARCH, renderOpenSearch } from '../../site/edition/open-search.ts';
import { EXTENSIONS_PATH } from '../../site/edition/paths.ts';
import { renderRobots } from '../../site/edition/robots.ts';
import { renderSchemaMap } from '../../site/edition/sitemap.ts';
import { isOpenToAgents, RSL, renderRsl } from '../../site/edition/usage.ts';
import { renderExtensionsPage } from '../../site/page/extensions.tsx';
import { storyJsonSchema } from '../../site/story/json-schema.ts';
import type { EdgeContext } from '../context.ts';
import { handleNotFound } from '../errors.ts';
import { siteOf } from '../site.ts';
import { makeTextRendition, type Rendition, respondWithRendition } from './rendition.ts';

/** Returns the handler of a document that only a deploy or the settings change. Each isolate renders it once for each site. */
function staticHandler(render: (site: Site) => Promise<RenderedDocument | undefined>) {
  let kept: { site: Site; rendition: Rendition | undefined } | undefined;
  return async (c: EdgeContext) => {
    const site = await siteOf(c);
    if (kept?.site !== site) {
      const rendered = await render(site);
      const rendition =
        rendered &&
        (await makeTextRendition({
          ...rendered,
          headers: withUsagePolicy(rendered.headers, site),
          lastModified: undefined,
        }));
      kept = { site, rendition };
    }
    return kept.rendition ? respondWithRendition(c.req.raw, kept.rendition) : handleNotFound(c);
  };
}

/** Handles robots.txt. */
export const handleRobots = staticHandler(async (site) => ({
  text: renderRobots(site),
  headers: dataHeaders('text/plain; charset=utf-8', 3600),
}));

/** Handles what agents read first; 404 if the newsroom does not want them to ask. */
export const handleLlms = staticHandler(async (site) =>
  isOpenToAgents(site)
    ? { text: renderLlms(site), headers: dataHeaders('text/markdown; charset=utf-8', 3600) }
    : undefined,
);

/** Handles NLWeb's map of the site's data; 404 as above. */
export const handleSchemaMap = staticHandler(async (site) =>
  isOpenToAgents(site)
    ? { text: renderSchemaMap(site), headers: dataHeaders('application/xml', 3600) }
    : undefined,
);

/** Handles the usage policy as an RSL licence; 404 unless the policy decides every use. */
export const handleRsl = staticHandler(async (site) => {
  const text = renderRsl(site);
  return text === undefined ? undefined : { text, headers: dataHeaders(RSL.type, 3600) };
});

/** Handles the description of the search. */
export const handleOpenSearch = staticHandler(async (site) => ({
  text: renderOpenSearch(site),
  headers: dataHeaders(OPEN_SEARCH.type, 3600),
}));

/** Handles the page that defines the extensions of JSON Feed. */
export const handleExtensions = staticHandler(async (site) => ({
  text: renderExtensionsPage(site),
  headers: { ...(await pageHeaders(site)), ...pageCaching([EXTENSIONS_PATH]) },
}));

/** Handles the JSON Schema of a story. */
export const handleSchema = staticHandler(async (site) => ({
  text: JSON.stringify({ $id: `${site.url}/api/schema/story.json`, ...storyJsonSchema() }, null, 2),
  headers: dataHeaders('application/schema+json', 3600),
}));
