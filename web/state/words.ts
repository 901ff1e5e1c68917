/** A state as a command line, as an experiment file and as a call of the library. Pure. */
import { experimentOf } from './experiment.ts';
import type { State } from './fields.ts';

/** `sigmaW` as the command line has it: `--sigma-w`. */
function optionOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function quoted(value: string): string {
  return /^[\w.,:*-]+$/.test(value) ? value : `'${value}'`;
}

export function commandLine(state: State): string {
  const options = Object.entries(experimentOf(state)).map(
    ([name, value]) => `${optionOf(name)} ${quoted(String(value))}`,
  );
  return `expressivity trajectory ${options.join(' ')}`;
}

export function experimentFile(state: State): string {
  return `${JSON.stringify({ schema: 'expressivity/experiment@1', ...experimentOf(state) }, null, 2)}\n`;
}

export function libraryCall(state: State): string {
  const { endpoints: ends, ...experiment } = experimentOf(state);
  if (state.curve === 'digits')
    return lines(
      "import { digitVectors, measureTrajectory } from 'expressivity/node';",
      `const vertices = await digitVectors('${ends}');`,
      call({ ...experiment, endpoints: 'digits' }, true),
    );
  if (state.curve === 'drawn')
    return lines(
      "import { endpoints, measureTrajectory } from 'expressivity';",
      `const [u, v] = endpoints('gaussian', ${state.seed}, ${state.width});`,
      `const points = [${state.drawn
        .split(';')
        .map((point) => `[${point}]`)
        .join(', ')}];`,
      'const vertices = points.map(([x, y]) => u.map((entry, i) => x * entry + y * v[i]));',
      call({ ...experiment, endpoints: 'drawn' }, true),
    );
  return lines(
    "import { measureTrajectory } from 'expressivity';",
    call({ ...experiment, endpoints: ends }, false),
  );
}

function call(experiment: object, vertices: boolean): string {
  const fields = JSON.stringify(experiment, null, 2)
    .replace(/"(\w+)":/g, '$1:')
    .replaceAll('"', "'");
  return lines(
    `const { cells } = await measureTrajectory(${fields}${vertices ? ', { vertices }' : ''});`,
    'console.log(cells[0].layers.map(({ layer, ratio }) => [layer, ratio.mean]));',
  );
}

function lines(...parts: readonly string[]): string {
  return parts.join('\n');
}
