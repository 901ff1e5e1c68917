/** The schema of a whole experiment: the fields, what they say together, and the JSON Schema made from it. */
import * as z from 'zod/mini';
import { EXPERIMENT_SCHEMA, type Experiment, SWEEPABLE, sweepValues } from './experiment.ts';
import { DEFAULTS, type Field, fields } from './fields.ts';

const MAX_CELLS = 100_000;
/** Layers of all cells together: 100,000 cells of ten layers, or ten of 100,000. A result has about 2 kB for each. */
const MAX_LAYERS = 1_000_000;

type Fields = z.output<typeof fields>;

/** What is wrong with several fields together. */
function checkTogether(fields: Fields, context: z.core.$RefinementCtx<Fields>): void {
  const refuse = (field: Field, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  if (fields.widths && (fields.width != null || fields.depth != null)) {
    refuse('widths', 'expected either widths or width and depth, got both');
  }
  if (fields.networks != null && fields.untilRelativeCi != null) {
    refuse('untilRelativeCi', 'expected either a number of networks or a relative interval, got both');
  }
  const sizes = SWEEPABLE.map((name) => sweepValues<number | string | null>(fields[name] ?? null).length);
  const cells = sizes.reduce((product, size) => product * size, 1);
  if (cells > MAX_CELLS) {
    const longest = SWEEPABLE[sizes.indexOf(Math.max(...sizes))]!;
    refuse(longest, `expected a sweep of at most 100,000 cells, got ${cells}`);
  }
  const depth = fields.widths?.length ?? fields.depth ?? DEFAULTS.depth;
  if (cells * depth > MAX_LAYERS) {
    refuse(
      fields.widths ? 'widths' : 'depth',
      `expected at most 1,000,000 layers in all cells of a sweep, got ${cells} cells of ${depth} layers`,
    );
  }
}

function normalise(fields: Fields): Experiment {
  const { $schema: _, schema: __, ...given } = fields;
  const widths = given.widths ?? null;
  const untilRelativeCi = given.untilRelativeCi ?? null;
  return {
    schema: EXPERIMENT_SCHEMA,
    ...given,
    width: widths ? null : (given.width ?? DEFAULTS.width),
    depth: widths ? null : (given.depth ?? DEFAULTS.depth),
    widths,
    inputDim: given.inputDim ?? null,
    mnistDir: given.mnistDir ?? null,
    networks: untilRelativeCi === null ? (given.networks ?? DEFAULTS.networks) : null,
    untilRelativeCi,
  };
}

/** JSON Schema for `name` being there and not null. */
const given = (name: Field) => ({ not: { properties: { [name]: { type: 'null' } } } });
const exclusive = (a: Field, b: Field) => ({ not: { allOf: [given(a), given(b)] } });

/** The zod schema of an experiment: takes what a user writes, gives an `Experiment`. */
export const experimentSchema = z
  .pipe(fields.check(z.superRefine(checkTogether)), z.transform(normalise))
  .check(
    z.meta({
      title: 'expressivity experiment',
      description: 'What to draw, what to push through it and what to measure.',
      allOf: [
        exclusive('widths', 'width'),
        exclusive('widths', 'depth'),
        exclusive('networks', 'untilRelativeCi'),
      ],
    }),
  );

/** What a user may write: every field optional. */
export type ExperimentInput = z.input<typeof experimentSchema>;

/** JSON Schema (draft 2020-12) of what a user may write; as strict as JSON Schema can say it. */
export function experimentJsonSchema(): Record<string, unknown> {
  const { properties = {}, ...schema } = z.toJSONSchema(experimentSchema, { io: 'input' });
  const described = Object.entries(properties).map(([name, property]) => {
    const known = name in DEFAULTS && typeof property === 'object';
    return [name, known ? { ...property, default: DEFAULTS[name as Field] } : property];
  });
  return { ...schema, properties: Object.fromEntries(described) };
}
