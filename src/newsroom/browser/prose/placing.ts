/** The room that a box needs, in pixels: it scrolls. */
const ENOUGH = 160;

/** Returns where a box is below a place in the window, or above it if there is no room. */
export function placeBeside(
  box: HTMLElement,
  place: { left: number; top: number; bottom: number },
): { left: string; top: string; maxHeight: string } {
  const { width, height } = box.getBoundingClientRect();
  const [above, below] = [place.top - 8, innerHeight - place.bottom - 8];
  const isAbove = below < Math.min(height, ENOUGH) && above > below;
  const room = isAbove ? above : below;
  const top = isAbove ? place.top - Math.min(height, room) - 4 : place.bottom + 4;
  return {
    left: `${Math.max(16, Math.min(place.left, innerWidth - width - 16))}px`,
    top: `${Math.max(0, top)}px`,
    maxHeight: `${room}px`,
  };
}
