/**
 * Follows whether somebody is composing a character with an input method, which a change of the text would break. Returns what waits
 * until nobody is.
 */
export function followComposition(form: HTMLElement): () => Promise<void> {
  let [done, isComposing] = [Promise.withResolvers<void>(), false];
  form.addEventListener('compositionstart', () => {
    if (!isComposing) done = Promise.withResolvers();
    isComposing = true;
  });
  form.addEventListener('compositionend', () => {
    isComposing = false;
    // The editor takes the composed text in first.
    setTimeout(done.resolve);
  });
  return async () => {
    while (isComposing) await done.promise;
  };
}
