import { makeSizes } from './picture-sizes.ts';
import {
  ACCEPTED,
  cropped,
  keepDescription,
  MAX_BYTES,
  TOO_LARGE,
  type UploadAnswer,
  upload,
} from './picture-upload.ts';
import { t } from './words.ts';

// Pictures by drop and by paste. Both forms work without this script: the one that uploads, and that of a draft, which leads to it.

/** Calls `take` with a file that is dropped on the element, or pasted while it or something in it has the focus. */
function receive(element: HTMLElement, take: (file: File) => void): void {
  const mark = (isOver: boolean) => element.classList.toggle('drop', isOver);
  element.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    mark(true);
  });
  element.addEventListener('dragleave', () => mark(false));
  element.addEventListener('drop', (event) => {
    mark(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    take(file);
  });
  element.addEventListener('paste', (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (!file) return;
    event.preventDefault();
    take(file);
  });
}

/** Sends smaller sizes of the chosen picture with the form, which waits for them. */
function sendSizes(form: HTMLFormElement, input: HTMLInputElement): void {
  const sizes = Object.assign(document.createElement('input'), { type: 'file', name: 'size', hidden: true });
  sizes.multiple = true;
  form.append(sizes);
  let making: Promise<void> | undefined;
  const make = async (file: File) => {
    const chosen = new DataTransfer();
    for (const size of await makeSizes(file)) chosen.items.add(new File([size], 'size', { type: size.type }));
    if (input.files?.[0] === file) sizes.files = chosen.files;
  };
  input.addEventListener('change', () => {
    sizes.value = '';
    const [file] = input.files ?? [];
    const own = file && make(file);
    making = own;
    void own?.then(() => {
      if (making === own) making = undefined;
    });
  });
  form.addEventListener('submit', (event) => {
    if (!making) return;
    event.preventDefault();
    void making.then(() => form.requestSubmit());
  });
}

/** The form that uploads: a dropped or pasted file is chosen, as if by its button. */
function enhanceUpload(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) return;
  form.querySelector('#hint-picture')?.append(` ${t('Or drop one on this page, or paste it.')}`);
  const check = () => {
    const isTooLarge = (input.files?.[0]?.size ?? 0) > MAX_BYTES;
    input.setCustomValidity(isTooLarge ? TOO_LARGE : '');
    if (isTooLarge) input.reportValidity();
  };
  input.addEventListener('change', check);
  sendSizes(form, input);
  receive(document.body, (file) => {
    const chosen = new DataTransfer();
    chosen.items.add(file);
    input.files = chosen.files;
    input.focus();
    input.dispatchEvent(new Event('change'));
  });
}

/** Makes a button for files with its label, and a line that says what became of one. Neither is part of the draft's form. */
function makeUploader(): { uploader: HTMLElement; input: HTMLInputElement; say: (text: string) => void } {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept: ACCEPTED });
  const label = document.createElement('label');
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  label.append(t('Upload a picture, or drop or paste one here'), input);
  const uploader = Object.assign(document.createElement('div'), { className: 'field' });
  uploader.append(label, status);
  const say = (text: string) => {
    status.textContent = text;
  };
  return { uploader, input, say };
}

/** The fields of a picture in a draft: a file is uploaded at once, and its facts are filled in. */
function enhanceFields(fields: HTMLElement): void {
  const { uploader, input, say } = makeUploader();
  fields.prepend(uploader);
  const field = (name: string) => fields.querySelector<HTMLInputElement>(`[name="image.${name}"]`);
  /** What earlier uploads filled in: it may be replaced, unlike what somebody typed. */
  const filled = new Map<string, string>();
  const fill = (answer: UploadAnswer) => {
    for (const [name, value] of Object.entries(answer)) {
      const target = field(name);
      const isText = name === 'alt' || name === 'credit';
      if (!target || (isText && target.value !== '' && target.value !== filled.get(name))) continue;
      target.value = value === null ? '' : String(value);
      filled.set(name, target.value);
      target.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const focus = field('focus');
    if (focus) focus.value = '';
    const preview =
      fields.querySelector<HTMLImageElement>('[data-picture="preview"]') ??
      Object.assign(new Image(), { className: 'thumbnail', alt: '' });
    preview.dataset.picture = 'preview';
    preview.src = String(answer.url);
    uploader.after(preview);
    fields.querySelector('[data-picture="name"]')?.replaceChildren(answer.name);
    showCrop();
  };
  // What is said of a picture first is kept with it, and filled in for the next story that shows it.
  field('alt')?.addEventListener('change', () => {
    const [url, alt] = [field('url')?.value ?? '', field('alt')?.value.trim() ?? ''];
    if (url.startsWith('/media/') && alt !== '') void keepDescription(url, alt);
  });
  /** Counts uploads, so that of two, the one that was chosen last stays. */
  let newest = 0;
  const take = async (file: File, texts = {}) => {
    newest++;
    const own = newest;
    say(t('Uploading {name} …', { name: file.name }));
    try {
      const answer = await upload(file, texts);
      if (own !== newest) return;
      fill(answer);
      const isDescribed = field('alt')?.value !== '';
      say(
        isDescribed
          ? t('{name} is uploaded.', { name: file.name })
          : t('{name} is uploaded. Say what it shows, for readers who cannot see it.', { name: file.name }),
      );
    } catch (error) {
      if (own === newest) say((error as Error).message);
    }
  };
  /** Crops the picture that is chosen. What is left is another picture with the same texts; the whole one stays among the pictures. */
  const crop = async () => {
    try {
      const response = await fetch(field('url')?.value ?? '').catch(() => undefined);
      if (!response?.ok) throw new Error(t('The picture cannot be loaded. Crop it in a moment.'));
      const whole = await response.blob();
      const name = fields.querySelector('[data-picture="name"]')?.textContent || 'picture';
      const part = await cropped(new File([whole], name, { type: whole.type }));
      const texts = { alt: field('alt')?.value ?? '', credit: field('credit')?.value ?? '' };
      if (part) await take(part, texts);
    } catch (error) {
      say((error as Error).message);
    }
  };
  const cropButton = Object.assign(document.createElement('button'), {
    type: 'button',
    textContent: t('Crop the picture'),
    onclick: crop,
  });
  const showCrop = () => {
    const isUploaded = field('url')?.value.startsWith('/media/');
    // A part of an animation would stand still.
    if (isUploaded && field('encodingFormat')?.value !== 'image/gif') uploader.append(cropButton);
    else cropButton.remove();
  };
  showCrop();
  receive(fields, (file) => void take(file));
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void take(file);
    // The same file can be chosen again after a refusal.
    input.value = '';
  });
}

const form = document.querySelector<HTMLFormElement>('form#upload');
if (form) enhanceUpload(form);
for (const fields of document.querySelectorAll<HTMLElement>('[data-pictures]')) enhanceFields(fields);
