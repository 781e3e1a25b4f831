/** Splits text at line feeds alone: stories may contain other line separators, such as U+2028. */
export async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  // The line with a picture comes in hundreds of chunks, which are joined once.
  let parts: string[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      parts.push(chunk.slice(from, end));
      yield parts.join('');
      parts = [];
      from = end + 1;
    }
    parts.push(chunk.slice(from));
  }
  const last = parts.join('');
  if (last !== '') yield last;
}
