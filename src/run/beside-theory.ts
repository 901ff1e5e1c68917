import { layersOf, type Plan, type PlannedCell, type RecordLayers, rescaled } from '../ensemble/index.ts';
import { finalLengths, intervalReached } from '../ensemble/stopping.ts';
import { stretchesOf } from '../measure/energies.ts';
import type { LengthRecord } from '../measure/record.ts';
import type { Subject } from '../measure/subject.ts';
import { momentOrder, type NetworkSpec, widthsOf } from '../network/index.ts';
import type { MeasuredCell } from '../result/document.ts';
// Not through the index: a run needs these alone, and every module costs start-up time.
import { type BentTheory, needsBent } from '../theory/bent-growth.ts';
import { growthWith } from '../theory/growth.ts';
import { type AlongTheory, measureTheoryWith, needsAlong } from '../theory/measures.ts';
import { countTheory, UNKNOWN_COUNTS } from '../theory/transitions/counts.ts';

/** What was measured in a run of the plan, by its number. */
export type RecordOf = (run: number) => LengthRecord | RecordLayers;

/** Theory that only some plans need: `null` where this one does not. */
interface LoadedTheory {
  readonly bent: BentTheory | null;
  readonly along: AlongTheory | null;
}

/** Loads the theory that the cells of a plan need. */
async function loadTheory({ cells, runs }: Plan): Promise<LoadedTheory> {
  const needed = cells.some(({ network, run }) => {
    const { given, measures = [] } = runs[run]!.subject;
    return given === undefined && (needsBent(network) || needsAlong({ measures }));
  });
  if (!needed) return { bent: null, along: null };
  const { BENT: bent, ...along } = await import('../theory/later.ts');
  return { bent, along };
}

/**
 * Sets what was measured beside the theory: the cells of a result document, in grid order, each when it is
 * asked for.
 */
export async function measuredCells(plan: Plan, recordOf: RecordOf): Promise<Generator<MeasuredCell>> {
  return cellsBeside(await loadTheory(plan), plan, recordOf);
}

function* cellsBeside(theory: LoadedTheory, plan: Plan, recordOf: RecordOf): Generator<MeasuredCell> {
  const { untilRelativeCi } = plan.experiment;
  for (const { parameters, estimator, draw, network, input, run, sigma } of plan.cells) {
    const { subject } = plan.runs[run]!;
    const record = layersOf(recordOf(run));
    // Theory is of networks that are drawn.
    const known = subject.given === undefined ? theoryOf(theory, network, input, subject) : noTheory(network);
    yield {
      parameters,
      estimator,
      draw,
      input: { length: input.length, angle: input.angle, dim: input.dim },
      widths: widthsOf(network),
      record: rescaled(record, sigma),
      ...momentsOf(network),
      ...(record.hasEnergies && { stretches: stretchesOf(subject, network) }),
      ...(untilRelativeCi !== null &&
        !intervalReached(subject.network, finalLengths(record, subject), untilRelativeCi) && {
          intervalReached: false as const,
        }),
      ...known,
    };
  }
}

/** Of networks some of whose weights lack moments that statistics take. */
function momentsOf({ layers }: NetworkSpec): Pick<MeasuredCell, 'momentOrders'> {
  const momentOrders = layers.map(({ weights }) => momentOrder(weights));
  return momentOrders.some((order) => order <= 2) ? { momentOrders } : {};
}

type Known = Pick<MeasuredCell, 'theory' | 'counts' | 'measures'>;

function theoryOf(
  { bent, along }: LoadedTheory,
  network: NetworkSpec,
  input: PlannedCell['input'],
  subject: Subject,
): Known {
  return {
    theory: growthWith(bent, network, { ...input, curve: subject.curve }),
    counts: countTheory(network, input.angle),
    measures: measureTheoryWith(along, network, subject),
  };
}

const UNKNOWN = {
  priceTanner: null,
  priceTannerSharp: null,
  lower: null,
  exact: null,
  upper: null,
  approximate: null,
} as const;

function noTheory({ layers }: NetworkSpec): Known {
  return {
    theory: layers.map((_, l) => ({ layer: l + 1, ratio: UNKNOWN, growth: UNKNOWN })),
    counts: layers.map(() => UNKNOWN_COUNTS),
  };
}
