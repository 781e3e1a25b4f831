import { withTimeout } from '../../../lib/timeout.ts';
import { splitBlocks } from './text-blocks.ts';

/** The binding `AI`, of which this needs one method. */
export type TextConverter = Pick<Ai, 'toMarkdown'>;

/** How long Workers AI may take to read a PDF, in milliseconds. */
const TIMEOUT_MS = 60_000;

/** What a PDF says, in paragraphs; or why there is nothing, as a sentence for an editor. */
type PdfText = { ok: true; blocks: string[] } | { ok: false; detail: string };

/**
 * Reads a PDF by Workers AI, as text and without its pictures, so that no model describes anything. Never rejects.
 * https://developers.cloudflare.com/workers-ai/features/markdown-conversion/
 */
export async function readPdf(body: Uint8Array, ai: TextConverter | undefined): Promise<PdfText> {
  if (!ai) {
    return {
      ok: false,
      detail:
        'This is a PDF, and the newsroom has nothing that reads PDFs. Copy the words that you need by hand, or ask whoever runs the site to bind Workers AI (docs/wire.md).',
    };
  }
  try {
    const blob = new Blob([body as Uint8Array<ArrayBuffer>], { type: 'application/pdf' });
    const conversionOptions = {
      output: { format: 'text' as const },
      pdf: { metadata: false, images: { convert: false } },
    };
    const result = await withTimeout(
      TIMEOUT_MS,
      ai.toMarkdown({ name: 'source.pdf', blob }, { conversionOptions }),
    );
    if (result.format === 'error')
      return { ok: false, detail: `Workers AI could not read this PDF: ${result.error}` };
    return { ok: true, blocks: splitBlocks(result.data) };
  } catch (error) {
    return {
      ok: false,
      detail: `Workers AI could not read this PDF: ${error instanceof Error ? error.message : error}`,
    };
  }
}
