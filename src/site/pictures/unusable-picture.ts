/** A sentence with the names of its values in braces, for a page in any language. */
interface SaidOfPicture {
  sentence: string;
  values: Readonly<Record<string, string | number>>;
}

/** The error if a file cannot be stored as a picture. It says what is wrong with it and what to do, for whoever uploaded it. */
export class UnusablePicture extends Error {
  readonly said: SaidOfPicture;

  constructor(sentence: string, values: SaidOfPicture['values'] = {}) {
    super(sentence.replace(/\{(\w+)\}/g, (_, name) => (values[name] ?? '').toLocaleString('en')));
    this.said = { sentence, values };
  }
}

/** Returns the error for a file that ends before its picture does. */
export const cutShort = () =>
  new UnusablePicture(
    'The file ends before the picture does: something cut it short, such as an interrupted download. Get the whole file and upload it again.',
  );

/** Returns the error for a file that contradicts its format. `fault` completes "The file is damaged: …", for programs and tests. */
export function damaged(fault: string): UnusablePicture {
  const error = new UnusablePicture(
    'The file is damaged. Open it in a program for pictures, save it again, and upload the new file.',
  );
  error.message = error.message.replace('.', `: ${fault}.`);
  return error;
}

/** Returns the error for a variety of a format that browsers do not show. */
export const rare = (format: string) =>
  new UnusablePicture(
    'This is a rare kind of {format}, which many browsers do not show. Save it as an ordinary {format} file, and upload that.',
    { format },
  );
