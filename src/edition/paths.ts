// Where documents of the whole site are. What names an address, the router too, needs no more of them than this.

/** The page that explains `_citations`, `_ai`, `_image` and `_tombstones`. */
export const EXTENSIONS_PATH = '/feed-extensions';
/** The list of all feeds. */
export const OPML_PATH = '/feeds.opml';
/** The usage policy as an RSL licence. */
export const RSL_PATH = '/license.xml';
/** The index of the sitemaps. */
export const SITEMAP_PATH = '/sitemap.xml';
