// Paths of documents about the whole site. They have a file of their own, so that the router need not load the renderers.

/** The page that explains what the feeds and a story's history state as data. */
export const EXTENSIONS_PATH = '/feed-extensions';
/** The public keys that have signed revisions of stories. */
export const KEYS_PATH = '/.well-known/edgewire/keys.json';
/** What agents ask: the Model Context Protocol, and NLWeb. */
export const MCP_PATH = '/mcp';
export const ASK_PATH = '/ask';
/** What agents read first, in Markdown (https://llmstxt.org). */
export const LLMS_PATH = '/llms.txt';
/** Where NLWeb finds the newest stories as data, and these: a story of schema.org on each line. */
export const SCHEMA_MAP_PATH = '/schema-map.xml';
export const SCHEMA_LINES_PATH = '/schema.jsonl';
/** The description of the search for browsers (OpenSearch). */
export const OPEN_SEARCH_PATH = '/opensearch.xml';
/** The list of all feeds. */
export const OPML_PATH = '/feeds.opml';
/** The usage policy as an RSL licence. */
export const RSL_PATH = '/license.xml';
/** Where the newsroom's record on ATProto is named, so that others believe it: https://standard.site/docs/verification. */
export const PUBLICATION_PATH = '/.well-known/site.standard.publication';
/** The index of the sitemaps. */
export const SITEMAP_PATH = '/sitemap.xml';
