import type { WireSettings } from '../../../settings/wire-schema.ts';
import { plainRule, sayRule } from '../../drafts/views/editor/check/rule-words.ts';
import { WireViews } from '../../events/views/views.tsx';
import type { NewsroomContext } from '../../frame/context.ts';
import { LanguageField } from '../../frame/language-field.tsx';
import { renderNewsroom } from '../../frame/layout.tsx';
import { type Translate, useWords } from '../../words/words.ts';
import type { AddressFault } from '../wire/draft-request.ts';
import { MAX_SOURCES, readAddresses } from '../wire/draft-request.ts';

/** What somebody has asked for, and what is wrong with it. */
export interface Attempt {
  /** The addresses as they were typed, one a line. */
  addresses: string;
  language: string;
  drafter: string;
  faults: readonly AddressFault[];
  /** Why the wire does not begin, though nothing is wrong with the addresses. */
  refusal?: { status: number; text: string };
}

/** Says in a sentence what a drafter does. */
function describeDrafter(t: Translate, { drafter, model, server }: WireSettings): string {
  const writes = (place: string) =>
    t(
      'The model {model} at {place} writes the TL;DR. A sentence that does not rest on the words of a source is left out.',
      { model: model ?? '', place },
    );
  switch (drafter) {
    case 'extractive':
      return t(
        'The wire takes the sentences of the sources that matter most, as they are, and marks each as a quotation. No model writes.',
      );
    case 'workers-ai':
      return writes('Workers AI');
    case 'openai':
      return writes(new URL(server ?? '').host);
  }
}

/** Lets one choose quotations, where a model is set up. */
function DrafterChoice({ settings, chosen }: { settings: WireSettings; chosen: string }) {
  const t = useWords();
  if (settings.drafter === 'extractive') return <p class="field">{describeDrafter(t, settings)}</p>;
  const choices = [
    [settings.drafter, describeDrafter(t, settings)],
    [
      'extractive',
      t(
        'Quotations alone: the wire takes the sentences of the sources that matter most, as they are, and marks each as a quotation. No model writes.',
      ),
    ],
  ] as const;
  return (
    <fieldset>
      <legend>{t('What drafts the TL;DR')}</legend>
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
function AddressFaults({ addresses, faults }: Pick<Attempt, 'addresses' | 'faults'>) {
  const t = useWords();
  const count = readAddresses(addresses).length;
  return (
    <ul class="fault" id="fault-urls">
      {faults.map(({ value, rule }) => (
        <li>
          {value !== ''
            ? sayRule(t, plainRule(rule), <span dir="ltr">{value}</span>)
            : count === 0
              ? t('The list must have at least one address.')
              : t('The list must have at most {most} addresses, and has {count}.', {
                  most: MAX_SOURCES,
                  count,
                })}
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
  const t = c.get('t');
  const isWrong = faults.length > 0;
  return renderNewsroom(c, {
    title: t('Draft from sources'),
    status: refusal?.status ?? (isWrong ? 422 : 200),
    said: refusal ? { text: refusal.text, isWrong: true } : undefined,
    children: (
      <>
        <WireViews current="/newsroom/wire/draft" />
        <form method="post" action="/newsroom/wire/draft">
          <div class="field">
            <label for="urls">{t('Addresses of the sources')}</label>
            <span class="hint" id="hint-urls">
              {t('One a line, at most {most}. The wire reads each page as far as its publisher allows.', {
                most: MAX_SOURCES,
              })}
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
            {isWrong ? <AddressFaults addresses={addresses} faults={faults} /> : ''}
          </div>
          <LanguageField language={language} own={c.get('site').language} />
          <DrafterChoice settings={settings} chosen={drafter} />
          <p class="actions">
            <button class="main" type="submit">
              {t('Draft from these sources')}
            </button>
          </p>
        </form>
        <p class="quiet">
          {t(
            'The draft has a TL;DR with its evidence, and the sources with what is known of them. The analysis is yours to write. Nothing is published without a person.',
          )}
        </p>
      </>
    ),
  });
}
