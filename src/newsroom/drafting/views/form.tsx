import type { WireSettings } from '../../../settings/wire-schema.ts';
import { WireViews } from '../../events/views/views.tsx';
import type { NewsroomContext } from '../../frame/context.ts';
import { LanguageField } from '../../frame/language-field.tsx';
import { renderNewsroom } from '../../frame/layout.tsx';
import type { AddressFault } from '../wire/draft-request.ts';
import { MAX_SOURCES } from '../wire/draft-request.ts';

/** What somebody has asked for, and what is wrong with it. */
export interface Attempt {
  /** The addresses as they were typed, one a line. */
  addresses: string;
  language: string;
  drafter: string;
  faults: readonly AddressFault[];
  /** Why the wire does not begin, though nothing is wrong with the addresses. */
  refusal?: { status: number; detail: string };
}

const EXTRACTIVE =
  'takes the sentences of the sources that matter most, as they are, and marks each as a quotation. No model writes.';

/** Says in a sentence what a drafter does. */
function describeDrafter({ drafter, model, server }: WireSettings): string {
  const writes = (place: string) =>
    `The model ${model} at ${place} writes the TL;DR. A sentence that does not rest on the words of a source is left out.`;
  switch (drafter) {
    case 'extractive':
      return `The wire ${EXTRACTIVE}`;
    case 'workers-ai':
      return writes('Workers AI');
    case 'openai':
      return writes(new URL(server ?? '').host);
  }
}

/** Lets one choose quotations, where a model is set up. */
function DrafterChoice({ settings, chosen }: { settings: WireSettings; chosen: string }) {
  if (settings.drafter === 'extractive') return <p class="field">{describeDrafter(settings)}</p>;
  const choices = [
    [settings.drafter, describeDrafter(settings)],
    ['extractive', `Quotations alone: the wire ${EXTRACTIVE}`],
  ] as const;
  return (
    <fieldset>
      <legend>What drafts the TL;DR</legend>
      <ul class="checks">
        {choices.map(([name, title]) => (
          <li>
            <label>
              <input
                type="radio"
                name="drafter"
                value={name}
                checked={name === (chosen || settings.drafter)}
              />
              {title}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** Says what is wrong with an address, or with all of them. */
function AddressFaults({ faults }: { faults: readonly AddressFault[] }) {
  return (
    <ul class="fault" id="fault-urls">
      {faults.map(({ value, rule }) => (
        <li>
          {value === '' ? 'The list' : <span dir="ltr">{value}</span>} {rule}.
        </li>
      ))}
    </ul>
  );
}

/** Renders the form that begins a draft from sources. What was typed stays. */
export function renderDraftingForm(
  c: NewsroomContext,
  settings: WireSettings,
  { addresses, language, drafter, faults, refusal }: Attempt,
): Response | Promise<Response> {
  const isWrong = faults.length > 0;
  return renderNewsroom(c, {
    title: 'Draft from sources',
    status: refusal?.status ?? (isWrong ? 422 : 200),
    said: refusal ? { text: refusal.detail, isWrong: true } : undefined,
    children: (
      <>
        <WireViews current="/newsroom/wire/draft" />
        <form method="post" action="/newsroom/wire/draft">
          <div class="field">
            <label for="urls">Addresses of the sources</label>
            <span class="hint" id="hint-urls">
              One a line, at most {MAX_SOURCES}. The wire reads each page as far as its publisher allows.
            </span>
            <textarea
              id="urls"
              name="urls"
              rows={6}
              dir="ltr"
              spellcheck={false}
              autocapitalize="none"
              aria-describedby={isWrong ? 'hint-urls fault-urls' : 'hint-urls'}
              aria-invalid={isWrong ? 'true' : undefined}
            >
              {`\n${addresses}`}
            </textarea>
            {isWrong ? <AddressFaults faults={faults} /> : ''}
          </div>
          <LanguageField language={language} own={c.get('site').language} />
          <DrafterChoice settings={settings} chosen={drafter} />
          <p class="actions">
            <button class="main" type="submit">
              Draft from these sources
            </button>
          </p>
        </form>
        <p class="quiet">
          The draft has a TL;DR with its evidence, and the sources with what is known of them. The analysis is
          yours to write. Nothing is published without a person.
        </p>
      </>
    ),
  });
}
