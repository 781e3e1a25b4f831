// What the addresses of old pictures say: which file they mean, and on which site.

/** Jetpack's servers, which hand out the pictures of other sites: `https://i0.wp.com/old.example/wp-content/…`. */
const PHOTON = /^i\d\.wp\.com$/;

const bareHost = (hostname: string) => hostname.toLowerCase().replace(/^www\./, '');

/** Returns the address of the picture that a server such as Jetpack's hands out for its site; else the address itself. */
export function unwrap(url: URL): URL {
  if (!PHOTON.test(url.hostname)) return url;
  return URL.parse(`${url.searchParams.has('ssl') ? 'https' : 'http'}:/${url.pathname}`) ?? url;
}

/** Whether an address is on the old site, with or without `www.`, or on WordPress.com's server for its files. */
export function isOnSite(url: URL, site: URL): boolean {
  const host = bareHost(url.hostname);
  const home = bareHost(site.hostname);
  return host === home || host === home.replace(/\.wordpress\.com$/, '.files.wordpress.com');
}

/** A width and a height, in pixels. */
interface Size {
  width: number;
  height: number;
}

/** A file that an address may mean. */
export interface Candidate {
  path: string;
  /** The original is larger than this, or it is another picture. */
  atLeast?: Size;
}

/** `a-300x200.jpg`, which WordPress makes of `a.jpg`. */
const VARIANT = /-(\d{1,5})x(\d{1,5})(?=\.[a-z]+$)/i;
/** `a-scaled.jpg`, which WordPress makes of a large `a.jpg`. */
const SCALED = /-scaled(?=\.[a-z]+$)/i;
/** `/size/w600/`, and before it Ghost's folder of pictures. */
const GHOST_SIZE = /(\/content\/images)\/size\/[wh\d]+(?:\/format\/[a-z]+)?\//;

/** Whether the files beneath a path were uploaded, in WordPress or Ghost, so that its variants follow their rules. */
const isUpload = (path: string) =>
  /\/(uploads|content\/images|files)\//.test(path) || /^\/\d{4}\/\d\d\//.test(path);

/** Returns the files that the path of an address may mean, the best first: the original before the variant that is named. */
export function candidatesOf(path: string): Candidate[] {
  if (!isUpload(path)) return [{ path }];
  const ghost = path.replace(GHOST_SIZE, '$1/');
  if (ghost !== path) return [{ path: ghost }, { path }];
  const size = VARIANT.exec(path);
  if (size) {
    const original = path.replace(VARIANT, '');
    const atLeast = { width: Number(size[1]), height: Number(size[2]) };
    return [
      { path: original, atLeast },
      { path: original.replace(/(?=\.[a-z]+$)/i, '-scaled'), atLeast },
      { path },
    ];
  }
  const unscaled = path.replace(SCALED, '');
  return unscaled === path ? [{ path }] : [{ path: unscaled }, { path }];
}

/** Whether a file's name is that of a variant of an original, which has neither a size nor `-scaled` in its name. */
export function isVariantOf(name: string, original: string): boolean {
  return name !== original && name.replace(VARIANT, '').replace(SCALED, '') === original;
}

/** Returns a path without percent-encoding; as it is if that is broken. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
