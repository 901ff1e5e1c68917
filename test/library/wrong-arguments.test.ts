/** Every exported function refuses wrong arguments at its border: a TypeError, RangeError or InputError in our words, and no NaN comes back. */
import { describe, expect, test } from 'vitest';
import * as face from '../../src/node.ts';
import { CALLS } from './calls.ts';
import { faultOf, shown, wrongArguments } from './wrong.ts';

/** Exports that start runs, load kernels, read and write: their arguments are not checked one by one yet. */
const PENDING = [
  ...['ExperimentError', 'InputError', 'InterruptedError', 'KernelsUnavailableError', 'WorkerError'],
  ...['inlineExecutor', 'workerExecutor', 'poolExecutor'],
  ...['trajectory', 'measureTrajectory', 'runTrajectory', 'simulateMeanField'],
  ...['curveImages', 'resultCsv', 'resultTable', 'trajectorySvg', 'sliceSvg', 'writeRunFolder'],
  ...['readExperiment', 'digitVectors', 'endpointVectors', 'readDigits', 'readNetwork', 'readVectors'],
];

const functions = Object.entries(face)
  .filter(([, value]) => typeof value === 'function' && !/^[A-Z]/.test(value.name))
  .map(([name]) => name);

test('every exported function has a right call', () => {
  expect(functions.filter((name) => !Object.hasOwn(CALLS, name))).toEqual([]);
});

describe.each(Object.entries(CALLS).filter(([name]) => !PENDING.includes(name)))(
  '%s',
  (name, { args, call, depth = 2 }) => {
    const run = (call ?? (face as Record<string, unknown>)[name]) as (...args: readonly unknown[]) => unknown;
    const ended = async (given: readonly unknown[]) => {
      try {
        return { value: await run(...given) };
      } catch (error) {
        return { error };
      }
    };

    test('is answered where it is right', async () => {
      expect(await ended(args)).not.toHaveProperty('error');
    });

    test('is answered or refused in our words where one value is wrong', async () => {
      const faults: string[] = [];
      for (const { place, bad, args: wrong } of wrongArguments(args, depth)) {
        const fault = faultOf(await ended(wrong));
        if (fault !== null) faults.push(`${place} = ${shown(bad)}: ${fault}`);
      }
      expect(faults).toEqual([]);
    });
  },
);
