import { fileURLToPath } from 'node:url';
import { type CleanPicture, cleanPicture } from '../../../site/pictures/clean.ts';
import { MAX_PICTURE_BYTES } from '../../../site/pictures/limits.ts';
import type { PoliteFetcher } from '../fetching/polite-fetcher.ts';
import { type Candidate, candidatesOf, decodePath, isOnSite, unwrap } from './old-addresses.ts';
import type { PictureFolder } from './picture-folder.ts';

/** A picture without its metadata, with the address or file that it came from; or why there is none, to complete "The picture …". */
type Brought = { ok: true; picture: CleanPicture; from: string } | { ok: false; why: string };

interface PictureSourceOptions {
  fetcher: PoliteFetcher;
  /** The old site's own address, as its export has it; null if it is unknown. */
  home: string | null;
  /** Where the old site answers now. */
  site?: string | undefined;
  /** `--media`: the old site's uploads. */
  media: PictureFolder | null;
  /** The folder of Markdown that moves in, in which `file:` addresses may be. */
  moved: PictureFolder | null;
}

const missing = (why: string): Brought => ({ ok: false, why });

/** The kinds of pictures that stay links, by their beginnings: what browsers show, but a newsroom does not store. */
const OTHER_FORMATS: [pattern: RegExp, name: string][] = [
  [/an SVG drawing/, 'is an SVG drawing, which can contain programs'],
  [/a HEIC picture/, 'is in HEIC, which most browsers do not show'],
  [/a TIFF picture/, 'is in TIFF, which browsers do not show'],
  [/a BMP picture/, 'is in BMP'],
  [/a web page/, 'is a web page'],
  [/a PDF document/, 'is a PDF document'],
  [/file is empty/, 'is empty'],
];

/** Takes a picture's metadata out, and checks its format and size. */
function inspect(bytes: Uint8Array, from: string, atLeast: Candidate['atLeast']): Brought {
  // The sign of an ICO file, which describeOther() does not know.
  if (bytes[0] === 0 && bytes[1] === 0 && (bytes[2] === 1 || bytes[2] === 2) && bytes[3] === 0)
    return missing('is an icon (ICO)');
  const cleaned = cleanPicture(bytes);
  if (!cleaned.ok) {
    const known = OTHER_FORMATS.find(([pattern]) => pattern.test(cleaned.detail))?.[1];
    const isUnknown = cleaned.detail.startsWith('This is not a picture');
    return missing(
      cleaned.why === 'size'
        ? TOO_LARGE
        : (known ?? (isUnknown ? 'is not in a known format' : `cannot be stored: ${cleaned.detail}`)),
    );
  }
  const { ok: _, ...picture } = cleaned;
  if (atLeast && (picture.width < atLeast.width || picture.height < atLeast.height))
    return missing('is not the one that this one was made of');
  return { ok: true, picture, from };
}

const TOO_LARGE = `has more than ${MAX_PICTURE_BYTES / 1e6} MB`;

const STATUSES: Record<number, string> = {
  401: 'needs a password (401)',
  403: 'is not given out (403)',
  404: 'is not there (404)',
  410: 'is gone (410)',
};

/** Reads a `data:` URL (RFC 2397). */
function decodeDataUrl(url: string): Uint8Array | undefined {
  const [, parameters = '', data = ''] = /^data:([^,]{0,1000}),(.*)$/is.exec(url) ?? [];
  try {
    const text = decodeURIComponent(data);
    return /;\s*base64\s*$/i.test(parameters) ? Buffer.from(text, 'base64') : Buffer.from(text, 'latin1');
  } catch {
    return undefined;
  }
}

/** Returns the path of a `file:` URL; undefined if it names another machine, or what no path can have. */
function toFile(url: URL): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** Gets old pictures: from a folder, from the old site, or from wherever they are. */
export class PictureSource {
  readonly #options: PictureSourceOptions;
  readonly #home: URL | null;

  constructor(options: PictureSourceOptions) {
    this.#options = options;
    this.#home = URL.parse(options.home ?? options.site ?? '');
  }

  /** Whether an address is the old site's, so that it has to go on answering. */
  isOnSite(address: string): boolean {
    const url = URL.parse(address);
    return url !== null && this.#home !== null && isOnSite(url, this.#home);
  }

  async bring(address: string): Promise<Brought> {
    if (/^data:/i.test(address)) {
      const bytes = decodeDataUrl(address);
      return bytes ? inspect(bytes, 'data:', undefined) : missing('is broken where the text contains it');
    }
    const url = URL.parse(address);
    if (url?.protocol === 'file:') return this.#bringFile(url);
    if (!url || !/^https?:$/.test(url.protocol)) return missing('has an address that is not one of the web');
    const unwrapped = unwrap(url);
    return (await this.#bringFromMedia(unwrapped)) ?? this.#bringFromWeb(unwrapped);
  }

  async #bringFile(url: URL): Promise<Brought> {
    const { moved } = this.#options;
    const file = toFile(url);
    const found = file === undefined ? undefined : await moved?.judge(file);
    if (!moved || !found || (!found.ok && found.why === 'outside'))
      return missing('is outside the folder that moves in');
    if (found.ok) return inspect(await moved.read(found.file), found.file, undefined);
    return missing(found.why === 'too large' ? TOO_LARGE : 'is not in the folder');
  }

  /** Returns what the folder of uploads has of a picture; undefined if that is nothing, or nothing that can be stored. */
  async #bringFromMedia(url: URL): Promise<Brought | undefined> {
    const { media } = this.#options;
    const isUpload = /\/(wp-content\/uploads|content\/images)\//.test(url.pathname);
    if (!media || (!isUpload && !this.isOnSite(url.href))) return undefined;
    let last: Brought | undefined;
    for (const { path, atLeast } of candidatesOf(decodePath(url.pathname))) {
      const found = await media.find(path);
      if (!found.ok && found.why === 'missing') continue;
      last = found.ok
        ? inspect(await media.read(found.file), found.file, atLeast)
        : missing(found.why === 'outside' ? 'is outside the folder of uploads' : TOO_LARGE);
      if (last.ok) return last;
    }
    return last;
  }

  async #bringFromWeb(url: URL): Promise<Brought> {
    // Only the old site's own files are known to follow its rules for variants.
    const candidates: Candidate[] = this.isOnSite(url.href)
      ? candidatesOf(url.pathname)
      : [{ path: url.pathname }];
    let last = missing('is not there');
    for (const { path, atLeast } of candidates) {
      const isAsNamed = path === url.pathname;
      const fetched = await this.#fetch(
        new URL(`${path}${isAsNamed ? url.search : ''}`, this.#originOf(url)),
        atLeast,
      );
      if (fetched.ok) return fetched;
      last = fetched;
    }
    return last;
  }

  /** Where a picture is asked for: on the server that stands for the old site's, if there is one. */
  #originOf(url: URL): string {
    const { site } = this.#options;
    return site !== undefined && this.isOnSite(url.href) ? new URL(site).origin : url.origin;
  }

  async #fetch(url: URL, atLeast: Candidate['atLeast']): Promise<Brought> {
    const fetched = await this.#options.fetcher.fetch(url.href, {
      accept: 'image/avif, image/webp, image/png, image/jpeg, image/gif, */*;q=0.5',
      maxBytes: MAX_PICTURE_BYTES,
    });
    if (!fetched.ok) return missing(fetched.detail);
    const { status, body } = fetched;
    if (status !== 200) return missing(STATUSES[status] ?? `is not given out (${status})`);
    return inspect(body, url.href, atLeast);
  }
}
