import { FIELD_PLACES } from '../../../../site/story/field-places.ts';
import { sentence } from '../../../words/translate.ts';
import { useWords } from '../../../words/words.ts';
import { Faults, Field, type FieldProps, type FormState } from './field.tsx';

const MADE_BY = [
  ['', sentence('Not stated')],
  ['digitalCreation', sentence('People wrote it')],
  ['trainedAlgorithmicMedia', sentence('AI wrote it')],
  ['compositeWithTrainedAlgorithmicMedia', sentence('AI and people wrote it together')],
  ['composite', sentence('A program put it together from sentences of the sources')],
] as const;

/** Leads from a text to how it was made, and says it. */
export function MadeLink({ form, part }: { form: FormState; part: 'abstract' | 'articleBody' }) {
  const t = useWords();
  const name = `provenance.${part}.digitalSourceType`;
  const [, words] = MADE_BY.find(([value]) => value === form.values[name]) ?? MADE_BY[0];
  return (
    <a href={`#${name}`}>
      <span data-says={name}>{t(words)}</span>
      <span class="hidden">, {part === 'abstract' ? t('about the TL;DR') : t('about the analysis')}</span>
    </a>
  );
}

/** How a part of the story was made, in plain words. Readers see it beside the part. */
export function Made({
  form,
  part,
  title,
}: {
  form: FormState;
  part: 'abstract' | 'articleBody';
  title: string;
}) {
  const t = useWords();
  const name = `provenance.${part}` as const;
  const labels = FIELD_PLACES.provenance.editor;
  const isByProgram = /trained|^composite$/i.test(form.values[`${name}.digitalSourceType`] ?? '');
  return (
    <details open={isByProgram || form.faults.has(`${name}.digitalSourceType`)}>
      <summary>{title}</summary>
      <Field
        form={form}
        name={`${name}.digitalSourceType`}
        label={t(labels[`${name}.digitalSourceType`])}
        hint={t('Readers see this. Who reviewed it is added when somebody approves the draft.')}
        options={MADE_BY.map(([value, words]) => [value, t(words)] as const)}
      />
      <Field
        form={form}
        name={`${name}.model`}
        label={t(labels[`${name}.model`])}
        hint={t('The name of the model, if you know it')}
      />
      <Field form={form} name={`${name}.provider`} label={t(labels[`${name}.provider`])} />
    </details>
  );
}

const TEXTS = {
  headline: sentence('Headline'),
  abstract: sentence('TL;DR'),
  articleBody: sentence('Analysis'),
} as const;

/** A text of the story. */
export function StoryText({
  name,
  attributes,
  ...props
}: Omit<FieldProps, 'name' | 'label'> & { name: keyof typeof TEXTS }) {
  const t = useWords();
  return (
    <Field
      {...props}
      name={name}
      label={t(TEXTS[name])}
      isStory
      attributes={{ class: 'story', ...attributes }}
    />
  );
}

/** How a text is written by hand, for those who have only a form. */
export const SIGNS = sentence(
  'An empty line begins a paragraph, ## a heading, - an item of a list; **two stars** make words bold. A link is its words in square brackets, and its address behind them: [the report](https://publisher.example/report).',
);

export function StoryFields({ form }: { form: FormState }) {
  const t = useWords();
  return (
    <>
      <Field
        form={form}
        name="headline"
        label={t(TEXTS.headline)}
        hint={t('What happened, in one line')}
        isStory
      />
      <StoryText
        form={form}
        name="abstract"
        hint={t('What happened, in two or three sentences of plain text. Evidence is about these words.')}
        rows={5}
      />
      <StoryText
        form={form}
        name="articleBody"
        hint={[
          t('What it means.'),
          t(SIGNS),
          t(
            'A citation is a link in parentheses of its own: ([publisher](https://publisher.example/article)). The page of an uploaded picture says how to show it in the text.',
          ),
        ].join(' ')}
        rows={18}
        attributes={{ 'data-editor': 'markdown' }}
      />
      <Made form={form} part="abstract" title={t('How the TL;DR was made')} />
      <Made form={form} part="articleBody" title={t('How the analysis was made')} />
    </>
  );
}

/** The topics: checkboxes of the site's, and a line for others. */
export function TopicFields({
  form,
  topics,
}: {
  form: FormState;
  topics: readonly { slug: string; title: string }[];
}) {
  const { keywords } = form.values;
  const t = useWords();
  if (keywords === undefined) return <Field form={form} name="keywords" label={t('Topics')} />;
  const chosen = keywords.split('\n');
  return (
    <fieldset>
      <legend>{t('Topics')}</legend>
      <input type="hidden" name="keywords" value="" />
      <ul class="checks">
        {topics.map(({ slug, title }) => (
          <li>
            <label>
              <input type="checkbox" name="keywords" value={slug} checked={chosen.includes(slug)} /> {title}
            </label>
          </li>
        ))}
      </ul>
      <Faults form={form} name="keywords" />
      <Field
        form={form}
        name="keywords.other"
        label={t('Other topics')}
        hint={t('With commas between: Central banks, Housing')}
      />
    </fieldset>
  );
}
