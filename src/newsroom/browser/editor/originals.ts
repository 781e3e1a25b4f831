import { element } from './elements.ts';

/** Milliseconds without a key after which stories are looked for. */
const PAUSE = 200;

/** Proposes stories of which the draft may be a translation, once somebody is about to name one. */
export function startOriginals(form: HTMLFormElement, draft: string): void {
  const field = form.querySelector<HTMLInputElement>('[name="translationOfWork"]');
  const { list } = field ?? {};
  if (!field || !list) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const propose = async () => {
    const query = new URLSearchParams({ q: field.value });
    try {
      const response = await fetch(`${draft}/originals?${query}`, {
        headers: { Accept: 'application/json' },
      });
      if (!response.ok) return;
      const { stories }: { stories: { slug: string; title: string }[] } = await response.json();
      list.replaceChildren(...stories.map(({ slug, title }) => element('option', { value: slug }, title)));
    } catch {
      // Whoever knows the address types it.
    }
  };
  for (const type of ['focus', 'input'])
    field.addEventListener(type, () => {
      clearTimeout(timer);
      timer = setTimeout(propose, PAUSE);
    });
}
