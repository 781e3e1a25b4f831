import { Faults, Field, type FieldProps, type FormState } from './field.tsx';

const MADE_BY = [
  ['', 'Not stated'],
  ['digitalCreation', 'People wrote it'],
  ['trainedAlgorithmicMedia', 'AI wrote it'],
  ['compositeWithTrainedAlgorithmicMedia', 'AI and people wrote it together'],
  ['composite', 'A program put it together from sentences of the sources'],
] as const;

/** Leads from a text to how it was made, and says it. */
export function MadeLink({ form, part }: { form: FormState; part: 'abstract' | 'articleBody' }) {
  const name = `provenance.${part}.digitalSourceType`;
  const [, words] = MADE_BY.find(([value]) => value === form.values[name]) ?? MADE_BY[0];
  return (
    <a href={`#${name}`}>
      <span data-says={name}>{words}</span>
      <span class="hidden">, which is about the {part === 'abstract' ? 'TL;DR' : 'analysis'}</span>
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
  const name = `provenance.${part}`;
  const what = part === 'abstract' ? 'TL;DR' : 'analysis';
  const isByProgram = /trained|^composite$/i.test(form.values[`${name}.digitalSourceType`] ?? '');
  return (
    <details open={isByProgram || form.faults.has(`${name}.digitalSourceType`)}>
      <summary>{title}</summary>
      <Field
        form={form}
        name={`${name}.digitalSourceType`}
        label={`Who wrote the ${what}`}
        hint="Readers see this. Who reviewed it is added when somebody approves the draft."
        options={MADE_BY}
      />
      <Field
        form={form}
        name={`${name}.model`}
        label={`AI that wrote the ${what}`}
        hint="The name of the model, if you know it"
      />
      <Field form={form} name={`${name}.provider`} label={`Who makes the AI that wrote the ${what}`} />
    </details>
  );
}

const TEXTS = { headline: 'Headline', abstract: 'TL;DR', articleBody: 'Analysis' } as const;

/** A text of the story. */
export const StoryText = ({
  name,
  attributes,
  ...props
}: Omit<FieldProps, 'name' | 'label'> & { name: keyof typeof TEXTS }) => (
  <Field {...props} name={name} label={TEXTS[name]} isStory attributes={{ class: 'story', ...attributes }} />
);

/** How a text is written by hand, for those who have only a form. */
export const SIGNS =
  'An empty line begins a paragraph, ## a heading, - an item of a list; **two stars** make words bold. A link is its words in square brackets, and its address behind them: [the report](https://publisher.example/report).';

export function StoryFields({ form }: { form: FormState }) {
  return (
    <>
      <Field form={form} name="headline" label={TEXTS.headline} hint="What happened, in one line" isStory />
      <StoryText
        form={form}
        name="abstract"
        hint="What happened, in two or three sentences of plain text. Evidence is about these words."
        rows={5}
      />
      <StoryText
        form={form}
        name="articleBody"
        hint={`What it means. ${SIGNS} A citation is a link in parentheses of its own: ([publisher](https://publisher.example/article)). The page of an uploaded picture says how to show it in the text.`}
        rows={18}
        attributes={{ 'data-editor': 'markdown' }}
      />
      <Made form={form} part="abstract" title="How the TL;DR was made" />
      <Made form={form} part="articleBody" title="How the analysis was made" />
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
  if (keywords === undefined) return <Field form={form} name="keywords" label="Topics" />;
  const chosen = keywords.split('\n');
  return (
    <fieldset>
      <legend>Topics</legend>
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
        label="Other topics"
        hint="Small letters, digits and hyphens, with commas between: central-banks, housing"
      />
    </fieldset>
  );
}
