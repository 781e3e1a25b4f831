// The previews beside the form: page, feed and card of the newest version that is saved.

const WIDE = '(min-width: 60rem)';

/** Loads a frame again, at the place to which it was scrolled if it can be asked. */
function reloadFrame(frame: HTMLIFrameElement): void {
  const place = frame.contentDocument ? (frame.contentWindow?.scrollY ?? 0) : 0;
  if (place > 0)
    frame.addEventListener('load', () => frame.contentWindow?.scrollTo(0, place), { once: true });
  const { src } = frame;
  frame.src = src;
}

/** Loads the previews inside an element again, with the pictures' addresses made new because browsers keep pictures. */
function reload(container: Element, version: string): void {
  for (const frame of container.querySelectorAll('iframe')) reloadFrame(frame);
  for (const picture of container.querySelectorAll('img')) {
    const url = new URL(picture.src);
    url.searchParams.set('version', version);
    picture.src = url.href;
  }
}

/** Shows previews open beside the form on wide screens and folded on narrow ones. Returns what brings them up to date. */
export function startPreviews(container: HTMLElement): (version: string) => void {
  const folds = [...container.querySelectorAll('details')];
  if (!matchMedia(WIDE).matches) for (const fold of folds) fold.open = false;
  const behind = new Map<HTMLDetailsElement, string>();
  for (const fold of folds)
    fold.addEventListener('toggle', () => {
      const version = behind.get(fold);
      if (!fold.open || version === undefined) return;
      behind.delete(fold);
      reload(fold, version);
    });
  return (version) => {
    for (const fold of folds) {
      if (fold.open) reload(fold, version);
      else behind.set(fold, version);
    }
  };
}
