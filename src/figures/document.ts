/** The document of a figure: its data, verdict and caption. From it the figure can be drawn again. */
import * as z from 'zod/mini';
import type { DrawOptions } from '../draw/options.ts';
import { drawPicture } from '../draw/picture/index.ts';
import { type Check, judge } from './checks.ts';
import { type Figure, type FigureContext, SIZES, type Size } from './figure.ts';

export const FIGURE_SCHEMA = 'expressivity/figure@1';

export interface FigureDocument {
  readonly schema: typeof FIGURE_SCHEMA;
  readonly figure: string;
  readonly title: string;
  readonly paper: string;
  readonly number: string;
  readonly size: Size;
  readonly seed: number;
  readonly caption: string;
  readonly verdict: 'pass' | 'fail';
  readonly checks: readonly Check[];
  readonly data: object;
  /** Versions, machine, time: the only part that may differ between two runs. */
  readonly provenance: object;
}

/** The schema of a figure's document. What is derived from its data may be missing: it is made anew. */
function documentSchema({ id, schema }: Figure) {
  const derived = z.optional(z.string());
  return z.strictObject({
    schema: z.literal(FIGURE_SCHEMA),
    figure: z.literal(id),
    ...{
      title: derived,
      paper: derived,
      number: derived,
      caption: derived,
      verdict: z.optional(z.enum(['pass', 'fail'])),
      checks: z.optional(z.array(z.unknown())),
    },
    size: z.enum(SIZES),
    seed: z.int().check(z.gte(0)),
    data: schema,
    provenance: z.record(z.string(), z.unknown()),
  });
}

/**
 * Where a document is not what this figure's documents are, such as `data.cells[0].width`; `null` where it
 * is.
 */
export function documentDamage(figure: Figure, document: unknown): string | null {
  const { error } = documentSchema(figure).safeParse(document);
  if (error === undefined) return null;
  const { path, ...issue } = error.issues[0]!;
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const steps = [...path, ...unknown].map((step) =>
    typeof step === 'number' ? `[${step}]` : `.${String(step)}`,
  );
  return steps.join('').replace(/^\./, '');
}

/** Runs a figure. `provenance` is asked for afterwards. */
export async function runFigure(
  figure: Figure,
  size: Size,
  context: FigureContext,
  provenance: () => object = () => ({}),
): Promise<FigureDocument> {
  const made = await figure.run(size, context);
  // What is judged and drawn is what the file will hold.
  return context.compute(() => {
    const data = JSON.parse(JSON.stringify(made)) as object;
    return figureDocument(figure, { size, seed: context.seed, data, provenance: provenance() });
  });
}

/** Judges and describes data that a figure's `run` made. */
export function figureDocument(
  figure: Figure,
  { size, seed, data, provenance }: Pick<FigureDocument, 'size' | 'seed' | 'data' | 'provenance'>,
): FigureDocument {
  const checks = judge(figure.claims(data));
  const { id, title, paper, number } = figure;
  return {
    schema: FIGURE_SCHEMA,
    figure: id,
    title,
    paper,
    number,
    size,
    seed,
    caption: `${figure.caption(data)} Seed ${seed}.`,
    // A figure without checks fails.
    verdict: checks.length > 0 && checks.every(({ pass }) => pass) ? 'pass' : 'fail',
    checks,
    data,
    provenance,
  };
}

/**
 * Draws a figure from its document, for a page unless `width` says otherwise. With `text` its title stands
 * above and its caption below.
 */
export function figureSvg(
  figure: Figure,
  { data, caption }: FigureDocument,
  options: Pick<DrawOptions, 'document' | 'width'> & { readonly text?: boolean },
): string {
  const { document, width = 'page', text = true } = options;
  const texts = { heading: text, caption: text ? caption : undefined };
  return drawPicture(figure.picture(data, width), { document, width, ...texts });
}
