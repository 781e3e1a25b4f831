/** The error if a file cannot be stored as a picture. The message says what is wrong with it and what to do, for whoever uploaded it. */
export class UnusablePicture extends Error {}

/** Returns the error for a file that ends before its picture does. */
export const cutShort = () =>
  new UnusablePicture(
    'The file ends before the picture does: something cut it short, such as an interrupted download. Get the whole file and upload it again.',
  );

/** Returns the error for a file that contradicts its format. `fault` completes "The file is damaged: …". */
export const damaged = (fault: string) =>
  new UnusablePicture(
    `The file is damaged: ${fault}. Open it in a program for pictures, save it again, and upload the new file.`,
  );

/** Returns the error for a variety of a format that browsers do not show. `variety` completes "This is …". */
export const unshowable = (variety: string, format: string) =>
  new UnusablePicture(
    `This is ${variety}, which many browsers do not show. Save it as an ordinary ${format} file, and upload that.`,
  );
