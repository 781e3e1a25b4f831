import type { EditorView } from '@codemirror/view';

/** Puts a box below a place in the text, or above it if there is no room, within the window. */
export function placeAt(view: EditorView, box: HTMLElement, at: number): void {
  const place = view.coordsAtPos(at);
  if (!place) return;
  const { width, height } = box.getBoundingClientRect();
  const isAbove = place.bottom + height + 8 > innerHeight && place.top > height + 8;
  box.style.left = `${Math.max(16, Math.min(place.left, innerWidth - width - 16))}px`;
  box.style.top = `${Math.max(0, isAbove ? place.top - height - 4 : place.bottom + 4)}px`;
}
