import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ApiClient, ignoreNotFound, ServerError } from '../../../cli/client/api-client.ts';
import { addSizes } from '../../../newsroom/pictures/cli/sizes.ts';
import type { UploadedPicture } from '../../../newsroom/pictures/desk/picture.ts';
import { parsePicturePath, pictureName, picturePath } from '../../../site/pictures/address.ts';
import type { PoliteFetcher } from '../fetching/polite-fetcher.ts';
import { shorten } from '../line.ts';
import type { Index, Loss, OldPicture, Place } from '../old-site.ts';
import { candidatesOf, decodePath, isVariantOf, unwrap } from './old-addresses.ts';
import { PictureFolder } from './picture-folder.ts';
import { PictureSource } from './picture-source.ts';

/** How many pictures are in memory at once. */
const AT_ONCE = 4;
/** The most characters of an address that is a key itself. */
const MAX_KEY = 1000;

/** Where readers find a picture, and its size in pixels. */
export interface MovedPicture {
  path: string;
  width: number;
  height: number;
}

/** What is known of the picture at an old address. */
type PictureState =
  | (MovedPicture & {
      ok: true;
      /** The file in `--media` or the folder that moves in; null if it came from elsewhere. */
      file: string | null;
    })
  | { ok: false; why: string };

export interface PicturesOptions {
  /** Remembers what is known: the sets `picture` and `uploaded`. */
  index: Index;
  fetcher: PoliteFetcher;
  /** The server that the pictures are uploaded to; null in a dry run. */
  api: ApiClient | null;
  /** The folder in which pictures wait for their upload. A dry run leaves them there. */
  folder: string;
  /** The old site's own address, as its export has it; null if it is unknown. */
  home: string | null;
  /** `--site`: where the old site answers now. */
  site?: string | undefined;
  /** `--media`: a folder with the old site's uploads. */
  media?: string | undefined;
  /** The folder of Markdown that moves in. */
  moved?: string | undefined;
}

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** Returns what an address is remembered by. That of a `data:` URL is as long as its picture. */
const keyOf = (address: string) => (address.length > MAX_KEY ? `sha256:${sha256(address)}` : address);

/** Brings the old site's pictures, each once, and knows where each is now. What it knows outlives an interruption. */
export class Pictures {
  readonly #options: PicturesOptions;
  readonly #source: PictureSource;
  readonly #media: PictureFolder | null;
  /** The addresses that were tried in this run. */
  readonly #tried = new Set<string>();

  constructor(options: PicturesOptions) {
    this.#options = options;
    const { fetcher, home, site, media, moved } = options;
    this.#media = media === undefined ? null : new PictureFolder(media);
    this.#source = new PictureSource({
      fetcher,
      home,
      site,
      media: this.#media,
      moved: moved === undefined ? null : new PictureFolder(moved),
    });
  }

  /**
   * Brings pictures and uploads them, a few at once. Asks for none that is there already, and again for those that failed in an earlier
   * run. Calls `progress` after each, with how many of `wanted` are done. Rejects if the server fails, not if a picture does.
   */
  async bring(
    wanted: Iterable<OldPicture> | AsyncIterable<OldPicture>,
    progress: (done: number) => void = () => undefined,
  ): Promise<void> {
    const pictures =
      Symbol.asyncIterator in wanted ? wanted[Symbol.asyncIterator]() : wanted[Symbol.iterator]();
    let done = 0;
    let hasFailed = false;
    const work = async () => {
      while (!hasFailed) {
        const next = await pictures.next();
        if (next.done) return;
        await this.#bringOne(next.value);
        progress(++done);
      }
    };
    const workers = Array.from({ length: AT_ONCE }, () =>
      work().catch((error: unknown) => {
        hasFailed = true;
        throw error;
      }),
    );
    // Those that are on their way arrive, and are remembered.
    const failure = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
    if (failure?.status === 'rejected') throw failure.reason;
  }

  /** Returns where the picture at an old address is now; null if it could not be brought. */
  pictureAt(address: string): MovedPicture | null {
    const state = this.#stateOf(address);
    return state?.ok ? { path: state.path, width: state.width, height: state.height } : null;
  }

  /** Returns the line of the report about the picture at an old address; null if nothing is wrong with it. */
  lossOf(address: string, place: Place): Loss | null {
    const state = this.#stateOf(address);
    if (state?.ok) return null;
    const link = /^https?:/i.test(address) ? 'a link to it' : 'left out';
    return {
      place,
      kind: 'picture',
      was: shorten(address),
      now: `${link}: it ${state?.why ?? 'was not asked for'}`,
    };
  }

  /**
   * Returns the redirects from the addresses of the old site at which a picture was: the given one, its original, and the variants that
   * the folder of uploads has. None for pictures that were not brought, or were on other sites.
   */
  async redirectsOf(address: string): Promise<{ from: string; to: string }[]> {
    const state = this.#stateOf(address);
    const given = URL.parse(address);
    if (!state?.ok || !given) return [];
    const url = unwrap(given);
    if (!this.#source.isOnSite(url.href)) return [];
    const from = new Set<string>();
    for (const { path } of candidatesOf(url.pathname)) from.add(new URL(path, url.origin).href);
    if (this.#media && state.file !== null) {
      const original = basename(candidatesOf(decodePath(url.pathname))[0]?.path ?? '');
      for (const name of await this.#media.namesBeside(state.file))
        if (isVariantOf(name, original)) from.add(new URL(encodeURIComponent(name), url).href);
    }
    return [...from].map((each) => ({ from: each, to: state.path }));
  }

  #stateOf(address: string): PictureState | undefined {
    return this.#options.index.get<PictureState>('picture', keyOf(address));
  }

  #isUploaded(path: string): boolean {
    return this.#options.index.get<boolean>('uploaded', `${this.#options.api?.url} ${path}`) === true;
  }

  async #bringOne(wanted: OldPicture): Promise<void> {
    const key = keyOf(wanted.url);
    if (this.#tried.has(key)) return;
    this.#tried.add(key);
    const state = this.#stateOf(wanted.url);
    if (state?.ok && (await this.#finish(state, wanted))) return;
    const brought = await this.#source.bring(wanted.url);
    if (!brought.ok) {
      this.#remember(key, brought);
      return;
    }
    const { bytes, width, height, extension } = brought.picture;
    const path = picturePath({ hash: sha256(bytes), extension });
    const isFile = !/^(https?|data):/i.test(brought.from);
    const moved: PictureState = { ok: true, path, width, height, file: isFile ? brought.from : null };
    if (this.#options.api === null) {
      // A file is there the next time, too.
      if (!isFile) await this.#keep(moved, bytes);
    } else {
      const refusal = await this.#upload(path, bytes, wanted);
      if (refusal !== undefined) {
        this.#remember(key, { ok: false, why: refusal });
        return;
      }
    }
    this.#remember(key, moved);
  }

  /** Whether the server has a picture that an earlier run has uploaded. It may have begun anew since then. */
  async #isStillThere(api: ApiClient, path: string): Promise<boolean> {
    if (!this.#isUploaded(path)) return false;
    const id = parsePicturePath(path);
    if (id && (await api.json('GET', `/media/${id.hash}`).catch(ignoreNotFound)) !== undefined) return true;
    this.#options.index.put('uploaded', `${api.url} ${path}`, false);
    return false;
  }

  /** Uploads a picture that an earlier run has brought. Returns whether its bytes, if they were needed, were there. */
  async #finish(state: MovedPicture, wanted: OldPicture): Promise<boolean> {
    const { api } = this.#options;
    if (api === null || (await this.#isStillThere(api, state.path))) return true;
    const bytes = await readFile(this.#waiting(state)).catch(() => undefined);
    const isIntact = bytes !== undefined && sha256(bytes) === parsePicturePath(state.path)?.hash;
    return isIntact && (await this.#upload(state.path, bytes, wanted)) === undefined;
  }

  /** The file of a picture that waits for its upload. */
  #waiting({ path }: Pick<MovedPicture, 'path'>): string {
    const id = parsePicturePath(path);
    return join(this.#options.folder, id ? pictureName(id) : '');
  }

  async #keep(picture: MovedPicture, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#options.folder, { recursive: true });
    await writeFile(this.#waiting(picture), bytes);
  }

  /** Uploads a picture, unless the server has it. Returns why the server refuses it, to complete "The picture …". */
  async #upload(path: string, bytes: Uint8Array, wanted: OldPicture): Promise<string | undefined> {
    const { api, index } = this.#options;
    if (!api || this.#isUploaded(path)) return undefined;
    // Without its texts, which stories have too, a picture is still one.
    const refusal =
      (await post(api, path, { bytes, wanted, texts: textsOf(wanted) })) &&
      (await post(api, path, { bytes, wanted, texts: {} }));
    if (refusal !== undefined) return refusal;
    index.put('uploaded', `${api.url} ${path}`, true);
    await rm(this.#waiting({ path }), { force: true });
    return undefined;
  }

  #remember(key: string, state: PictureState): void {
    this.#options.index.put('picture', key, state);
  }
}

/** Returns the texts that the server keeps with a picture. */
function textsOf({ alt, credit }: OldPicture): Record<string, string> {
  return { ...(alt && { alt }), ...(credit && { credit }) };
}

/** Returns what the file of a picture was called, or its path's last part. */
function nameOf(url: string, path: string): string {
  const name = /^data:/i.test(url) ? '' : decodePath(basename(URL.parse(url)?.pathname ?? ''));
  return name === '' ? basename(path) : name.slice(-200);
}

/** Sends a picture to the server. Returns why it refuses it; throws if it cannot take any. */
async function post(
  api: ApiClient,
  path: string,
  { bytes, wanted, texts }: { bytes: Uint8Array; wanted: OldPicture; texts: Record<string, string> },
): Promise<string | undefined> {
  const query = new URLSearchParams({ name: nameOf(wanted.url, path), ...texts });
  try {
    const stored = await api.json<UploadedPicture>('POST', `/media?${query}`, {
      headers: { 'Content-Type': 'application/octet-stream' },
      body: Uint8Array.from(bytes),
    });
    if (stored.url !== path) return `was stored under another address (${stored.url})`;
    await addSizes(api, stored, bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ServerError && [400, 413, 415, 422].includes(error.problem?.status ?? 0))
      return `was refused by the server: ${error.message}`;
    throw error;
  }
}
