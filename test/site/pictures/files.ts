// The pictures in files/, and those in sizes/, which other programs made (files/make.sh, sizes/make.mjs).

const urls = import.meta.glob<string>('./files/*.{jpg,png,webp,avif,gif}', {
  query: '?inline',
  import: 'default',
  eager: true,
});

const sizeUrls = import.meta.glob<string>('./sizes/*.{jpg,webp}', {
  query: '?inline',
  import: 'default',
  eager: true,
});

const decode = (url: string) =>
  Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (character) => character.charCodeAt(0));

const files = new Map(
  Object.entries(urls).map(([path, url]) => [path.slice('./files/'.length), decode(url)]),
);

export const FILES = [...files.keys()];

/** Returns the bytes of a picture. */
export function pictureFile(name: string): Uint8Array<ArrayBuffer> {
  const bytes = files.get(name);
  if (!bytes) throw new Error(`There is no picture ${name}.`);
  return bytes;
}

/** Returns the bytes of a picture with smaller sizes, or of one of these. */
export const sizeFile = (name: 'photo.jpg' | `${string}.webp`): Uint8Array<ArrayBuffer> =>
  decode(sizeUrls[`./sizes/${name}`] ?? '');
