import { sentence } from '../words/translate.ts';
import styles from './cropping.css?inline';
import { button, element } from './editor/elements.ts';
import { t } from './words.ts';

// Loaded when somebody crops a picture: a dialog in which the part that stays is dragged, or its edges are moved.

const ownStyles = new CSSStyleSheet();
ownStyles.replaceSync(styles);
document.adoptedStyleSheets.push(ownStyles);

const EDGES = {
  left: sentence('Left edge'),
  right: sentence('Right edge'),
  top: sentence('Top edge'),
  bottom: sentence('Bottom edge'),
} as const;
type Edge = keyof typeof EDGES;

/** Where the edges of the part are, in percent of the picture, from its left and its top. */
type Part = Record<Edge, number>;

/** The least that a part has of a side, in percent. */
const LEAST = 5;

/** The quality of what is left, as JPEG or WebP. It is high, because the smaller sizes are made from it. */
const QUALITY = 0.92;

/** The types that browsers can write. What has another becomes a WebP. */
const WRITTEN: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
};

/** Returns where a part is in a picture, in pixels. */
function pixelsOf({ left, right, top, bottom }: Part, { width, height }: { width: number; height: number }) {
  const [x, y] = [Math.round((left * width) / 100), Math.round((top * height) / 100)];
  const [end, foot] = [Math.round((right * width) / 100), Math.round((bottom * height) / 100)];
  return { x, y, width: Math.max(1, end - x), height: Math.max(1, foot - y) };
}

async function cut(picture: ImageBitmap, part: Part, { name, type }: File): Promise<File> {
  const { x, y, width, height } = pixelsOf(part, picture);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(picture, x, y, width, height, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: type in WRITTEN ? type : 'image/webp', quality: QUALITY });
  const stem = name.replace(/\.\w+$/, '');
  return new File([blob], `${stem}, cropped${WRITTEN[blob.type] ?? ''}`, { type: blob.type });
}

/** Returns a part whose edge is moved: not beyond the opposite one. */
function moveEdge(part: Part, edge: Edge, to: number): Part {
  const [least, most] = {
    left: [0, part.right - LEAST],
    right: [part.left + LEAST, 100],
    top: [0, part.bottom - LEAST],
    bottom: [part.top + LEAST, 100],
  }[edge] as [number, number];
  return { ...part, [edge]: Math.min(Math.max(to, least), most) };
}

/** Calls `drawn` with the part that is dragged over an element, whenever it changes. */
function followDrag(area: HTMLElement, drawn: (part: Part) => void): void {
  const at = ({ clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = area.getBoundingClientRect();
    const percent = (value: number) => Math.min(Math.max(value * 100, 0), 100);
    return { x: percent((clientX - left) / width), y: percent((clientY - top) / height) };
  };
  let from: { x: number; y: number } | undefined;
  area.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    area.setPointerCapture(event.pointerId);
    from = at(event);
  });
  area.addEventListener('pointermove', (event) => {
    if (!from) return;
    const to = at(event);
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
    // A press that slips is none.
    if (right - left >= LEAST && bottom - top >= LEAST) drawn({ left, right, top, bottom });
  });
  for (const type of ['pointerup', 'pointercancel']) area.addEventListener(type, () => (from = undefined));
}

/** Makes the picture with what shows and changes the part that stays. */
function makeChooser(source: string, picture: ImageBitmap): { elements: HTMLElement[]; part: () => Part } {
  let part: Part = { left: 0, right: 100, top: 0, bottom: 100 };
  const shown = element('div', { className: 'part' });
  const area = element('div', { className: 'crop' }, element('img', { src: source, alt: '' }), shown);
  const size = element('p', { role: 'status' });
  const sliders = (Object.keys(EDGES) as Edge[]).map((edge) => {
    const slider = element('input', { id: `crop-${edge}`, type: 'range', min: '0', max: '100', step: '0.5' });
    slider.addEventListener('input', (event) => {
      // It is no part of the draft.
      event.stopPropagation();
      draw(moveEdge(part, edge, slider.valueAsNumber));
    });
    const label = element('label', { htmlFor: slider.id }, t(EDGES[edge]));
    return { edge, slider, field: element('div', { className: 'field' }, label, slider) };
  });
  const draw = (next: Part) => {
    part = next;
    const { left, right, top, bottom } = part;
    Object.assign(shown.style, {
      left: `${left}%`,
      top: `${top}%`,
      width: `${right - left}%`,
      height: `${bottom - top}%`,
    });
    for (const { edge, slider } of sliders) slider.value = String(part[edge]);
    const { width, height } = pixelsOf(part, picture);
    size.textContent = t('{width} × {height} of {wholeWidth} × {wholeHeight} pixels', {
      ...{ width, height, wholeWidth: picture.width, wholeHeight: picture.height },
    });
  };
  followDrag(area, draw);
  draw(part);
  const edges = element('div', { className: 'edges' }, ...sliders.map(({ field }) => field));
  return { elements: [area, size, edges], part: () => part };
}

/** Lets somebody choose a part of a picture. Resolves with the part as a file; undefined if the picture stays whole. Rejects what is none. */
export async function crop(file: File): Promise<File | undefined> {
  const picture = await createImageBitmap(file);
  const source = URL.createObjectURL(file);
  const { elements, part } = makeChooser(source, picture);
  const use = button(t('Use this part'), () => dialog.close('use'));
  use.className = 'main';
  const dialog = element(
    'dialog',
    { className: 'cropping' },
    element('h2', { id: 'crop-heading' }, t('Crop the picture')),
    element('p', { className: 'quiet' }, t('Drag over the part that stays, or move its edges.')),
    ...elements,
    element(
      'p',
      { className: 'actions' },
      use,
      button(t('Cancel'), () => dialog.close()),
    ),
  );
  dialog.setAttribute('aria-labelledby', 'crop-heading');
  // A modal dialog closes the popovers that it does not stand in.
  (document.activeElement?.closest('[popover]') ?? document.body).append(dialog);
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve));
  dialog.remove();
  URL.revokeObjectURL(source);
  const chosen = part();
  const isWhole = chosen.right - chosen.left === 100 && chosen.bottom - chosen.top === 100;
  const cropped = dialog.returnValue !== 'use' || isWhole ? undefined : await cut(picture, chosen, file);
  picture.close();
  return cropped;
}
