// The previews beside the form: page, feed and card of the newest version that is saved.

const WIDE = '(min-width: 60rem)';

/** Loads the previews inside an element again, with the pictures' addresses made new because browsers keep pictures. */
function reload(container: Element, version: string): void {
  for (const frame of container.querySelectorAll('iframe')) frame.src = String(frame.src);
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
