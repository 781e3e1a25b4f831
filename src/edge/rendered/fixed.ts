import { documentHeaders, jsonHeaders, pageHeaders, pagePolicy, withUsage } from '../../document/headers.ts';
import type { Rendered } from '../../document/rendered.ts';
import { EXTENSIONS_PATH } from '../../edition/paths.ts';
import { renderRobots } from '../../edition/robots.ts';
import { RSL, renderRsl } from '../../edition/usage.ts';
import { renderExtensionsPage } from '../../page/extensions.tsx';
import { readSettings } from '../../settings.ts';
import type { Site } from '../../site.ts';
import { storyJsonSchema } from '../../story/json-schema.ts';
import { notFound } from '../errors.ts';
import type { EdgeContext } from '../scopes.ts';
import { makeRendition, type Rendition, respond } from './rendition.ts';

/** Answers with a document that changes with the program and the site alone; made once for each isolate. */
function fixed(make: (site: Site) => Promise<Rendered | undefined>) {
  let made: { site: Site; rendition: Rendition | undefined } | undefined;
  return async (c: EdgeContext) => {
    const { site } = readSettings(c.env);
    if (made?.site !== site) {
      const rendered = await make(site);
      const rendition =
        rendered &&
        (await makeRendition({
          ...rendered,
          headers: withUsage(rendered.headers, site),
          lastModified: undefined,
        }));
      made = { site, rendition };
    }
    return made.rendition ? respond(c.req.raw, made.rendition) : notFound(site);
  };
}

/** What robots may read, and what may be done with it. */
export const robots = fixed(async (site) => ({
  text: renderRobots(site),
  headers: documentHeaders('text/plain; charset=utf-8', 3600),
}));

/** The usage policy as an RSL licence; there is none until every use is decided. */
export const rsl = fixed(async (site) => {
  const text = renderRsl(site);
  return text === undefined ? undefined : { text, headers: documentHeaders(RSL.type, 3600) };
});

/** What `_citations` and `_ai` mean. */
export const extensions = fixed(async (site) => ({
  text: renderExtensionsPage(site),
  headers: { ...(await pageHeaders()), ...pagePolicy([EXTENSIONS_PATH]) },
}));

/** The JSON Schema of a story. */
export const schema = fixed(async (site) => ({
  text: JSON.stringify({ $id: `${site.url}/api/schema/story.json`, ...storyJsonSchema() }, null, 2),
  headers: jsonHeaders('application/schema+json'),
}));
